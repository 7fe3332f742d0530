import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { DomainEvent } from '../../kernel/events.ts'

/**
 * A decision as it is kept. Its leaf is in the tree once it has a `place`; until then it waits for the next head.
 * Sealed rows have their type, actor, data and salt inside `data.sealed` (audit-seal.ts).
 */
export interface AuditRow extends DomainEvent {
  /** Place in the journal; null for padding. */
  seq: number | null
  source: string
  subject: string
  salt: string
  leaf: string
  place: number | null
  /** Nobody may learn of it yet. Not part of the leaf. */
  hidden: boolean
  /** The head it pads. */
  pads: number | null
}

export interface AuditFilter { subject?: string; type?: string }

export interface AuditStore {
  /** False when that decision is there already. */
  append(row: AuditRow): Promise<boolean>
  /** By event; what is hidden is not found. */
  find(id: string): Promise<AuditRow | undefined>
  /** What waits until something happens to its subject. */
  hiddenOf(subjects: readonly string[]): Promise<AuditRow[]>
  /** Shows it, as it reads when opened. */
  reveal(row: AuditRow): Promise<void>
  happened(type: string, subject: string): Promise<boolean>
  /** Newest first, without what is hidden. `before`: entries earlier than this one. */
  visible(filter: AuditFilter, before: AuditRow | undefined, limit: number): Promise<AuditRow[]>
  /** Decisions of the journal after one place up to another, and the padding of a head. */
  batch(range: { from: number; upTo: number; pads: number }): Promise<AuditRow[]>
  pad(rows: readonly AuditRow[]): Promise<void>
  /** Gives each its place, in this order. Repeating is harmless. */
  place(rows: readonly AuditRow[], first: number): Promise<void>
  /** In the order of the log, from a place on. */
  placed(from: number, limit: number): Promise<AuditRow[]>
  /** Waiting for their place, in the order of the journal, after one place in it. */
  waiting(after: number, limit: number): Promise<AuditRow[]>
  placeOf(leaf: string): Promise<number | undefined>
}

type Row = Omit<AuditRow, 'id'> & { _id: string }
const DUPLICATE_KEY = 11_000

export function createAuditStore(connection: Connection): AuditStore {
  const rows = connection.model<Row>('audit', auditSchema(), 'audit')
  const flushed = { writeConcern: FLUSHED } as never
  const plain = (value: object): never => trusted(value) as never
  return {
    async append({ id, ...row }) {
      try {
        await rows.create([{ ...row, _id: id }], flushed)
        return true
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    find: async (id) => rowsIn([await rows.findOne({ _id: id, hidden: false }).lean()])[0],
    hiddenOf: async (subjects) => rowsIn(await rows.find({ subject: plain({ $in: [...subjects] }), hidden: true }).lean()),
    async reveal({ id, type, by, data, salt }) {
      await rows.updateOne({ _id: id }, { $set: { type, by, data, salt, hidden: false } }, flushed)
    },
    happened: async (type, subject) => (await rows.exists({ subject, type })) !== null,
    async visible({ subject, type }, before, limit) {
      const filter = { hidden: false, ...(subject ? { subject } : {}), ...(type ? { type } : {}), ...(before ? { seq: plain({ $lt: before.seq }) } : {}) }
      return rowsIn(await rows.find(filter).sort({ seq: -1 }).limit(limit).lean())
    },
    async batch({ from, upTo, pads }) {
      const [decisions, padding] = await Promise.all([rows.find({ seq: plain({ $gt: from, $lte: upTo }) }).lean(), rows.find({ pads }).lean()])
      return rowsIn([...decisions, ...padding])
    },
    async pad(padding) {
      const inserts = padding.map(({ id, ...row }) => ({ updateOne: { filter: { _id: id }, update: { $setOnInsert: row }, upsert: true } }))
      if (inserts.length > 0) await rows.bulkWrite(inserts as never, flushed)
    },
    async place(placed, first) {
      const updates = placed.map(({ id }, i) => ({ updateOne: { filter: { _id: id }, update: { $set: { place: first + i } } } }))
      if (updates.length > 0) await rows.bulkWrite(updates as never, flushed)
    },
    placed: async (from, limit) => rowsIn(await rows.find({ place: plain({ $gte: from }) }).sort({ place: 1 }).limit(limit).lean()),
    waiting: async (after, limit) => rowsIn(await rows.find({ place: null, seq: plain({ $gt: after }) }).sort({ seq: 1 }).limit(limit).lean()),
    placeOf: async (leaf) => (await rows.findOne({ leaf }).lean())?.place ?? undefined,
  }
}

function auditSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, seq: Number, type: { type: String }, at: Date, by: String, source: String, subject: String, data: Schema.Types.Mixed, salt: String,
    leaf: { type: String, unique: true }, place: Number, hidden: Boolean, pads: Number,
  } as never, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ seq: 1 })
  schema.index({ place: 1 }, { unique: true, partialFilterExpression: { place: { $type: 'number' } } })
  schema.index({ pads: 1 }, { partialFilterExpression: { pads: { $type: 'number' } } })
  schema.index({ hidden: 1, seq: -1 })
  schema.index({ subject: 1, type: 1, seq: -1 })
  return schema as never
}

const rowsIn = (found: unknown[]): AuditRow[] =>
  (found as (Row | null)[]).filter((row) => row !== null).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
