import { Decimal128, Double, Int32, Long } from 'bson'
import type { Collection, Document } from 'mongodb'
import t, { type Test } from 'tap'
import { temporaryMongo } from './temporary-mongo.ts'

type Numbered = Document & { _id: number }

async function collection(t: Test): Promise<Collection<Numbered>> {
  const { client } = await temporaryMongo(t)
  return client.db('test').collection<Numbered>('c')
}

interface UpdateRule { readonly rule: string, readonly before: Document, readonly update: Document | Document[], readonly after: Document, readonly filter?: Document, readonly options?: Document }

/** One rule of the documentation per line. */
const UPDATES: readonly UpdateRule[] = [
  { rule: '$set makes documents on the way', before: {}, update: { $set: { 'a.b': 1 } }, after: { a: { b: 1 } } },
  { rule: '$set fills an array with null', before: { a: [1] }, update: { $set: { 'a.3': 4 } }, after: { a: [1, null, null, 4] } },
  { rule: '$unset leaves null in an array', before: { a: [1, 2] }, update: { $unset: { 'a.0': '' } }, after: { a: [null, 2] } },
  { rule: '$inc starts at the amount', before: {}, update: { $inc: { n: 2 } }, after: { n: 2 } },
  { rule: '$mul starts at zero', before: {}, update: { $mul: { n: 2 } }, after: { n: 0 } },
  { rule: '$min keeps the less', before: { n: 5 }, update: { $min: { n: 3 } }, after: { n: 3 } },
  { rule: '$max keeps the greater', before: { n: 5 }, update: { $max: { n: 3 } }, after: { n: 5 } },
  { rule: '$rename moves a field', before: { a: 1 }, update: { $rename: { a: 'b' } }, after: { b: 1 } },
  { rule: '$push with $each, $sort and $slice', before: { a: [{ s: 5 }] }, update: { $push: { a: { $each: [{ s: 9 }, { s: 7 }], $sort: { s: -1 }, $slice: 2 } } }, after: { a: [{ s: 9 }, { s: 7 }] } },
  { rule: '$push at a position', before: { a: [1, 4] }, update: { $push: { a: { $each: [2, 3], $position: 1 } } }, after: { a: [1, 2, 3, 4] } },
  { rule: '$addToSet compares whole values', before: { a: [1, { x: 1 }] }, update: { $addToSet: { a: { $each: [1, { x: 1 }, { x: 2 }] } } }, after: { a: [1, { x: 1 }, { x: 2 }] } },
  { rule: '$pop takes the first with -1', before: { a: [1, 2, 3] }, update: { $pop: { a: -1 } }, after: { a: [2, 3] } },
  { rule: '$pull takes a condition on elements', before: { a: [1, 5, 8] }, update: { $pull: { a: { $gte: 5 } } }, after: { a: [1] } },
  { rule: '$pull takes a condition on fields', before: { a: [{ s: 5 }, { s: 8 }] }, update: { $pull: { a: { s: 8 } } }, after: { a: [{ s: 5 }] } },
  { rule: '$pullAll', before: { a: [1, 2, 1, 3] }, update: { $pullAll: { a: [1, 3] } }, after: { a: [2] } },
  { rule: '$ is the matched element', before: { a: [{ s: 1, t: 0 }, { s: 2, t: 0 }] }, filter: { 'a.s': 2 }, update: { $set: { 'a.$.t': 9, 'a.$.u': 1 } }, after: { a: [{ s: 1, t: 0 }, { s: 2, t: 9, u: 1 }] } },
  { rule: '$[] is every element', before: { a: [1, 2] }, update: { $inc: { 'a.$[]': 10 } }, after: { a: [11, 12] } },
  { rule: '$[name] is what the filter says', before: { a: [{ s: 1 }, { s: 5 }] }, update: { $set: { 'a.$[high].ok': true } }, options: { arrayFilters: [{ 'high.s': { $gt: 3 } }] }, after: { a: [{ s: 1 }, { s: 5, ok: true }] } },
  { rule: 'a pipeline sees the fields it set', before: { a: 1 }, update: [{ $set: { b: { $add: ['$a', 1] } } }, { $set: { c: '$b' } }, { $unset: 'a' }], after: { b: 2, c: 2 } },
]

t.test('updates', async t => {
  const c = await collection(t)
  for (const [_id, { rule, before, filter, update, options, after }] of UPDATES.entries()) {
    await c.insertOne({ _id, ...before })
    await c.updateOne({ _id, ...filter }, update, options)
    t.same(await c.findOne({ _id }), { _id, ...after }, rule)
  }
})

t.test('number types survive updates', async t => {
  const c = await collection(t)
  await c.insertOne({ _id: 1, double: new Double(1), long: Long.fromNumber(1), decimal: Decimal128.fromString('1.10'), int: 1 })
  await c.updateOne({ _id: 1 }, { $inc: { double: 1, long: 1, int: 1 }, $set: { other: new Double(3) } })
  t.same(await c.findOne({ _id: 1 }, { promoteValues: false, promoteLongs: false, projection: { _id: 0 } }), { double: new Double(2), long: Long.fromNumber(2), decimal: Decimal128.fromString('1.10'), int: new Int32(2), other: new Double(3) })
})

t.test('upserts', async t => {
  const c = await collection(t)
  const { upsertedId } = await c.updateOne({ _id: 7, 'a.b': 1, n: { $gt: 3 } }, { $set: { x: 1 }, $setOnInsert: { made: true } }, { upsert: true })
  t.equal(upsertedId, 7)
  t.same(await c.findOne(), { _id: 7, a: { b: 1 }, x: 1, made: true }, 'equalities of the filter are taken, ranges are not')
  await c.updateOne({ _id: 7 }, { $set: { x: 2 }, $setOnInsert: { made: false } }, { upsert: true })
  t.match(await c.findOne(), { x: 2, made: true })
})

t.test('queries: null, missing, arrays and types', async t => {
  const c = await collection(t)
  await c.insertMany([{ _id: 1 }, { _id: 2, a: null }, { _id: 3, a: [1, 5] }, { _id: 4, a: 3 }, { _id: 5, a: '3' }, { _id: 6, a: [] }, { _id: 7, a: { b: 1, c: 2 } }])
  const ids = async (filter: Document): Promise<number[]> => (await c.find(filter as never).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
  t.same(await ids({ a: null }), [1, 2], 'null matches missing')
  t.same(await ids({ a: { $exists: false } }), [1])
  t.same(await ids({ a: { $gt: 2, $lt: 4 } }), [3, 4], 'different elements may meet the two demands')
  t.same(await ids({ a: { $elemMatch: { $gt: 2, $lt: 4 } } }), [], 'one element must meet both')
  t.same(await ids({ a: { $lt: 9 } }), [3, 4], 'strings do not compare with numbers')
  t.same(await ids({ a: { b: 1, c: 2 } }), [7])
  t.same(await ids({ a: { c: 2, b: 1 } }), [], 'the order of fields matters')
  t.same(await ids({ a: { $ne: 5 } }), [1, 2, 4, 5, 6, 7])
  t.same(await ids({ a: { $type: 'number' } }), [3, 4])
  t.same((await c.find().sort({ a: 1, _id: 1 }).toArray()).map(({ _id }) => _id), [6, 1, 2, 3, 4, 5, 7], 'the order of types; of an array the least element')
})

t.test('indexes: unique, sparse and partial', async t => {
  const { client } = await temporaryMongo(t)
  const c = client.db('test').collection<Numbered>('c')
  await c.createIndex({ a: 1 }, { unique: true, sparse: true })
  await c.createIndex({ b: 1 }, { unique: true, partialFilterExpression: { open: true } })
  await c.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, a: [1, 2] }, { _id: 4, b: 1, open: true }, { _id: 5, b: 1 }])
  await t.rejects(c.insertOne({ _id: 6, a: 2.0 }), { code: 11000, keyPattern: { a: 1 } }, 'an element counts')
  await t.rejects(c.updateOne({ _id: 5 }, { $set: { open: true } }), { code: 11000, keyPattern: { b: 1 }, keyValue: { b: 1 } })
  t.match(await c.find({ a: 1 }).explain(), { queryPlanner: { winningPlan: { inputStage: { stage: 'IXSCAN', indexName: 'a_1' } } } })
  t.match(await c.find({ c: 1 }).explain(), { queryPlanner: { winningPlan: { stage: 'COLLSCAN' } } })
  t.match(await c.find({ a: { $in: [1] } }).sort({ _id: 1 }).explain(), { executionStats: { totalDocsExamined: 1 } }, 'an order is no reason to read everything')
  t.match(await c.find({ a: { $in: [] } }).explain(), { executionStats: { totalDocsExamined: 0 } }, 'nothing asked for, nothing read')
  t.match(await c.find({ _id: { $in: [] } } as never).sort({ _id: 1 }).explain(), { executionStats: { totalDocsExamined: 0 } })
})

t.test('an index that answers a filter answers it exactly', async t => {
  const c = await collection(t)
  await c.createIndexes([{ key: { text: 1 } }, { key: { n: 1 } }])
  const long = 'x'.repeat(3000)
  await c.insertMany([
    { _id: 1, text: long + 'a', n: 5 }, { _id: 2, text: long + 'b', n: Long.fromNumber(5) }, { _id: 3, text: 'x', n: new Double(5) },
    { _id: 4, text: null, n: '5' }, { _id: 5 }, { _id: 6, text: 'xy', n: new Double(5.5) },
  ])
  const ids = async (filter: Document) => (await c.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
  t.same(await ids({ text: long + 'a' }), [1], 'long texts share the beginning that is kept as their key')
  t.same(await ids({ text: 'x' }), [3])
  t.same(await ids({ text: null }), [4, 5])
  t.same(await ids({ n: 5 }), [1, 2, 3])
  await c.insertOne({ _id: 7, text: ['x', long], n: 5 })
  t.same(await ids({ text: 'x' }), [3, 7])

  const { client } = await temporaryMongo(t)
  const named = client.db('test').collection<Document & { _id: string }>('named')
  await named.insertMany([{ _id: long + 'a' }, { _id: long + 'b' }])
  t.same(await named.find({ _id: long + 'a' }).toArray(), [{ _id: long + 'a' }], 'so do long ids')
})

t.test('several ranges of an index come in its order, forwards and backwards, without being sorted', async t => {
  const c = await collection(t)
  await c.createIndex({ group: 1, at: -1, name: 1 })
  await c.insertMany(Array.from({ length: 60 }, (_, i) => ({ _id: i, group: 'abc'[i % 3] as string, at: i % 5, name: `n${(i * 7) % 11}` })))
  const stages = async (filter: Document, sort: Document) => JSON.stringify((await c.find(filter).sort(sort as never).explain()).queryPlanner?.winningPlan ?? {})
  const cases = [
    { filter: { group: { $in: ['c', 'a'] } }, sort: { group: 1, at: -1, name: 1 }, sorted: true },
    { filter: { group: { $in: ['c', 'a'] } }, sort: { group: -1, at: 1 }, sorted: true },
    { filter: { group: 'b', at: { $in: [4, 1] } }, sort: { at: -1 }, sorted: true },
    { filter: { group: { $in: ['c', 'a'] }, at: 3 }, sort: { group: 1, name: 1 }, sorted: true },
    { filter: { group: { $in: ['c', 'a'] } }, sort: { at: -1 }, sorted: false },
    { filter: { group: { $in: ['c', 'a'] }, at: { $gt: 1 } }, sort: { group: 1, at: -1 }, sorted: true },
  ]
  for (const { filter, sort, sorted } of cases) {
    const where = `${JSON.stringify(filter)} ${JSON.stringify(sort)}`
    t.equal((await stages(filter, sort)).includes('SORT'), !sorted, where)
    const keys = (docs: Document[]): string[] => docs.map((one) => Object.keys(sort).map((name) => String(one[name])).join(' '))
    const [planned, plain] = [await c.find(filter).sort(sort as never).toArray(), await c.find(filter, { hint: { $natural: 1 } }).sort(sort as never).toArray()]
    t.same(keys(planned), keys(plain), where)
    t.same(planned.map((one) => one._id).sort(), plain.map((one) => one._id).sort(), where)
  }
})

t.test('a projection of plain fields reads these alone', async t => {
  const c = await collection(t)
  await c.insertOne({ _id: 1, text: 'x'.repeat(50), list: [1, { a: 2 }], part: { a: { b: 1, c: 2 }, d: 3 }, n: 4, when: new Date(0), nothing: null, yes: true, big: Long.fromNumber(2), price: Decimal128.fromString('1.10') })
  const only = async (projection: Document) => c.findOne({}, { projection })
  t.same(await only({ n: 1 }), { _id: 1, n: 4 })
  t.same(await only({ _id: 0, yes: 1, nothing: 1 }), { nothing: null, yes: true })
  t.same(await only({ 'part.a.b': 1, list: 1 }), { _id: 1, list: [1, { a: 2 }], part: { a: { b: 1 } } })
  t.same(await only({ none: 1 }), { _id: 1 })
  t.same(await only({ _id: 1 }), { _id: 1 })
  t.same(await only({ price: 1, made: { $concat: ['$text', '!'] } }), { _id: 1, price: Decimal128.fromString('1.10'), made: `${'x'.repeat(50)}!` })
})

t.test('joins and facets', async t => {
  const { client } = await temporaryMongo(t)
  const db = client.db('test')
  await db.collection<Numbered>('orders').insertMany([{ _id: 1, item: 'a', n: 2 }, { _id: 2, item: 'b', n: 5 }, { _id: 3, n: 1 }])
  await db.collection<Numbered>('stock').insertMany([{ _id: 1, sku: 'a', left: 3 }, { _id: 2, sku: 'b', left: 1 }, { _id: 3 }])
  const orders = db.collection('orders')
  t.same(await orders.aggregate([{ $lookup: { from: 'stock', localField: 'item', foreignField: 'sku', as: 's' } }, { $project: { s: '$s._id' } }]).toArray(), [{ _id: 1, s: [1] }, { _id: 2, s: [2] }, { _id: 3, s: [3] }], 'missing joins with missing')
  const enough = [{ $match: { $expr: { $and: [{ $eq: ['$sku', '$$item'] }, { $gte: ['$left', '$$n'] }] } } }]
  t.same(await orders.aggregate([{ $lookup: { from: 'stock', let: { item: '$item', n: '$n' }, pipeline: enough, as: 's' } }, { $match: { s: { $ne: [] } } }, { $count: 'n' }]).toArray(), [{ n: 1 }])
  t.same(await orders.aggregate([{ $facet: { sum: [{ $group: { _id: null, n: { $sum: '$n' } } }], none: [{ $match: { n: 99 } }] } }]).toArray(), [{ sum: [{ _id: null, n: 8 }], none: [] }])
})

t.test('a join inside a join sees the outer document, each time', async t => {
  const c = await collection(t)
  await c.insertMany([{ _id: 1 }, { _id: 2 }])
  const inner = { $lookup: { from: 'c', pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$outer'] } } }], as: 'same' } }
  const found = await c.aggregate([{ $lookup: { from: 'c', let: { outer: '$_id' }, pipeline: [{ $limit: 1 }, inner], as: 'j' } }, { $project: { same: '$j.same._id' } }]).toArray()
  t.same(found, [{ _id: 1, same: [[1]] }, { _id: 2, same: [[2]] }])
})

t.test('indexes of one command are built together or not at all', async t => {
  const c = await collection(t)
  await c.insertMany([{ _id: 1, a: 1, b: 1 }, { _id: 2, a: 1, b: 2 }])
  await t.rejects(c.createIndexes([{ key: { b: 1 } }, { key: { a: 1 }, unique: true }]), { code: 11000 })
  t.same((await c.indexes()).map(({ name }) => name), ['_id_'])
})

const EXPRESSIONS: readonly { readonly rule: string, readonly expression: unknown, readonly value?: unknown, readonly code?: number }[] = [
  { rule: 'constant parts are evaluated ahead', expression: { $ifNull: ['$_id', { $divide: [1, 0] }] }, code: 2 },
  { rule: 'a switch that can match nothing', expression: { $switch: { branches: [{ case: false, then: 1 }] } }, code: 40069 },
  { rule: 'hexadecimal doubles as in C', expression: { $toDouble: '+0x1.8p1' }, value: 3 },
  { rule: 'a double too small for its type', expression: { $toDouble: '1e-400' }, code: 241 },
  { rule: 'dates beyond four digits have no text', expression: { $toString: { $toDate: Long.fromString('253402300800000') } }, code: 18537 },
  { rule: 'binary data needs a format', expression: { $convert: { input: 'x', to: 'binData' } }, code: 4341115 },
  { rule: 'doubles join decimals exactly', expression: { $toString: { $avg: [1, 3.5, Decimal128.fromString('7.5')] } }, value: '4.0' },
  { rule: 'a decimal with more digits than there are has no floor', expression: { $toString: { $floor: Decimal128.fromString('1.5E+6000') } }, value: 'NaN' },
  { rule: 'the logarithm of a power of ten is exact', expression: { $toString: { $log10: Decimal128.fromString('1E-6143') } }, value: '-6143' },
  { rule: 'a field name may be computed', expression: { $getField: { field: { $concat: ['_', 'id'] }, input: '$$ROOT' } }, value: 1 },
]

t.test('expressions', async t => {
  const c = await collection(t)
  await c.insertOne({ _id: 1 })
  for (const { rule, expression, value, code } of EXPRESSIONS) {
    const evaluated = c.aggregate([{ $project: { _id: 0, value: expression } }]).toArray()
    if (code === undefined) t.same(await evaluated, [{ value }], rule)
    else await t.rejects(evaluated, { code }, rule)
  }
})

t.test('collation ignores case and accents when it is told so', async t => {
  const c = await collection(t)
  await c.insertMany([{ _id: 1, a: 'Éclair' }, { _id: 2, a: 'eclair' }, { _id: 3, a: 'ECLAIR' }])
  t.equal(await c.countDocuments({ a: 'eclair' }), 1)
  t.equal(await c.countDocuments({ a: 'eclair' }, { collation: { locale: 'en', strength: 2 } }), 2)
  t.equal(await c.countDocuments({ a: 'eclair' }, { collation: { locale: 'en', strength: 1 } }), 3)
})

