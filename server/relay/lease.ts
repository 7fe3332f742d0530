import type { Connection } from 'mongoose'
import { newId } from '../kernel/ids.ts'

interface LeaseRow { _id: string; holder: string; until: Date }

/** One holder at a time, for as long as it keeps renewing. Several instances may ask; one works. */
export interface Lease {
  /** True while this process holds it. Asking renews it. */
  hold(): Promise<boolean>
  release(): Promise<void>
}

const DUPLICATE_KEY = 11_000

/** Leases run on wall time, not on the injected clock: they are about processes, not about the competition. */
export function createLease(connection: Connection, name: string, milliseconds = 15_000): Lease {
  const rows = connection.collection<LeaseRow>('leases')
  const holder = newId()
  return {
    async hold() {
      const now = new Date()
      const free = { _id: name, $or: [{ holder }, { until: { $lt: now } }] }
      const taken = { $set: { holder, until: new Date(now.getTime() + milliseconds) } }
      try {
        const { matchedCount, upsertedCount } = await rows.updateOne(free, taken, { upsert: true })
        return matchedCount + upsertedCount === 1
      } catch (error) {
        // Somebody else holds it: the upsert met their row.
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    async release() {
      await rows.deleteOne({ _id: name, holder })
    },
  }
}
