import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, FLUSHED, PLAIN } from '../../store/aggregate-store.ts'
import type { Park, Track } from './park.ts'

const parkSchema = aggregateSchema({
  name: String, nameEn: String, district: String, districtEn: String, listed: Boolean,
  directions: [new Schema({ name: String, nameEn: String, detail: [String], tracks: [String] }, PLAIN)],
  assessments: [new Schema({ year: Number, result: String, note: String }, PLAIN)],
})

export const createParkStore = (connection: Connection): AggregateStore<Park> =>
  createAggregateStore<Park>(connection, 'parks', parkSchema)

export interface TrackStore {
  list(): Promise<Track[]>
  put(track: Track): Promise<void>
}

export function createTrackStore(connection: Connection): TrackStore {
  const schema = new Schema({ _id: String, name: String, nameEn: String, group: String }, { versionKey: false })
  const rows = connection.model('tracks', schema, 'tracks')
  return {
    async list() {
      const found = await rows.find().sort({ group: -1, _id: 1 }).lean()
      return found.map(({ _id, ...rest }) => ({ id: _id, ...rest }) as unknown as Track)
    },
    async put({ id, ...fields }) {
      await rows.updateOne({ _id: id }, { $set: fields }, { upsert: true, writeConcern: FLUSHED } as never)
    },
  }
}
