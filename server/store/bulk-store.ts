import { type Connection, type Model, type Schema, trusted } from 'mongoose'
import type { Aggregate } from '../kernel/events.ts'
import { type AggregateStore, FLUSHED } from './aggregate-store.ts'

/** Writes of many aggregates at once, for imports: one round trip for a batch, each write conditional as ever. */
export interface BulkStore<A extends Aggregate> {
  withSource(sources: readonly string[]): Promise<A[]>
  /** New ones; one whose id or source is there already is left alone. Returns how many were new. */
  insertMany(aggregates: readonly A[]): Promise<number>
  /** Returns how many were still at the revision they were read at. */
  saveMany(pairs: readonly { before: A; after: A }[]): Promise<number>
}

/** One row of one file makes one aggregate, however often the file is imported. */
export function uniqueSource(schema: Schema): void {
  schema.index({ source: 1 }, { unique: true, partialFilterExpression: { source: { $type: 'string' } } })
}

const DUPLICATE_KEY = 11_000

/** `base` has registered the model of this name. */
export function createBulkStore<A extends Aggregate>(connection: Connection, name: string, base: AggregateStore<A>): BulkStore<A> {
  const model = connection.model(name) as unknown as Model<Record<string, unknown>>
  return {
    withSource: (sources) => base.list({ source: trusted({ $in: [...sources] }) }),
    async insertMany(aggregates) {
      if (aggregates.length === 0) return 0
      const documents = aggregates.map(({ id, ...rest }) => ({ _id: id, ...rest }))
      return bulk(model, documents.map((document) => ({ insertOne: { document } })))
    },
    async saveMany(pairs) {
      if (pairs.length === 0) return 0
      return bulk(model, pairs.map(({ before, after }) => ({ updateOne: changeOf(before, after) })))
    },
  }
}

function changeOf<A extends Aggregate>(before: A, after: A): object {
  const { id, events, ...fields } = after
  const added = events.slice(before.events.length)
  const update = { $set: fields, ...(added.length > 0 ? { $push: { events: { $each: added } } } : {}) }
  return { filter: { _id: id, revision: before.revision }, update }
}

async function bulk(model: Model<Record<string, unknown>>, operations: object[]): Promise<number> {
  try {
    const result = await model.bulkWrite(operations as never, { ordered: false, writeConcern: FLUSHED })
    return result.insertedCount + result.modifiedCount
  } catch (error) {
    const { code, result } = error as { code?: number; result?: { insertedCount: number; modifiedCount: number } }
    if (code === DUPLICATE_KEY && result) return result.insertedCount + result.modifiedCount
    throw error
  }
}
