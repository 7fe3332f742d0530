import { type Connection, Schema, trusted } from 'mongoose'
import type { DomainEvent } from '../kernel/events.ts'
import { FLUSHED } from '../store/aggregate-store.ts'

/** An event in the order the relay took it. `seq` counts up without gaps; whoever follows keeps the last one it has seen. */
export interface JournalEntry extends DomainEvent {
  seq: number
  /** Collection the event came from, and the aggregate in it. */
  source: string
  subject: string
}

export interface Journal {
  /** Appends what is not there yet, in this order. Repeating is harmless. */
  append(entries: Omit<JournalEntry, 'seq'>[]): Promise<void>
  after(seq: number, limit: number): Promise<JournalEntry[]>
  last(): Promise<number>
  /** Where a follower stands. */
  position(follower: string): Promise<number>
  /** Never back: a process that was slow must not undo what another has done meanwhile. */
  moveTo(follower: string, seq: number): Promise<void>
  /** Decisions of one kind after a position, oldest first. */
  ofType(type: string, after: number): Promise<JournalEntry[]>
  /** The decisions on one subject, oldest first. */
  about(subject: string): Promise<JournalEntry[]>
}

type Row = Omit<JournalEntry, 'id'> & { _id: string }

/** Makes what followers read of what is kept: some events travel sealed. */
export type OpenEvents = (entries: JournalEntry[]) => Promise<JournalEntry[]>

export function createJournal(connection: Connection, opened: OpenEvents = (entries) => Promise.resolve(entries)): Journal {
  const rows = connection.model<Row>('journal', journalSchema(), 'journal')
  const positions = connection.collection<{ _id: string; seq: number }>('followers')

  const idsAmong = async (ids: string[]): Promise<string[]> =>
    (await rows.find({ _id: trusted({ $in: ids }) }).select('_id').lean()).map((row) => row._id)
  const last = async (): Promise<number> => (await rows.findOne().sort({ seq: -1 }).lean())?.seq ?? 0
  return {
    last,
    async append(entries) {
      const known = new Set(await idsAmong(entries.map((one) => one.id)))
      const fresh = entries.filter((entry) => !known.has(entry.id))
      // Read only after `known`: whoever appends meanwhile takes these numbers first, and the unique index stops us.
      const start = await last()
      const documents = fresh.map(({ id, ...entry }, i) => ({ ...entry, _id: id, seq: start + i + 1 }))
      if (documents.length > 0) await rows.insertMany(documents, { writeConcern: FLUSHED } as never)
    },
    async after(seq, limit) {
      // What a majority has not confirmed could be gone after a failover, and its number given to something else.
      return opened(entriesOf(await rows.find({ seq: trusted({ $gt: seq }) }).sort({ seq: 1 }).limit(limit).readConcern('majority').lean()))
    },
    async position(follower) {
      return (await positions.findOne({ _id: follower }))?.seq ?? 0
    },
    async moveTo(follower, seq) {
      await positions.updateOne({ _id: follower }, { $max: { seq } }, { upsert: true })
    },
    async ofType(type, after) {
      return opened(entriesOf(await rows.find({ type, seq: trusted({ $gt: after }) }).sort({ seq: 1 }).lean()))
    },
    async about(subject) {
      return opened(entriesOf(await rows.find({ subject }).sort({ seq: 1 }).lean()))
    },
  }
}

function journalSchema(): Schema<Row> {
  const schema = new Schema<Row>({
    _id: String, seq: { type: Number, unique: true }, source: String, subject: { type: String, index: true },
    type: { type: String }, at: Date, by: String, data: Schema.Types.Mixed,
  } as never, { versionKey: false, minimize: false, strict: 'throw' })
  schema.index({ type: 1, seq: 1 })
  return schema
}

const entriesOf = (found: unknown): JournalEntry[] => (found as Row[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }) as JournalEntry)
