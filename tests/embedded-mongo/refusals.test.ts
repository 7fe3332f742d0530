import type { Document } from 'mongodb'
import t from 'tap'
import { temporaryMongo } from './temporary-mongo.ts'

/** Commands that MongoDB knows and the stand-in does not: each must say where it works. */
const REFUSED: Readonly<Record<string, Document>> = {
  '$text': { find: 'c', filter: { $text: { $search: 'x' } } },
  '$where': { find: 'c', filter: { $where: 'true' } },
  '$jsonSchema': { find: 'c', filter: { $jsonSchema: {} } },
  '$near': { find: 'c', filter: { a: { $near: [0, 0] } } },
  '$geoWithin': { find: 'c', filter: { a: { $geoWithin: { $box: [[0, 0], [1, 1]] } } } },
  '$function': { aggregate: 'c', pipeline: [{ $project: { a: { $function: { body: '', args: [], lang: 'js' } } } }], cursor: {} },
  '$accumulator': { aggregate: 'c', pipeline: [{ $group: { _id: 1, a: { $accumulator: {} } } }], cursor: {} },
  '$changeStream': { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} },
  '$geoNear': { aggregate: 'c', pipeline: [{ $geoNear: {} }], cursor: {} },
  '$setWindowFields': { aggregate: 'c', pipeline: [{ $setWindowFields: { output: {} } }], cursor: {} },
  'views': { create: 'v', viewOn: 'c', pipeline: [] },
  'capped collections': { create: 'v', capped: true, size: 1000 },
  'time series': { create: 'v', timeseries: { timeField: 'a' } },
  'validators': { create: 'v', validator: { a: 1 } },
  'text indexes': { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] },
  'hashed indexes': { createIndexes: 'c', indexes: [{ key: { a: 'hashed' }, name: 'a' }] },
  'geo indexes': { createIndexes: 'c', indexes: [{ key: { a: '2dsphere' }, name: 'a' }] },
  'wildcard indexes': { createIndexes: 'c', indexes: [{ key: { '$**': 1 }, name: 'a' }] },
  'renameCollection': { renameCollection: 'test.c', to: 'test.d' },
  'mapReduce': { mapReduce: 'c' },
  'tailable cursors': { find: 'c', tailable: true },
  'an unknown command': { frobnicate: 1 },
}

t.test('what is not supported is refused by name', async t => {
  const { client } = await temporaryMongo(t)
  const db = client.db('test')
  await db.collection('c').insertOne({ a: 1 })
  for (const [name, command] of Object.entries(REFUSED)) await t.rejects(db.command(command), { code: Number, message: /MONGODB_URI/ }, name)
})

t.test('transactions are refused clearly', async t => {
  const { client } = await temporaryMongo(t)
  const session = client.startSession()
  session.startTransaction()
  await t.rejects(client.db('test').collection('c').insertOne({ a: 1 }, { session }), { code: 263, message: /MONGODB_URI/ })
  await session.abortTransaction().catch(() => undefined)
  await session.endSession()
})

t.test('unknown fields of known commands are refused', async t => {
  const { client } = await temporaryMongo(t)
  await t.rejects(client.db('test').command({ find: 'c', frobnicate: 1 }), { code: 40415 })
  await t.rejects(client.db('test').command({ insert: 'c', documents: [{}], frobnicate: 1 }), { code: 40415 })
})
