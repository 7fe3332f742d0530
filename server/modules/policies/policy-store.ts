import { type Connection, Schema } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { Policy } from './policy.ts'

export const DEFAULT_POLICY = 'nantong-default'

/** Packs are never changed, only followed by a new version: a competition keeps the rules it was published under. */
export interface PolicyStore {
  /** The newest version of a pack. A missing pack is a fault: the seed brings it. */
  current(id?: string): Promise<Policy>
  pinned(pin: { id: string; version: number } | null): Promise<Policy>
  list(): Promise<Policy[]>
  /** False when that version exists already. */
  add(policy: Policy): Promise<boolean>
}

export function createPolicyStore(connection: Connection): PolicyStore {
  const schema = new Schema({ _id: String, id: { type: String, index: true }, version: Number, pack: Schema.Types.Mixed }, { versionKey: false, id: false })
  const rows = connection.model('policies', schema, 'policies')
  const cache = new Map<string, Policy>()

  async function version(id: string, number: number): Promise<Policy> {
    const key = `${id}@${number}`
    const known = cache.get(key) ?? ((await rows.findById(key).lean())?.pack as Policy | undefined)
    if (!known) throw new Error(`policy pack ${key} is missing`)
    cache.set(key, known)
    return known
  }

  async function current(id = DEFAULT_POLICY): Promise<Policy> {
    const newest = await rows.findOne({ id }).sort({ version: -1 }).lean()
    if (!newest) throw new Error(`policy pack ${id} is missing`)
    return newest.pack as Policy
  }

  return {
    current,
    pinned: (pin) => (pin ? version(pin.id, pin.version) : current()),
    list: async () => (await rows.find().sort({ id: 1, version: -1 }).lean()).map((row) => row.pack as Policy),
    async add(policy) {
      const _id = `${policy.id}@${policy.version}`
      if (await rows.exists({ _id })) return false
      await rows.create([{ _id, id: policy.id, version: policy.version, pack: policy }], { writeConcern: FLUSHED } as never)
      return true
    },
  }
}
