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
  /** One version of a pack; undefined when there is none. */
  version(id: string, version: number): Promise<Policy | undefined>
  /** False when that version exists already. The decision is recorded with it; the seed has none. */
  add(policy: Policy, decision?: { by: string; at: Date; proposal: string; proposedBy: string }): Promise<boolean>
  /** The approved proposal a version came of; the seed's came of none. */
  proposalOf(id: string, version: number): Promise<string | undefined>
}

export function createPolicyStore(connection: Connection): PolicyStore {
  const schema = new Schema({ _id: String, id: { type: String, index: true }, version: Number, proposal: String, pack: Schema.Types.Mixed, events: Schema.Types.Mixed }, { versionKey: false, id: false })
  const rows = connection.model('policies', schema, 'policies')
  const cache = new Map<string, Policy>()

  async function pinnedVersion(id: string, number: number): Promise<Policy> {
    const key = `${id}@${number}`
    const known = cache.get(key) ?? packOf(await rows.findById(key).lean())
    if (!known) throw new Error(`policy pack ${key} is missing`)
    cache.set(key, known)
    return known
  }

  async function current(id = DEFAULT_POLICY): Promise<Policy> {
    const newest = await rows.findOne({ id }).sort({ version: -1 }).lean()
    const pack = packOf(newest)
    if (!pack) throw new Error(`policy pack ${id} is missing`)
    return pack
  }

  return {
    current,
    pinned: (pin) => (pin ? pinnedVersion(pin.id, pin.version) : current()),
    list: async () => (await rows.find().sort({ id: 1, version: -1 }).lean()).flatMap((row) => packOf(row) ?? []),
    version: async (id, version) => packOf(await rows.findById(`${id}@${version}`).lean()),
    proposalOf: async (id, version) => (await rows.findById(`${id}@${version}`).lean())?.proposal ?? undefined,
    async add(policy, decision) {
      const { id, version } = policy
      const _id = `${id}@${version}`
      if (await rows.exists({ _id })) return false
      const { proposal = null, proposedBy, by, at } = decision ?? {}
      const events = decision ? [{ id: `${_id}.1`, type: 'policy-version-added', data: { pack: id, version, proposedBy }, by, at }] : []
      return inserted(rows.create([{ _id, id, version, proposal, pack: policy, events }], { writeConcern: FLUSHED } as never))
    },
  }
}

/** Rules that came later than a pack hold for it as they were before they could be set. */
const SINCE = { staffDays: 5 }
const packOf = (row: { pack?: unknown } | null): Policy | undefined => (row ? { ...SINCE, ...(row.pack as Policy) } : undefined)

const DUPLICATE_KEY = 11_000

/** Two administrators at once: one version is kept, the other hears of it. */
async function inserted(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false
    throw error
  }
}
