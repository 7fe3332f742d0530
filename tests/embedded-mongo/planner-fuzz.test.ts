import { ObjectId, Decimal128, Double, Long, MinKey } from 'bson'
import fc from 'fast-check'
import type { Collection, Document, IndexSpecification, Sort } from 'mongodb'
import t from 'tap'
import { createScope } from '../../server/embedded-mongo/scope.ts'
import { compileSort } from '../../server/embedded-mongo/sort.ts'
import type { Doc } from '../../server/embedded-mongo/values.ts'
import { temporaryMongo } from './temporary-mongo.ts'

/** The same fuzz on every run; change it to look elsewhere. */
const SEED = 20_261_122
const RUNS = 80

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 5 }), fc.constantFrom<unknown>(null, true, false, 'a', 'B', 'b', '', 2.5, -0, new Double(2), Long.fromNumber(3), Decimal128.fromString('2.5'), Decimal128.fromString('3'),
    Number.NaN, new Date(0), new Date(1000), new ObjectId('650000000000000000000001'), new MinKey(), 'ä', '\u{1F600}', '\uFFFD'),
)
const value = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }) })
const nested = fc.oneof(fc.record({ x: value, y: scalar }, { requiredKeys: [] }), fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }), scalar)
/** Only one field holds arrays, so that a compound index is possible. */
const document = fc.record({ a: value, b: scalar, c: scalar, d: nested }, { requiredKeys: [] })

const field = fc.constantFrom('a', 'b', 'c', 'd.x', 'd.y', 'd')
const operator = fc.oneof(
  fc.record({ $gt: scalar }), fc.record({ $gte: scalar }), fc.record({ $lt: scalar }), fc.record({ $lte: scalar }), fc.record({ $gte: scalar, $lt: scalar }), fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $ne: scalar }), fc.record({ $exists: fc.boolean() }), fc.record({ $eq: scalar }), fc.record({ $elemMatch: fc.record({ $gte: scalar, $lte: scalar }) }), fc.record({ $not: fc.record({ $gt: scalar }) }),
)
const clause = fc.tuple(field, fc.oneof(scalar, operator)).map(([name, demand]): Document => ({ [name]: demand }))
const filter = fc.oneof(
  fc.array(clause, { maxLength: 3 }).map(clauses => Object.assign({}, ...clauses) as Document), fc.record({ $and: fc.array(clause, { minLength: 1, maxLength: 3 }) }), fc.record({ $or: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
  fc.record({ d: fc.record({ $elemMatch: fc.record({ x: scalar, y: scalar }, { requiredKeys: ['x'] }) }) }),
)
const sort = fc.option(fc.uniqueArray(fc.tuple(fc.constantFrom('b', 'c', 'a', 'd.y'), fc.constantFrom(1, -1)), { minLength: 1, maxLength: 2, selector: ([name]) => name }), { nil: undefined })
const indexes = fc.array(fc.record({
  key: fc.uniqueArray(fc.tuple(fc.constantFrom('b', 'c', 'a', 'd.x', 'd.y'), fc.constantFrom(1, -1)), { minLength: 1, maxLength: 3, selector: ([name]) => name }),
  options: fc.constantFrom<Document>({}, {}, { sparse: true }, { partialFilterExpression: { b: { $exists: true } } }, { partialFilterExpression: { c: 'a' } }),
}), { minLength: 1, maxLength: 3 })

type Order = readonly (readonly [string, number])[]

/** Two arrays in one key are refused, which is right and not what this is about. */
async function indexAll(collection: Collection, wanted: readonly { key: readonly (readonly [string, number])[], options: Document }[]): Promise<void> {
  for (const [i, { key, options }] of wanted.entries()) {
    try { await collection.createIndex(Object.fromEntries(key) as IndexSpecification, { ...options, name: `i${i}` }) } catch (error) {
      if ((error as { code?: number }).code !== 171 && (error as { code?: number }).code !== 85) throw error
    }
  }
}

t.test('an index never changes what a query finds', async t => {
  const { client } = await temporaryMongo(t)
  const plain = client.db('fuzz').collection('plain')
  const indexed = client.db('fuzz').collection('indexed')
  await fc.assert(fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 25 }), indexes, fc.array(fc.tuple(filter, sort), { minLength: 8, maxLength: 8 }), fc.boolean(), async (documents, wanted, queries, early) => {
    await plain.drop()
    await indexed.drop()
    const numbered = documents.map((doc, _id) => ({ ...doc, _id: _id as unknown as ObjectId }))
    if (early) await indexAll(indexed, wanted)
    await plain.insertMany(numbered)
    // Documents that an index refuses are missing in both.
    const result = await indexed.insertMany(numbered, { ordered: false }).catch(() => undefined)
    if (!result) await plain.deleteMany({ _id: { $nin: (await indexed.find().toArray()).map(({ _id }) => _id) } })
    if (!early) await indexAll(indexed, wanted)
    for (const [query, order] of queries) await compare(query, order)
  }), { seed: SEED, numRuns: RUNS })

  /** Documents that sort alike may come in any order, so their order is checked apart from who they are. */
  async function compare(query: Document, order: Order | undefined): Promise<void> {
    const [expected, actual] = [await outcome(plain, query, order), await outcome(indexed, query, order)]
    const where = `${JSON.stringify(query)} sorted ${JSON.stringify(order)}`
    if (JSON.stringify(expected.ids) !== JSON.stringify(actual.ids)) throw new Error(`${where}: ${String(expected.ids)} without and ${String(actual.ids)} with an index`)
    for (const { ordered } of [expected, actual]) if (!ordered) throw new Error(`${where}: not in order`)
  }
})

async function outcome(collection: Collection, query: Document, order: Order | undefined): Promise<{ ids: string[] | string, ordered: boolean }> {
  try {
    const found = await collection.find(query, order ? { sort: Object.fromEntries(order) as Sort } : {}).toArray()
    return { ids: found.map(({ _id }) => String(_id)).sort(), ordered: !order || isOrdered(found, order) }
  } catch (error) {
    return { ids: (error as Error).message, ordered: true }
  }
}

function isOrdered(found: readonly Document[], order: Order): boolean {
  const sort = compileSort(Object.fromEntries(order), createScope())
  const keys = found.map(doc => sort.keyOf(doc as Doc))
  return keys.every((key, i) => i === 0 || sort.compare(keys[i - 1] as typeof key, key) <= 0)
}
