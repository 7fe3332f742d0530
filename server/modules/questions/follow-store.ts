import { type Connection, Schema } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'

/** Who wants to hear of a need. Following hints at bidding, so it is told to nobody, not even as a number. */
export interface FollowStore {
  follow(person: string, need: string, at: Date): Promise<void>
  unfollow(person: string, need: string): Promise<void>
  follows(person: string, need: string): Promise<boolean>
  /** Person ids. */
  ofNeed(need: string): Promise<string[]>
  /** Need ids, the newest first. */
  ofPerson(person: string): Promise<string[]>
}

interface Row { _id: string; person: string; need: string; at: Date }
const idOf = (person: string, need: string): string => `${need}:${person}`

export function createFollowStore(connection: Connection): FollowStore {
  const schema = new Schema<Row>({ _id: String, person: String, need: { type: String, index: true }, at: Date }, { versionKey: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ person: 1, at: -1 })
  const rows = connection.model<Row>('follows', schema, 'follows')
  return {
    async follow(person, need, at) {
      await rows.updateOne({ _id: idOf(person, need) }, { $setOnInsert: { person, need, at } }, { upsert: true, writeConcern: FLUSHED } as never)
    },
    async unfollow(person, need) {
      await rows.deleteOne({ _id: idOf(person, need) })
    },
    follows: async (person, need) => (await rows.exists({ _id: idOf(person, need) })) !== null,
    ofNeed: async (need) => (await rows.find({ need }).sort({ _id: 1 }).lean()).map((row) => row.person),
    ofPerson: async (person) => (await rows.find({ person }).sort({ at: -1 }).lean()).map((row) => row.need),
  }
}
