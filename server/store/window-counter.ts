import { createHmac } from 'node:crypto'
import { type Connection, Schema } from 'mongoose'

/** Counts in windows of time, for all processes together; keys are kept as keyed hashes. */
export interface WindowCounter {
  /** Counts one more; how many there are in this window, and when it ends. */
  hit(key: string, milliseconds: number, now: Date): Promise<{ count: number; endsAt: Date }>
}

interface Row { _id: string; count: number; endsAt: Date }
const DUPLICATE_KEY = 11_000

export function createWindowCounter(connection: Connection, key: Buffer): WindowCounter {
  const schema = new Schema({ _id: String, count: Number, endsAt: Date }, { versionKey: false, strict: 'throw' })
  schema.index({ endsAt: 1 }, { expireAfterSeconds: 0 })
  const rows = connection.model<Row>('counters', schema as never, 'counters')

  async function count(_id: string, endsAt: Date): Promise<number> {
    try {
      const row = await rows.findOneAndUpdate({ _id }, { $inc: { count: 1 }, $setOnInsert: { endsAt } }, { upsert: true, returnDocument: 'after' }).lean()
      return (row as Row).count
    } catch (error) {
      // Two began the window in the same moment: now it is there.
      if ((error as { code?: number }).code === DUPLICATE_KEY) return count(_id, endsAt)
      throw error
    }
  }

  return {
    async hit(name, milliseconds, now) {
      const window = Math.floor(now.getTime() / milliseconds)
      const endsAt = new Date((window + 1) * milliseconds)
      const _id = createHmac('sha256', key).update(`${name} ${window}`).digest('base64url')
      return { count: await count(_id, endsAt), endsAt }
    },
  }
}
