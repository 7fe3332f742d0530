import { createHmac } from 'node:crypto'
import { type Connection, Schema } from 'mongoose'
import { derivedKey } from '../../secret-box.ts'
import { type AttemptKind, type Attempts, ATTEMPT_LIMITS, FORGOTTEN_AFTER, nextAttempt } from './attempts.ts'

/** `whom`: what was typed as the account, an address, a device; kept as a keyed hash. */
export interface Against { kind: AttemptKind; whom: string }
export interface Blocked { until: Date; limit: number }

/** Counts wrong attempts for all processes together. */
export interface AttemptStore {
  /** Counts an attempt as wrong before it is made; says until when it has to wait instead, if it has to. */
  take(against: readonly Against[], now: Date): Promise<Blocked | undefined>
  /** It was right: forgets what was counted, but for the network address, which gets this one back. */
  forgive(against: readonly Against[]): Promise<void>
}

interface Row extends Attempts { _id: string; endsAt: Date }
const DUPLICATE_KEY = 11_000
/** Whoever sends so many at once that each finds the count changed is not typing. */
const MOST_RETRIES = 20

export function createAttemptStore(connection: Connection, secret: string): AttemptStore {
  const key = derivedKey(secret, 'attempts')
  const rows = connection.model<Row>('attempts', attemptSchema(), 'attempts')
  const idOf = ({ kind, whom }: Against): string => createHmac('sha256', key).update(`${kind} ${whom}`).digest('base64url')

  async function takeOne(one: Against, now: Date, retries = MOST_RETRIES): Promise<Blocked | undefined> {
    const _id = idOf(one)
    const limit = ATTEMPT_LIMITS[one.kind]
    const before = (await rows.findById(_id).lean()) as Row | null
    const next = nextAttempt(before ?? undefined, limit, now)
    if (!next) return { until: before?.blockedUntil ?? now, limit: limit.free }
    if (await write(_id, before, { ...next, endsAt: new Date(now.getTime() + FORGOTTEN_AFTER) })) return undefined
    return retries > 0 ? takeOne(one, now, retries - 1) : { until: new Date(now.getTime() + 1000), limit: limit.free }
  }

  async function write(_id: string, before: Row | null, next: Omit<Row, '_id'>): Promise<boolean> {
    if (before) return (await rows.updateOne({ _id, count: before.count, lastAt: before.lastAt }, { $set: next })).matchedCount === 1
    try {
      await rows.create([{ _id, ...next }])
      return true
    } catch (error) {
      if ((error as { code?: number }).code === DUPLICATE_KEY) return false
      throw error
    }
  }

  return {
    async take(against, now) {
      for (const one of against) {
        const blocked = await takeOne(one, now)
        if (blocked) return blocked
      }
      return undefined
    },
    async forgive(against) {
      for (const one of against) {
        if (one.kind === 'address') await rows.updateOne({ _id: idOf(one) }, { $inc: { count: -1 } })
        else await rows.deleteOne({ _id: idOf(one) })
      }
    },
  }
}

function attemptSchema(): Schema<Row> {
  const schema = new Schema({ _id: String, count: Number, lastAt: Date, blockedUntil: Date, endsAt: Date }, { versionKey: false, strict: 'throw' })
  schema.index({ endsAt: 1 }, { expireAfterSeconds: 0 })
  return schema as never
}
