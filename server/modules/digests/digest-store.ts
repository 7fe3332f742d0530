import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { Digest } from './digest.ts'

export interface DigestStore {
  /** The decision what to tell: false when another process has decided for this person and period. */
  decide(digest: Digest): Promise<boolean>
  find(id: string): Promise<Digest | undefined>
  lastOf(person: string): Promise<Digest | undefined>
  /** Ids of the needs this person was told of. */
  toldTo(person: string): Promise<Set<string>>
  /** Which of these are decided already. */
  known(ids: readonly string[]): Promise<Set<string>>
  /** Decided, but perhaps not queued: their process died in between. */
  decided(limit: number): Promise<Digest[]>
  queued(id: string): Promise<void>
  /** The last ones that told something, newest first. */
  recent(limit: number): Promise<Digest[]>
}

type Row = Omit<Digest, 'id'> & { _id: string }
const DUPLICATE_KEY = 11_000

export function createDigestStore(connection: Connection): DigestStore {
  const rows = connection.model<Row>('digests', digestSchema(), 'digests')
  return {
    async decide({ id, ...digest }) {
      try {
        await rows.create([{ _id: id, ...digest }], { writeConcern: FLUSHED } as never)
        return true
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    find: async (id) => digestsIn([await rows.findById(id).lean()])[0],
    lastOf: async (person) => digestsIn([await rows.findOne({ person }).sort({ seq: -1, at: -1 }).lean()])[0],
    async toldTo(person) {
      const told = await rows.find({ person, state: trusted({ $in: ['decided', 'queued'] as Digest['state'][] }) }).select('needs').lean()
      return new Set(told.flatMap((row) => row.needs))
    },
    async known(ids) {
      const found = await rows.find({ _id: trusted({ $in: [...ids] }) as never }).select('_id').lean()
      return new Set(found.map((row) => row._id))
    },
    decided: async (limit) => digestsIn(await rows.find({ state: 'decided' }).limit(limit).lean()),
    queued: async (id) => void (await rows.updateOne({ _id: id }, { $set: { state: 'queued' } })),
    recent: async (limit) => digestsIn(await rows.find({ state: 'queued' }).sort({ at: -1, _id: 1 }).limit(limit).lean()),
  }
}

function digestSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, person: String, period: String, rhythm: String, at: Date, seq: Number, needs: [String], more: Number, state: String,
  }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ person: 1, seq: -1, at: -1 })
  schema.index({ state: 1, at: -1 })
  return schema as never
}

const digestsIn = (found: unknown[]): Digest[] =>
  (found as (Row | null)[]).filter((row) => row !== null).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
