import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { Digest } from './digest.ts'

export interface DigestStore {
  /** The decisions what to tell, each kept unless one for its person and period is there. Returns the ids of those that are new. */
  decide(digests: readonly Digest[]): Promise<Set<string>>
  findMany(ids: readonly string[]): Promise<Digest[]>
  /** The last digest of each of these people, by person. */
  lastOf(people: readonly string[]): Promise<Map<string, Digest>>
  /** What these people were told: by person, keys of items as `<topic> <key>`. */
  toldTo(people: readonly string[]): Promise<Map<string, Set<string>>>
  /** Those decided since, that told something. */
  toldSince(at: Date): Promise<string[]>
  /** The last ones that told something, newest first. */
  recent(limit: number): Promise<Digest[]>
}

type Row = Omit<Digest, 'id'> & { _id: string }
const DUPLICATE_KEY = 11_000

export function createDigestStore(connection: Connection): DigestStore {
  const rows = connection.model<Row>('digests', digestSchema(), 'digests')
  return {
    async decide(digests) {
      const documents = digests.map(({ id, ...rest }) => ({ _id: id, ...rest }))
      const refused = documents.length > 0 ? await duplicates(rows.collection.insertMany(documents as never, { ordered: false, writeConcern: FLUSHED })) : []
      const known = new Set(refused.map((at) => documents[at]?._id))
      return new Set(documents.map((one) => one._id).filter((id) => !known.has(id)))
    },
    findMany: async (ids) => digestsIn(await rows.find({ _id: trusted({ $in: [...ids] }) as never }).lean()),
    async lastOf(people) {
      const found = await rows.aggregate<{ _id: string; last: Row }>([
        { $match: { person: { $in: [...people] } } }, { $sort: { person: 1, period: -1 } }, { $group: { _id: '$person', last: { $first: '$$ROOT' } } },
      ])
      return new Map(found.map(({ _id, last }) => [_id, digestsIn([last])[0] as Digest]))
    },
    async toldTo(people) {
      const told = await rows.find({ person: trusted({ $in: [...people] }), state: 'told' }).select('person parts.topic parts.items.key').lean()
      const keys = new Map<string, Set<string>>()
      for (const { person, parts } of told) {
        const known = keys.get(person) ?? new Set()
        keys.set(person, known)
        for (const { topic, items } of parts) for (const { key } of items) known.add(`${topic} ${key}`)
      }
      return keys
    },
    async toldSince(at) {
      return (await rows.find({ state: 'told', at: trusted({ $gte: at }) }).select('_id').lean()).map((row) => row._id)
    },
    recent: async (limit) => digestsIn(await rows.find({ state: 'told' }).sort({ at: -1, _id: 1 }).limit(limit).lean()),
  }
}

/** Positions of those that were there already; any other trouble is thrown on. */
async function duplicates(insert: Promise<unknown>): Promise<number[]> {
  try {
    await insert
    return []
  } catch (error) {
    const failed = (error as { writeErrors?: { index: number; code: number }[] }).writeErrors ?? []
    if (failed.length === 0 || failed.some((one) => one.code !== DUPLICATE_KEY)) throw error
    return failed.map((one) => one.index)
  }
}

function digestSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, person: String, period: String, at: Date, covered: Schema.Types.Mixed, parts: [Schema.Types.Mixed], state: String,
  }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ person: 1, period: -1 })
  schema.index({ person: 1, state: 1 })
  schema.index({ state: 1, at: -1 })
  return schema as never
}

/** Rows of earlier versions did not say what they covered: they count as a first digest. */
const digestsIn = (found: unknown[]): Digest[] =>
  (found as (Row | null)[]).filter((row) => row !== null).map(({ _id, ...rest }) => ({ ...rest, id: _id, covered: rest.covered ?? {}, parts: rest.parts ?? [] }))
