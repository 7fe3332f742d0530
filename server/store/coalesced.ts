import { setImmediate as breathe } from 'node:timers/promises'

interface Asker<V> { id: string; resolve(found: V | undefined): void; reject(error: unknown): void }

/** So many go on with their answer in one turn of the event loop: what a thousand then do would keep requests waiting. */
const AT_ONCE = 32

/**
 * Many who each ask for one thing, answered by one question: keys asked for in the same turn of the event loop are
 * loaded together. Nothing is kept afterwards, so every answer is as fresh as its question.
 */
export function coalesced<V extends { id: string }>(load: (ids: string[]) => Promise<V[]>): (id: string) => Promise<V | undefined> {
  let waiting: Asker<V>[] = []

  async function answer(): Promise<void> {
    const askers = waiting
    waiting = []
    try {
      const found = new Map((await load([...new Set(askers.map((one) => one.id))])).map((one) => [one.id, one]))
      for (const [at, asker] of askers.entries()) {
        if (at > 0 && at % AT_ONCE === 0) await breathe()
        asker.resolve(found.get(asker.id))
      }
    } catch (error) {
      for (const asker of askers) asker.reject(error)
    }
  }

  return (id) => new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(() => void answer())
    waiting.push({ id, resolve, reject })
  })
}
