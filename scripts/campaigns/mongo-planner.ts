import { Decimal128, Double, EJSON, Long, MinKey, ObjectId } from 'bson'
import fc from 'fast-check'
import type { Collection, Db, Document, IndexSpecification } from 'mongodb'
import { decodeDoc } from '../../server/embedded-mongo/bson-decode.ts'
import { createScope } from '../../server/embedded-mongo/scope.ts'
import { compileSort } from '../../server/embedded-mongo/sort.ts'
import type { Doc } from '../../server/embedded-mongo/values.ts'
import { withEmbeddedMongo } from '../bench/embedded-server.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

type Numbered = Document & { _id: number }
type Order = readonly (readonly [string, number])[]
type Index = { readonly key: Order, readonly options: Document }
type Read = { readonly kind: 'read', readonly filter: Document, readonly order: Order | undefined, readonly skip: number, readonly limit: number, readonly projection: Document, readonly folded: boolean, readonly hint: number | undefined }
type Write = { readonly kind: 'write', readonly filter: Document, readonly change: Document | undefined }

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 5 }), fc.constantFrom<unknown>(null, true, false, 'a', 'B', 'b', 'A', '', 'é', 'E', 2.5, -0, new Double(2), Long.fromNumber(3), Decimal128.fromString('2.5'), Decimal128.fromString('3'),
    Number.NaN, new Date(0), new Date(1000), new ObjectId('650000000000000000000001'), new MinKey(), 'ä', '\u{1F600}', '\uFFFD', 'x'.repeat(2500)),
)
const value = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }) })
const nested = fc.oneof(fc.record({ x: value, y: scalar }, { requiredKeys: [] }), fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }), scalar)
const document = fc.record({ a: value, b: scalar, c: scalar, d: nested }, { requiredKeys: [] })

const field = fc.constantFrom('a', 'b', 'c', 'd.x', 'd.y', 'd', '_id')
const operator = fc.oneof(
  fc.record({ $gt: scalar }), fc.record({ $gte: scalar }), fc.record({ $lt: scalar }), fc.record({ $lte: scalar }), fc.record({ $gte: scalar, $lt: scalar }), fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $ne: scalar }), fc.record({ $exists: fc.boolean() }), fc.record({ $eq: value }), fc.record({ $elemMatch: fc.record({ $gte: scalar, $lte: scalar }) }), fc.record({ $not: fc.record({ $gt: scalar }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 2 }) }), fc.record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }), fc.record({ $type: fc.constantFrom('string', 'number', 'null', 'array') }), fc.record({ $in: fc.constant([/^a/i, null]) }), fc.constant({ $regex: '^[ab]' }),
)
const clause = fc.tuple(field, fc.oneof(value, operator)).map(([name, demand]): Document => ({ [name]: demand }))
const filter = fc.oneof(
  fc.array(clause, { maxLength: 3 }).map(clauses => Object.assign({}, ...clauses) as Document), fc.record({ $and: fc.array(clause, { minLength: 1, maxLength: 3 }) }), fc.record({ $or: fc.array(clause, { minLength: 1, maxLength: 3 }) }),
  fc.tuple(clause, fc.array(clause, { minLength: 1, maxLength: 2 })).map(([one, any]): Document => ({ ...one, $or: any })), fc.record({ $nor: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
  fc.record({ d: fc.record({ $elemMatch: fc.record({ x: scalar, y: scalar }, { requiredKeys: ['x'] }) }) }),
)
const order = fc.uniqueArray(fc.tuple(fc.constantFrom('b', 'c', 'a', 'd.y', 'd.x', '_id'), fc.constantFrom(1, -1)), { minLength: 1, maxLength: 3, selector: ([name]) => name })
const index = fc.record({
  key: fc.uniqueArray(fc.tuple(fc.constantFrom('b', 'c', 'a', 'd.x', 'd.y', '_id'), fc.constantFrom(1, -1)), { minLength: 1, maxLength: 3, selector: ([name]) => name }),
  options: fc.constantFrom<Document>({}, {}, {}, { sparse: true }, { partialFilterExpression: { b: { $exists: true } } }, { partialFilterExpression: { c: 'a' } }, { partialFilterExpression: { a: { $gt: 1 } } }, { collation: { locale: 'en', strength: 2 } }, { collation: { locale: 'en', strength: 1 } }),
})
const read = fc.record({
  kind: fc.constant('read' as const), filter, order: fc.option(order, { nil: undefined }), skip: fc.constantFrom(0, 0, 1, 3), limit: fc.constantFrom(0, 0, 1, 2, 5),
  projection: fc.constantFrom<Document>({}, {}, { b: 1 }, { 'd.x': 1, _id: 1 }, { a: 0 }, { 'd.y': 0 }), folded: fc.boolean(), hint: fc.option(fc.nat(3), { nil: undefined, freq: 3 }),
})
const change = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd.x'), value).map(([name, to]): Document => ({ $set: { [name]: to } })), fc.constantFrom<Document>({ $unset: { a: '' } }, { $unset: { 'd.x': '' } }, { $inc: { b: 1 } }, { $push: { a: 3 } }, { $pull: { a: { $lt: 2 } } }, { $rename: { b: 'c' } }),
)
const write = fc.record({ kind: fc.constant('write' as const), filter, change: fc.option(change, { nil: undefined, freq: 4 }) })
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: read }, { weight: 1, arbitrary: write }), { minLength: 10, maxLength: 14 })

const COLLATION = { locale: 'en', strength: 2 }

/** Two collections with the same documents, one without indexes, that are asked the same. */
class Pair {
  readonly plain: Collection<Numbered>
  readonly indexed: Collection<Numbered>
  readonly #db: Db
  readonly figures = { runs: 0, reads: 0, writes: 0, throughAnIndex: 0, hinted: 0 }
  #whole: string[] = []

  constructor(db: Db) {
    this.#db = db
    this.plain = db.collection('plain')
    this.indexed = db.collection('indexed')
  }

  async fill(documents: readonly Document[], indexes: readonly Index[], early: boolean): Promise<void> {
    await Promise.all([this.plain.drop(), this.indexed.drop()])
    const numbered = documents.map((doc, _id) => ({ ...doc, _id }))
    if (early) await this.#index(indexes)
    await this.indexed.insertMany(numbered, { ordered: false }).catch(() => undefined)
    if (!early) await this.#index(indexes)
    await this.#copy()
    this.figures.runs++
  }

  /** Two arrays in one key are refused, which is right and not what this is about. */
  async #index(indexes: readonly Index[]): Promise<void> {
    this.#whole = ['_id_']
    for (const [i, { key, options }] of indexes.entries()) {
      if (key.length === 1 && key[0]?.[0] === '_id') continue
      try { await this.indexed.createIndex(Object.fromEntries(key) as IndexSpecification, { ...options, name: `i${i}` }) } catch (error) {
        if (![171, 85, 86, 67].includes((error as { code: number }).code)) throw error
        continue
      }
      if (!options.sparse && !options.partialFilterExpression) this.#whole.push(`i${i}`)
    }
  }

  /** Documents that an index refuses are missing in both. */
  async #copy(): Promise<void> {
    const all = await this.indexed.find({}, { hint: { $natural: 1 }, promoteValues: false }).toArray()
    await this.plain.deleteMany({})
    if (all.length > 0) await this.plain.insertMany(all)
  }

  async write({ filter, change }: Write): Promise<void> {
    this.figures.writes++
    const apply = (collection: Collection<Numbered>): Promise<unknown> => (change ? collection.updateMany(filter, change) : collection.deleteOne(filter, { collation: COLLATION }))
    const outcomes = await Promise.allSettled([apply(this.plain), apply(this.indexed)])
    // An error stops half way, and an index has errors of its own.
    if (outcomes.some(({ status }) => status === 'rejected') || !change) await this.#copy()
    await this.#checkIndexes(filter)
  }

  async #checkIndexes(after: Document): Promise<void> {
    const all = await ids(this.indexed, {}, { hint: { $natural: 1 } })
    for (const hint of this.#whole) if (await ids(this.indexed, {}, { hint }) !== all) throw new Error(`after ${JSON.stringify(after)} the index ${hint} disagrees with the documents`)
  }

  async read(wanted: Read): Promise<void> {
    this.figures.reads++
    const where = JSON.stringify(wanted)
    const options = this.#options(wanted)
    const hint = wanted.hint === undefined ? undefined : this.#whole[wanted.hint % this.#whole.length]
    if (hint !== undefined) this.figures.hinted++
    const [expected, actual] = [await outcome(this.plain, wanted, options), await outcome(this.indexed, wanted, hint === undefined ? options : { ...options, hint })]
    if (expected.found !== actual.found) throw new Error(`${where}: ${expected.found} without and ${actual.found} with an index`)
    if (!expected.ordered || !actual.ordered) throw new Error(`${where}: not in order`)
    await this.#aside(wanted, options)
  }

  /** Only an order that leaves nothing open says what skip and limit give. */
  #options({ order, skip, limit, projection, folded }: Read): Document {
    const sort = order && Object.fromEntries(skip + limit > 0 ? [...order.filter(([name]) => name !== '_id'), ['_id', 1]] : order)
    return { ...(sort ? { sort, skip, limit } : {}), projection, ...(folded ? { collation: COLLATION } : {}) }
  }

  /** Counting and distinct values go their own ways to the documents. */
  async #aside({ filter, folded }: Read, options: Document): Promise<void> {
    const collation = folded ? { collation: COLLATION } : {}
    const count = (collection: Collection<Numbered>): Promise<unknown> => collection.countDocuments(filter, collation).catch(() => 'error')
    if (await count(this.plain) !== await count(this.indexed)) throw new Error(`${JSON.stringify(filter)}: the counts differ`)
    const { queryPlanner } = await this.#db.command({ explain: { find: 'indexed', filter, ...(options.sort ? { sort: options.sort as Document } : {}), ...collation } }).catch(() => ({})) as { queryPlanner?: Document }
    if (JSON.stringify(queryPlanner?.winningPlan ?? '').includes('IXSCAN')) this.figures.throughAnIndex++
  }
}

async function ids(collection: Collection<Numbered>, filter: Document, options: Document): Promise<string> {
  return (await collection.find(filter, options).toArray()).map(({ _id }) => _id).sort((a, b) => a - b).join()
}

/** Documents that sort alike may come in any order, so their order is checked apart from who they are. */
async function outcome(collection: Collection<Numbered>, { filter, order }: Read, options: Document): Promise<{ found: string, ordered: boolean }> {
  try {
    const found = (await collection.find<Buffer>(filter, { ...options, raw: true }).toArray()).map(bytes => decodeDoc(bytes))
    const sort = options.sort as Doc | undefined
    const exact = sort !== undefined && Object.keys(sort).at(-1) === '_id'
    const shown = found.map(doc => EJSON.stringify(doc))
    const whole = Object.keys(options.projection as Document).length === 0 && options.collation === undefined
    return { found: (exact ? shown : shown.sort()).join(), ordered: !order || !sort || !whole || isOrdered(found, sort) }
  } catch (error) {
    return { found: `error ${String((error as { code?: number }).code)}`, ordered: true }
  }
}

function isOrdered(found: readonly Doc[], order: Doc): boolean {
  const sort = compileSort(order, createScope())
  const keys = found.map(doc => sort.keyOf(doc))
  return keys.every((key, i) => i === 0 || sort.compare(keys[i - 1] as typeof key, key) <= 0)
}

/** Asks an indexed and an unindexed collection the same, with writes in between, `runs` times. */
export async function searchPlanner(seed: number, runs: number): Promise<CampaignReport> {
  return withEmbeddedMongo(async client => {
    const pair = new Pair(client.db('fuzz'))
    const property = fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 25 }), fc.array(index, { minLength: 1, maxLength: 4 }), steps, fc.boolean(), async (documents, indexes, todo, early) => {
      await pair.fill(documents, indexes, early)
      for (const step of todo) await (step.kind === 'read' ? pair.read(step) : pair.write(step))
    })
    const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: 20 * 60_000 })
    const faults = failed && errorInstance ? [`${String((errorInstance as Error).message)} after ${fc.stringify(counterexample)}`] : []
    return { figures: { ...pair.figures }, faults }
  })
}

export const run = ({ seed }: CampaignOptions): Promise<CampaignReport> => searchPlanner(seed, 1000)
