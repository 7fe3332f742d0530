import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { FLUSHED } from '../store/aggregate-store.ts'

/**
 * What the demonstration is made from, kept before anything else is: everything else follows from it alone, so that
 * a load that was interrupted goes on as if nothing had happened.
 */
export interface DemoMarker {
  /** The moment all dates are counted from; whatever is older is told as history, not as news. */
  startedAt: Date
  /** Salts of receipts are derived from it: known to nobody, and the same again after an interruption. */
  seed: string
  complete: boolean
}

type Row = DemoMarker & { _id: string }
const ID = 'demonstration'
const flushed = { writeConcern: FLUSHED } as const

export function createDemoMarker(connection: Connection) {
  const rows = connection.collection<Row>('demo')

  async function read(): Promise<DemoMarker | undefined> {
    const row = await rows.findOne({ _id: ID })
    return row ? { startedAt: row.startedAt, seed: row.seed, complete: row.complete } : undefined
  }

  return {
    read,
    /** Of two processes that begin at once one wins, and both go on from what it wrote. */
    async begin(now: Date): Promise<DemoMarker> {
      const fresh = { startedAt: now, seed: randomBytes(16).toString('hex'), complete: false }
      await rows.updateOne({ _id: ID }, { $setOnInsert: fresh }, { upsert: true, ...flushed })
      return (await read()) ?? fresh
    },
    async complete(): Promise<void> {
      await rows.updateOne({ _id: ID }, { $set: { complete: true } }, flushed)
    },
  }
}

/** Where the told history ends and news begins; undefined without a demonstration. */
export async function demoHistoryEnds(connection: Connection): Promise<Date | undefined> {
  return (await createDemoMarker(connection).read())?.startedAt
}
