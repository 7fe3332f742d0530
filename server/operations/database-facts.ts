import type { Connection } from 'mongoose'

export type Row = { _id: string } & Record<string, unknown>
export interface StoredEvent { id: string; type: string; status: unknown }

/** What the rules about a whole database look things up in. Documents are read as they are stored, past every view. */
export interface DatabaseFacts {
  rows(collection: string): AsyncIterable<Row>
  /** Ids of everything in a collection. */
  ids(collection: string): Promise<Set<string>>
  /** The last decision on a subject: from the journal, or still waiting in its document. */
  lastEvent(row: Row): Promise<StoredEvent | undefined>
}

interface Entry { _id: string; seq: number; subject: string; type: string; data?: Record<string, unknown> }
interface Waiting { id: string; type: string; data?: Record<string, unknown> }

/** Reads each collection and the journal once, however many rules ask. */
export function factsOf(connection: Connection): DatabaseFacts {
  const known = new Map<string, Promise<Set<string>>>()
  let journal: Promise<Map<string, StoredEvent>> | undefined
  const rows = (collection: string): AsyncIterable<Row> => connection.collection<Row>(collection).find() as AsyncIterable<Row>
  return {
    rows,
    ids(collection) {
      const found = known.get(collection) ?? idsIn(rows(collection))
      known.set(collection, found)
      return found
    },
    async lastEvent(row) {
      const waiting = (row['events'] as Waiting[] | undefined)?.at(-1)
      if (waiting) return { id: waiting.id, type: waiting.type, status: waiting.data?.['status'] }
      journal ??= lastOfEach(connection)
      return (await journal).get(row._id)
    },
  }
}

async function idsIn(rows: AsyncIterable<Row>): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const row of rows) ids.add(String(row._id))
  return ids
}

async function lastOfEach(connection: Connection): Promise<Map<string, StoredEvent>> {
  const last = new Map<string, StoredEvent>()
  const entries = connection.collection<Entry>('journal').find().sort({ seq: 1 })
  for await (const { _id, subject, type, data } of entries) last.set(subject, { id: _id, type, status: data?.['status'] })
  return last
}
