import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, FLUSHED, PLAIN } from '../../store/aggregate-store.ts'
import type { Park, Platform, Track } from './park.ts'

const parkSchema = aggregateSchema({
  name: String, nameEn: String, district: String, districtEn: String, listed: Boolean,
  directions: [new Schema({ name: String, nameEn: String, detail: [String], tracks: [String] }, PLAIN)],
  assessments: [new Schema({ year: Number, result: String, note: String }, PLAIN)],
})

export type ParkStore = AggregateStore<Park>

export const createParkStore = (connection: Connection): ParkStore =>
  createAggregateStore<Park>(connection, 'parks', parkSchema)

export interface TrackStore {
  list(): Promise<Track[]>
  /** For the seed: without an event. */
  put(track: Track): Promise<void>
  /** What staff decide, with the event that records it. False when somebody else changed it at the same moment. */
  change(track: Track, decision: { by: string; at: Date }): Promise<boolean>
}

interface TrackRow extends Omit<Track, 'id'> { _id: string; revision?: number; events?: object[] }

export function createTrackStore(connection: Connection): TrackStore {
  const rows = connection.collection<TrackRow>('tracks')
  return {
    async list() {
      const found = await rows.find().sort({ group: -1, _id: 1 }).toArray()
      return found.map(({ _id, name, nameEn, group }) => ({ id: _id, name, nameEn, group }))
    },
    async put({ id, ...fields }) {
      await rows.updateOne({ _id: id }, { $set: fields, $setOnInsert: { revision: 0, events: [] } }, { upsert: true, writeConcern: FLUSHED } as never)
    },
    async change({ id, ...fields }, { by, at }) {
      const known = await rows.findOne({ _id: id }, { projection: { revision: 1 } })
      const revision = (known?.revision ?? 0) + 1
      const event = { id: `track-${id}.${revision}`, type: known ? 'track-changed' : 'track-added', at, by, data: fields }
      if (!known) return inserted(rows.insertOne({ _id: id, ...fields, revision, events: [event] }, { writeConcern: FLUSHED } as never))
      const update = { $set: { ...fields, revision }, $push: { events: event } }
      const { matchedCount } = await rows.updateOne({ _id: id, revision: known.revision ?? 0 }, update as never, { writeConcern: FLUSHED } as never)
      return matchedCount === 1
    },
  }
}

const DUPLICATE_KEY = 11_000

async function inserted(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false
    throw error
  }
}

export interface PlatformStore {
  list(): Promise<Platform[]>
  put(platform: Platform): Promise<void>
}

export function createPlatformStore(connection: Connection): PlatformStore {
  const rows = connection.collection<Omit<Platform, 'id'> & { _id: string }>('platforms')
  return {
    async list() {
      return (await rows.find().sort({ kind: -1, _id: 1 }).toArray()).map(({ _id, name, nameEn, kind, park }) => ({ id: _id, name, nameEn, kind, park }))
    },
    async put({ id, ...fields }) {
      await rows.updateOne({ _id: id }, { $set: fields }, { upsert: true, writeConcern: FLUSHED } as never)
    },
  }
}
