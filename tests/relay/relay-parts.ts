import type { Test } from 'tap'
import type { Connection } from 'mongoose'
import { createJournal, type JournalEntry } from '../../server/relay/journal.ts'
import { createRelay, type Follower } from '../../server/relay/relay.ts'
import { buildIndexes } from '../../server/store/database.ts'
import { openStore, temporaryFolder } from '../support/store.ts'

export const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 23, 1, minute))

interface Row { _id: string; revision: number; events: { id: string; type: string; at: Date; by: string; data: object }[] }

/** Two collections with events, a journal and whoever follows. */
export async function startRelay(t: Test, followers: Follower[] = []) {
  const connection = await openStore(t, await temporaryFolder(t))
  const journal = createJournal(connection)
  await buildIndexes(connection)
  return { connection, journal, relay: createRelay(connection, journal, ['causes', 'effects'], followers) }
}

/** Writes one decision as a store does: the document with its event. */
export async function happened(connection: Connection, source: string, id: string, ...events: [revision: number, minute: number][]): Promise<void> {
  const written = events.map(([revision, minute]) => ({ id: `${id}.${revision}`, type: 'happened', at: at(minute), by: 'somebody', data: {} }))
  const change = { $push: { events: { $each: written } }, $set: { revision: events.at(-1)?.[0] ?? 0 } }
  await connection.collection<Row>(source).updateOne({ _id: id }, change as never, { upsert: true })
}

/** A follower that writes down what it was handed, and fails where told. */
export function listener(name: string, scope: Follower['scope'] = 'shared', fails: (entry: JournalEntry) => boolean = () => false) {
  const heard: string[] = []
  const handle = (entry: JournalEntry): Promise<void> => {
    if (fails(entry)) return Promise.reject(new Error(`${name} cannot`))
    heard.push(entry.id)
    return Promise.resolve()
  }
  return { name, scope, handle, heard }
}

export const idsOf = (entries: readonly { id: string }[]): string[] => entries.map((one) => one.id)
