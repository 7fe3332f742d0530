import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { AuditEntry } from './audit-chain.ts'

/** What nobody may learn of yet: shown once the need has gone that far. Not part of the chain. */
export interface HiddenUntil { event: 'bids-opened' | 'need-submitted'; need: string }

export interface AuditFilter { subject?: string; type?: string }

export interface AuditStore {
  /** False when an entry of that number is there already. */
  append(entry: AuditEntry, hidden: HiddenUntil | null): Promise<boolean>
  at(seq: number): Promise<AuditEntry | undefined>
  /** By event; what is hidden is not found. */
  find(id: string): Promise<AuditEntry | undefined>
  last(): Promise<AuditEntry | undefined>
  /** Everything, in order, a batch at a time. Only for verifying. */
  after(seq: number, limit: number): Promise<AuditEntry[]>
  /** Shows what waited for this event of this need. */
  reveal(hidden: HiddenUntil): Promise<void>
  happened(type: string, subject: string): Promise<boolean>
  /** Newest first, without what is hidden. `before`: entries earlier than this one. */
  visible(filter: AuditFilter, before: AuditEntry | undefined, limit: number): Promise<AuditEntry[]>
}

type Row = Omit<AuditEntry, 'id' | 'seq'> & { _id: number; event: string; hidden: string | null }
const DUPLICATE_KEY = 11_000
const keyOf = ({ event, need }: HiddenUntil): string => `${event}:${need}`

export function createAuditStore(connection: Connection): AuditStore {
  const rows = connection.model<Row>('audit', auditSchema(), 'audit')
  return {
    async append({ seq, id, ...entry }, hidden) {
      try {
        const row = { ...entry, _id: seq, event: id, hidden: hidden && keyOf(hidden) }
        await rows.create([row], { writeConcern: FLUSHED } as never)
        return true
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    at: async (seq) => entriesIn([await rows.findById(seq).lean()])[0],
    find: async (id) => entriesIn([await rows.findOne({ event: id, hidden: null }).lean()])[0],
    last: async () => entriesIn([await rows.findOne().sort({ _id: -1 }).lean()])[0],
    after: async (seq, limit) => entriesIn(await rows.find({ _id: trusted({ $gt: seq }) }).sort({ _id: 1 }).limit(limit).lean()),
    async reveal(hidden) {
      await rows.updateMany({ hidden: keyOf(hidden) }, { $set: { hidden: null } })
    },
    happened: async (type, subject) => (await rows.exists({ subject, type })) !== null,
    async visible({ subject, type }, before, limit) {
      const filter = { hidden: null, ...(subject ? { subject } : {}), ...(type ? { type } : {}), ...(before ? { _id: trusted({ $lt: before.seq }) } : {}) }
      return entriesIn(await rows.find(filter).sort({ _id: -1 }).limit(limit).lean())
    },
  }
}

function auditSchema(): Schema<Row> {
  const schema = new Schema({
    _id: Number, event: { type: String, unique: true }, type: { type: String }, at: Date, by: String, source: String, subject: String,
    data: Schema.Types.Mixed, salt: String, hash: String, hidden: String,
  } as never, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ hidden: 1, _id: -1 })
  schema.index({ subject: 1, type: 1, _id: -1 })
  return schema as never
}

function entriesIn(found: unknown[]): AuditEntry[] {
  return (found as (Row | null)[]).filter((row) => row !== null).map(({ _id, event, type, at, by, source, subject, data, salt, hash }) =>
    ({ seq: _id, id: event, type, at, by, source, subject, data, salt, hash }))
}
