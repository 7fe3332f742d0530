import type { KeyRow, KeyStore } from './key-store.ts'
import { rewrapped, WrongSealKey } from './key-vault.ts'
import type { MasterKey } from './master-key.ts'

const BATCH = 100

/**
 * Moves every key from one master key to another, each in one conditional write: whoever repeats it after a crash finds
 * the rest. `left`: keys that are under neither.
 */
export async function rewrapAll(
  store: KeyStore, from: MasterKey, to: MasterKey, progress: (moved: number) => void = () => undefined,
): Promise<{ moved: number; left: string[] }> {
  let moved = 0
  for (;;) {
    const rows = await store.otherThan(to.id, BATCH)
    const done = await Promise.all(rows.map((row) => move(store, row, from, to)))
    const fresh = done.filter(Boolean).length
    moved += fresh
    progress(moved)
    if (fresh === 0) return { moved, left: rows.map((row) => row.id) }
  }
}

async function move(store: KeyStore, row: KeyRow, from: MasterKey, to: MasterKey): Promise<boolean> {
  try {
    return await store.rewrap(row, rewrapped(row, from, to))
  } catch (error) {
    if (error instanceof WrongSealKey) return false
    throw error
  }
}
