import type { Connection } from 'mongoose'
import { newId } from '../kernel/ids.ts'

interface LeaseRow { _id: string; holder: string; until: Date }

/** One holder at a time, for as long as it keeps renewing. Several instances may ask; one works. */
export interface Lease {
  /** True while this process holds it. Asking renews it, once a third of it has passed. */
  hold(): Promise<boolean>
  release(): Promise<void>
  readonly milliseconds: number
}

const DUPLICATE_KEY = 11_000

/**
 * Leases run on wall time, not on the injected clock: they are about processes, not about the competition. A lease
 * keeps work from being done twice for nothing; nothing relies on it for being right, since clocks differ and processes
 * pause. What is done under it is conditional or idempotent by itself.
 */
export function createLease(connection: Connection, name: string, milliseconds = 15_000): Lease {
  const rows = connection.collection<LeaseRow>('leases')
  const holder = newId()
  let renewedAt = -Infinity

  /** Time that passed here, whatever happens to the wall clock. */
  const fresh = (): boolean => performance.now() - renewedAt < milliseconds / 3

  async function ask(): Promise<boolean> {
    const asked = performance.now()
    const now = new Date()
    const free = { _id: name, $or: [{ holder }, { until: { $lt: now } }] }
    const taken = { $set: { holder, until: new Date(now.getTime() + milliseconds) } }
    try {
      const { matchedCount, upsertedCount } = await rows.updateOne(free, taken, { upsert: true })
      const held = matchedCount + upsertedCount === 1
      renewedAt = held ? asked : -Infinity
      return held
    } catch (error) {
      renewedAt = -Infinity
      // Somebody else holds it: the upsert met their row.
      if ((error as { code?: number }).code === DUPLICATE_KEY) return false
      throw error
    }
  }

  return {
    milliseconds,
    hold: async () => fresh() || ask(),
    async release() {
      renewedAt = -Infinity
      await rows.deleteOne({ _id: name, holder })
    },
  }
}
