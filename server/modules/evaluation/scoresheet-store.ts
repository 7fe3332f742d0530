import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN, type Saved } from '../../store/aggregate-store.ts'
import type { ScoreSheet } from './scoresheet.ts'

const mark = new Schema({
  bid: String, comment: String, scores: [new Schema({ criterion: String, score: Number }, PLAIN)],
}, PLAIN)

const sheetSchema = aggregateSchema({
  need: { type: String, index: true }, reviewer: String, marks: [mark], final: { type: [mark], default: undefined }, handedInAt: Date,
})

export interface ScoreSheetStore extends AggregateStore<ScoreSheet> {
  ofNeed(need: string): Promise<ScoreSheet[]>
  /** Writes on the revision it was made from; a first save inserts. */
  put(before: ScoreSheet, after: ScoreSheet): Promise<Saved>
}

export function createScoreSheetStore(connection: Connection): ScoreSheetStore {
  const base = createAggregateStore<ScoreSheet>(connection, 'scoresheets', sheetSchema)
  return {
    ...base,
    ofNeed: (need) => base.list({ need }),
    put: (before, after) => (before.revision === 0 ? base.insert(after) : base.save(before, after)),
  }
}
