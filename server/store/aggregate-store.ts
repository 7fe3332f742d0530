import { type Connection, type Model, Schema, type SchemaDefinition, trusted } from 'mongoose'
import type { Aggregate } from '../kernel/events.ts'
import { type Outcome, refused } from '../kernel/outcome.ts'

export type Saved = 'saved' | 'conflict' | 'duplicate'
type Stored<A> = Omit<A, 'id'> & { _id: string }

/** A filter as MongoDB takes it; operators must be marked with mongoose's `trusted`. */
export type Filter = Record<string, unknown>
export interface ListOptions { sort?: Record<string, 1 | -1>; limit?: number; skip?: number }

/** Plain aggregates go in and out; each change is one conditional write on the revision it was decided on. */
export interface AggregateStore<A extends Aggregate> {
  find(id: string): Promise<A | undefined>
  findMany(ids: readonly string[]): Promise<A[]>
  /** By id, in the order of the ids: which revision each is in. Far less to read than what has not changed. */
  revisions(ids: readonly string[]): Promise<Map<string, number>>
  list(filter: Filter, options?: ListOptions): Promise<A[]>
  count(filter: Filter): Promise<number>
  insert(aggregate: A): Promise<Saved>
  save(before: A, after: A): Promise<Saved>
  /** Loads, asks the rule and writes. Undefined when there is no such aggregate. */
  decide<R extends string>(id: string, rule: (current: A) => Outcome<A, R>): Promise<Outcome<A, R | 'conflict'> | undefined>
}

const DUPLICATE_KEY = 11_000
/** Acknowledged means flushed: a decision that was answered must survive the process. */
export const FLUSHED = { w: 'majority', j: true } as const

/**
 * A schema with what every aggregate has. `strict: 'throw'`: a field nobody declared is a fault, not something to drop.
 */
export function aggregateSchema(definition: SchemaDefinition): Schema {
  const event = { id: String, type: { type: String }, at: Date, by: String, data: Schema.Types.Mixed }
  const common = { _id: String, revision: { type: Number, required: true }, events: [new Schema(event, PLAIN)] }
  const schema = new Schema({ ...common, ...definition }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  // The relay finds documents with news by it.
  schema.index({ 'events.at': 1 })
  return schema
}

/** Options of embedded parts: no ids and no versions of their own, empty objects kept. */
export const PLAIN = { _id: false, versionKey: false, minimize: false } as const

/** What has to happen around every write of an aggregate, outside of its document. May be repeated. */
export interface Around<A> {
  before?(after: A, before: A | undefined): Promise<void>
  after?(after: A, before: A | undefined): Promise<void>
}

export function createAggregateStore<A extends Aggregate>(connection: Connection, name: string, schema: Schema, around: Around<A> = {}): AggregateStore<A> {
  const model = connection.model(name, schema, name) as unknown as Model<Stored<A>>
  const read = <T>(value: T): Promise<A[]> => value as Promise<A[]>

  const store: AggregateStore<A> = {
    async find(id) {
      return plain<A>(await model.findById(id).lean())
    },
    async findMany(ids) {
      return await store.list({ _id: trusted({ $in: [...ids] }) })
    },
    async revisions(ids) {
      const found = await model.find({ _id: trusted({ $in: [...ids] }) } as never).select('revision').sort({ _id: 1 }).lean()
      return new Map((found as unknown as { _id: string; revision: number }[]).map((one) => [one._id, one.revision]))
    },
    async list(filter, { sort, limit = 0, skip = 0 } = {}) {
      const found = await read(model.find(filter as never).sort(sort ?? { _id: 1 }).skip(skip).limit(limit).lean())
      return found.map((one) => plain<A>(one)).filter((one) => one !== undefined)
    },
    count: (filter) => model.countDocuments(filter as never),
    async insert(aggregate) {
      await around.before?.(aggregate, undefined)
      return guarded(async () => {
        await model.create([stored(aggregate)] as never, { writeConcern: FLUSHED } as never)
        return 'saved'
      })
    },
    async save(before, after) {
      const { _id, events, ...fields } = stored(after)
      const update = { $set: fields, $push: { events: { $each: events.slice(before.events.length) } } }
      const condition = { _id, revision: before.revision }
      await around.before?.(after, before)
      const saved = await guarded(async () => {
        const { matchedCount } = await model.updateOne(condition as never, update as never, { writeConcern: FLUSHED })
        return matchedCount === 1 ? 'saved' : 'conflict'
      })
      if (saved === 'saved') await around.after?.(after, before)
      return saved
    },
    async decide(id, rule) {
      const current = await store.find(id)
      if (!current) return undefined
      const outcome = rule(current)
      if (!outcome.ok || outcome.value === current) return outcome
      return (await store.save(current, outcome.value)) === 'saved' ? outcome : refused('conflict')
    },
  }
  return store
}

function stored<A extends Aggregate>({ id, ...rest }: A): Stored<A> {
  return { _id: id, ...rest }
}

function plain<A extends Aggregate>(document: unknown): A | undefined {
  if (!document) return undefined
  const { _id, ...rest } = document as { _id: string }
  return { id: _id, ...rest } as unknown as A
}

async function guarded(write: () => Promise<Saved>): Promise<Saved> {
  try {
    return await write()
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return 'duplicate'
    throw error
  }
}
