import type { Connection } from 'mongoose'
import type { DomainEvent } from '../kernel/events.ts'

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

type Entry = Omit<DomainEvent, 'id'> & { _id: string; seq: number; source: string; subject: string }
export type OpenEvents = (events: readonly (DomainEvent & { subject: string })[]) => Promise<(DomainEvent & { subject: string })[]>

/** Reads each collection and the journal once, however many rules ask. `opened`: reads events that are kept sealed. */
export function factsOf(connection: Connection, opened: OpenEvents): DatabaseFacts {
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
      const waiting = (row['events'] as DomainEvent[] | undefined)?.at(-1)
      if (waiting) return { id: waiting.id, type: waiting.type, status: statusIn(waiting) }
      journal ??= lastOfEach(connection, opened)
      return (await journal).get(row._id)
    },
  }
}

async function idsIn(rows: AsyncIterable<Row>): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const row of rows) ids.add(String(row._id))
  return ids
}

async function lastOfEach(connection: Connection, opened: OpenEvents): Promise<Map<string, StoredEvent>> {
  const last = new Map<string, DomainEvent & { subject: string }>()
  const entries = connection.collection<Entry>('journal').find().sort({ seq: 1 })
  for await (const { _id, subject, type, at, by, data } of entries) last.set(subject, { id: _id, subject, type, at, by, data })
  const read = await opened([...last.values()])
  return new Map(read.map((one) => [one.subject, { id: one.id, type: one.type, status: statusIn(one) }]))
}

/** Events that carry no data may be kept without the field. */
const statusIn = ({ data }: { data?: DomainEvent['data'] }): unknown => data?.['status']
