import { createHash } from 'node:crypto'
import { type Connection, Schema, trusted } from 'mongoose'
import type { Locale } from '../http/page.ts'
import { newId } from '../kernel/ids.ts'
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
  /** Attempts after which nobody knows whether the other side has it: it may get the message twice. */
  doubtful: number
  error: string
  settledAt: Date | null
  /** Of a sealed message: to whom, what and when, sealed. What its recipient may ask for and what ages, once the model is gone. */
  trace?: string
}

/** What became of a message. */
export interface Settlement { id: string; state: Exclude<OutboxState, 'waiting'>; error: string }

/** An address the other side refused for good. `person`: whose it was, where that is known. */
export interface RefusedAddress { why: string; at: Date; person: string | null }

export interface OutboxStore {
  /** How many of them are new: a message of an id that was queued before stays as it is. */
  insertMany(mails: readonly OutboxMail[]): Promise<number>
  /** Those of these ids that were never queued. */
  missing(ids: readonly string[]): Promise<string[]>
  /** The oldest that are due, each for exactly one of those who ask: nobody else touches it before `until`. */
  claimDue(now: Date, until: Date, limit: number): Promise<OutboxMail[]>
  /** Claimed, but not tried. */
  release(ids: readonly string[], notBefore: Date): Promise<void>
  postpone(id: string, until: Date, error: string, doubtful: boolean): Promise<void>
  settle(settlements: readonly Settlement[], at: Date): Promise<void>
  /** Newest first; sealed messages are left out. */
  list(filter: { state?: OutboxState; before?: Date }, limit: number): Promise<OutboxMail[]>
  findMany(ids: readonly string[]): Promise<OutboxMail[]>
  /** How many messages in each state; sealed messages are left out. */
  counts(): Promise<Record<OutboxState, number>>
  /** Attempts with an unknown end; sealed messages are left out. */
  doubtful(): Promise<number>
  /** Which of these addresses are refused. Kept as hashes: they may be nobody's or somebody else's. */
  refusals(addresses: readonly string[]): Promise<{ id: string; why: string }[]>
  refusedAddress(address: string): Promise<string | undefined>
  refuseAddress(address: string, refused: RefusedAddress): Promise<void>
  /** Newest first. */
  refusedAddresses(limit: number): Promise<RefusedAddress[]>
  /** Staff have asked the person: the address works again. */
  trustAddress(address: string): Promise<void>
}

type Row = Omit<OutboxMail, 'id'> & { _id: string; claim?: string }
const DUPLICATE_KEY = 11_000
const NOT_SEALED = { privacy: trusted({ $in: ['open', 'secret'] as Privacy[] }) }

export function createOutboxStore(connection: Connection): OutboxStore {
  const rows = connection.model<Row>('outbox', outboxSchema(), 'outbox')
  const refused = connection.collection<RefusedAddress & { _id: string }>('refused_addresses')
  const flushed = { writeConcern: FLUSHED } as never
  const among = (ids: readonly string[]) => ({ _id: trusted({ $in: [...ids] }) as never })

  async function settleAll(ids: readonly string[], state: OutboxState, error: string, at: Date): Promise<void> {
    // A time of sending, or with whom it was claimed, would tell which sealed messages go together.
    const change = { $set: { state, settledAt: at, error, model: {}, ...(at.getTime() === 0 ? { notBefore: at } : {}) }, $unset: { claim: '' } }
    await rows.updateMany({ ...among(ids), state: 'waiting' }, change as never, flushed)
  }

  async function refusals(addresses: readonly string[]): Promise<{ id: string; why: string }[]> {
    const keys = new Map(addresses.map((address) => [addressKey(address), address]))
    const found = await refused.find({ _id: { $in: [...keys.keys()] } }).toArray()
    return found.map(({ _id, why }) => ({ id: keys.get(_id) ?? '', why }))
  }

  return {
    async insertMany(mails) {
      if (mails.length === 0) return 0
      const documents = mails.map(({ id, ...mail }) => ({ _id: id, ...mail }))
      return documents.length - (await duplicatesAmong(rows.collection.insertMany(documents as never, { ordered: false, ...(flushed as object) })))
    },
    async missing(ids) {
      const known = new Set((await rows.find(among(ids)).select('_id').lean()).map((row) => row._id))
      return ids.filter((id) => !known.has(id))
    },
    async claimDue(now, until, limit) {
      const due = { state: 'waiting' as const, notBefore: trusted({ $lte: now }) }
      const ids = (await rows.find(due).sort({ notBefore: 1, _id: 1 }).limit(limit).select('_id').lean()).map((row) => row._id)
      if (ids.length === 0) return []
      const claim = newId()
      await rows.updateMany({ ...among(ids), ...due }, { $set: { notBefore: until, claim }, $inc: { attempts: 1 } }, flushed)
      const mine = new Map(mailsOf(await rows.find({ ...among(ids), claim }).lean()).map((mail) => [mail.id, mail]))
      return ids.flatMap((id) => mine.get(id) ?? [])
    },
    async release(ids, notBefore) {
      if (ids.length > 0) await rows.updateMany({ ...among(ids), state: 'waiting' }, { $set: { notBefore }, $inc: { attempts: -1 } }, flushed)
    },
    async postpone(id, until, error, doubtful) {
      await rows.updateOne({ _id: id, state: 'waiting' }, { $set: { notBefore: until, error }, $inc: { doubtful: doubtful ? 1 : 0 } }, flushed)
    },
    async settle(settlements, at) {
      const groups = new Map<string, Settlement[]>()
      for (const one of settlements) groups.set(`${one.state} ${one.error}`, [...(groups.get(`${one.state} ${one.error}`) ?? []), one])
      for (const [first, ...rest] of groups.values()) if (first) await settleAll([first, ...rest].map((one) => one.id), first.state, first.error, at)
    },
    async list({ state, before }, limit) {
      const filter = { ...NOT_SEALED, ...(state ? { state } : {}), ...(before ? { queuedAt: trusted({ $lt: before }) } : {}) }
      return mailsOf(await rows.find(filter).sort({ queuedAt: -1, _id: 1 }).limit(limit).lean())
    },
    findMany: async (ids) => mailsOf(await rows.find(among(ids)).lean()),
    async counts() {
      const counted = OUTBOX_STATES.map(async (state) => [state, await rows.countDocuments({ ...NOT_SEALED, state })] as const)
      return Object.fromEntries(await Promise.all(counted)) as Record<OutboxState, number>
    },
    async doubtful() {
      const found = await rows.find({ ...NOT_SEALED, doubtful: trusted({ $gt: 0 }) }).select('doubtful').lean()
      return found.reduce((sum, row) => sum + row.doubtful, 0)
    },
    refusals,
    refusedAddress: async (address) => (await refusals([address]))[0]?.why,
    async refuseAddress(address, why) {
      await refused.updateOne({ _id: addressKey(address) }, { $set: { ...why } }, { upsert: true })
    },
    refusedAddresses: async (limit) =>
      (await refused.find().sort({ at: -1 }).limit(limit).toArray()).map(({ why, at, person = null }) => ({ why, at, person })),
    trustAddress: async (address) => void (await refused.deleteOne({ _id: addressKey(address) })),
  }
}

async function duplicatesAmong(insert: Promise<unknown>): Promise<number> {
  try {
    await insert
    return 0
  } catch (error) {
    const failed = (error as { writeErrors?: { code: number }[] }).writeErrors ?? []
    if (failed.length === 0 || failed.some((one) => one.code !== DUPLICATE_KEY)) throw error
    return failed.length
  }
}

function outboxSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, to: String, template: String, model: Schema.Types.Mixed, locale: String, privacy: String, thread: String, state: String,
    queuedAt: Date, notBefore: Date, attempts: Number, doubtful: Number, error: String, settledAt: Date, trace: String, claim: String,
  }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ state: 1, notBefore: 1, _id: 1 })
  schema.index({ queuedAt: -1 })
  schema.index({ doubtful: 1 })
  return schema as never
}

const addressKey = (address: string): string => createHash('sha256').update(address.toLowerCase()).digest('hex')
const mailsOf = (found: unknown): OutboxMail[] => (found as Row[]).map(({ _id, claim: _claim, ...rest }) => ({ id: _id, ...rest }))
