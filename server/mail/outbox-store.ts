import { createHash } from 'node:crypto'
import { type Connection, Schema, trusted } from 'mongoose'
import type { Locale } from '../http/page.ts'
import { FLUSHED } from '../store/aggregate-store.ts'

export const OUTBOX_STATES = ['waiting', 'sent', 'dropped', 'refused'] as const
/** `dropped`: nothing left to say when its turn came. `refused`: the other side will not take it, or never answered. */
export type OutboxState = (typeof OUTBOX_STATES)[number]

/**
 * Who besides the recipient may know of a message. `open`: staff read it. `secret` (a link that opens an account):
 * staff see that it was sent. `sealed` (about a bid): nobody learns that it exists, not even from a count.
 */
export type Privacy = 'open' | 'secret' | 'sealed'

export interface OutboxMail {
  id: string
  /** Person id; the address is looked up when the message is sent. */
  to: string
  template: string
  /** Emptied once the message is gone: a link in it must not outlive its use. */
  model: Record<string, unknown>
  /** Absent: the language the recipient prefers when it is sent. */
  locale: Locale | null
  privacy: Privacy
  /** Messages about the same thing share it. */
  thread: string | null
  state: OutboxState
  queuedAt: Date
  /** Not to be sent before; pushed ahead by whoever is just sending it. */
  notBefore: Date
  attempts: number
  error: string
  settledAt: Date | null
}

export interface OutboxStore {
  /** False when a message of that id was queued before. */
  insert(mail: OutboxMail): Promise<boolean>
  due(now: Date, limit: number): Promise<OutboxMail[]>
  /** True for exactly one of those who try: nobody else touches the message until then. */
  claim(mail: OutboxMail, until: Date): Promise<boolean>
  postpone(id: string, until: Date, error: string): Promise<void>
  settle(id: string, state: Exclude<OutboxState, 'waiting'>, at: Date, error?: string): Promise<void>
  /** Newest first; sealed messages are left out. */
  list(filter: { state?: OutboxState; before?: Date }, limit: number): Promise<OutboxMail[]>
  findMany(ids: readonly string[]): Promise<OutboxMail[]>
  /** How many messages in each state; sealed messages are left out. */
  counts(): Promise<Record<OutboxState, number>>
  /** An address the other side refused for good, and why; kept as a hash, for it may be nobody's or somebody else's. */
  refusedAddress(address: string): Promise<string | undefined>
  refuseAddress(address: string, why: string, at: Date): Promise<void>
  /** Staff have asked the person: the address works again. */
  trustAddress(address: string): Promise<void>
}

type Row = Omit<OutboxMail, 'id'> & { _id: string }
const DUPLICATE_KEY = 11_000
const NOT_SEALED = { privacy: trusted({ $in: ['open', 'secret'] as Privacy[] }) }

export function createOutboxStore(connection: Connection): OutboxStore {
  const rows = connection.model<Row>('outbox', outboxSchema(), 'outbox')
  const refusals = connection.collection<{ _id: string; why: string; at: Date }>('refused_addresses')
  const flushed = { writeConcern: FLUSHED } as never

  return {
    async insert({ id, ...mail }) {
      try {
        await rows.create([{ _id: id, ...mail }], flushed)
        return true
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    async due(now, limit) {
      const filter = { state: 'waiting' as const, notBefore: trusted({ $lte: now }) }
      return mailsOf(await rows.find(filter).sort({ notBefore: 1, _id: 1 }).limit(limit).lean())
    },
    async claim({ id, attempts }, until) {
      const change = { $set: { notBefore: until }, $inc: { attempts: 1 } }
      return (await rows.updateOne({ _id: id, state: 'waiting', attempts }, change, flushed)).matchedCount === 1
    },
    async postpone(id, until, error) {
      await rows.updateOne({ _id: id, state: 'waiting' }, { $set: { notBefore: until, error } }, flushed)
    },
    async settle(id, state, at, error = '') {
      // A time of sending would tell which sealed messages go together.
      const change = { $set: { state, settledAt: at, error, model: {}, ...(at.getTime() === 0 ? { notBefore: at } : {}) } }
      await rows.updateOne({ _id: id, state: 'waiting' }, change, flushed)
    },
    async list({ state, before }, limit) {
      const filter = { ...NOT_SEALED, ...(state ? { state } : {}), ...(before ? { queuedAt: trusted({ $lt: before }) } : {}) }
      return mailsOf(await rows.find(filter).sort({ queuedAt: -1, _id: 1 }).limit(limit).lean())
    },
    findMany: async (ids) => mailsOf(await rows.find({ _id: trusted({ $in: [...ids] }) as never }).lean()),
    async counts() {
      const counted = OUTBOX_STATES.map(async (state) => [state, await rows.countDocuments({ ...NOT_SEALED, state })] as const)
      return Object.fromEntries(await Promise.all(counted)) as Record<OutboxState, number>
    },
    refusedAddress: async (address) => (await refusals.findOne({ _id: addressKey(address) }))?.why,
    async refuseAddress(address, why, at) {
      await refusals.updateOne({ _id: addressKey(address) }, { $set: { why, at } }, { upsert: true })
    },
    trustAddress: async (address) => void (await refusals.deleteOne({ _id: addressKey(address) })),
  }
}

function outboxSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, to: String, template: String, model: Schema.Types.Mixed, locale: String, privacy: String, thread: String, state: String,
    queuedAt: Date, notBefore: Date, attempts: Number, error: String, settledAt: Date,
  }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ state: 1, notBefore: 1, _id: 1 })
  schema.index({ queuedAt: -1 })
  return schema as never
}

const addressKey = (address: string): string => createHash('sha256').update(address.toLowerCase()).digest('hex')
const mailsOf = (found: unknown): OutboxMail[] => (found as Row[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
