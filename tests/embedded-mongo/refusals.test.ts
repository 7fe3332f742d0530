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

/** Promises and options that would be broken if they were read over. */
const NOT_IGNORED: Readonly<Record<string, { command: Document, code: number }>> = {
  'an unknown read concern': { command: { find: 'c', readConcern: { level: 'careful' } }, code: 9 },
  'a snapshot': { command: { find: 'c', readConcern: { level: 'snapshot' } }, code: 238 },
  'more members than one': { command: { insert: 'c', documents: [{}], writeConcern: { w: 3 } }, code: 2 },
  'an unknown part of a write concern': { command: { insert: 'c', documents: [{}], writeConcern: { frobnicate: 1 } }, code: 40415 },
  'another API version': { command: { ping: 1, apiVersion: '2' }, code: 322 },
  'a size without capped': { command: { create: 'v', size: 1000 }, code: 72 },
  'a validation level': { command: { create: 'v', validationLevel: 'strict' }, code: 238 },
  'encrypted fields': { command: { create: 'v', encryptedFields: {} }, code: 238 },
  'an old index version': { command: { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', v: 0 }] }, code: 67 },
  'options of the index on _id': { command: { createIndexes: 'c', indexes: [{ key: { _id: 1 }, name: '_id_', sparse: true }] }, code: 197 },
  'an unknown index option': { command: { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', frobnicate: 1 }] }, code: 197 },
  'collation strength 4': { command: { find: 'c', collation: { locale: 'en', strength: 4 } }, code: 238 },
  'a locale that does not exist': { command: { find: 'c', collation: { locale: 'xx_YY' } }, code: 2 },
  'an unknown option of a stage': { command: { aggregate: 'c', pipeline: [{ $unwind: { path: '$a', frobnicate: 1 } }], cursor: {} }, code: 28811 },
  'an unknown field of a statement': { command: { update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } }, frobnicate: 1 }] }, code: 40415 },
  'an array filter for nothing': { command: { update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } }, arrayFilters: [{ x: 1 }] }] }, code: 9 },
  '$natural with another key': { command: { find: 'c', sort: { $natural: 1, a: 1 } }, code: 2 },
  'a system collection': { command: { insert: 'system.views', documents: [{}] }, code: 73 },
}

t.test('nothing is accepted and ignored', async t => {
  const { client } = await temporaryMongo(t)
  const db = client.db('test')
  await db.collection('c').insertOne({ a: 1 })
  for (const [name, { command, code }] of Object.entries(NOT_IGNORED)) {
    const reply = await db.command(command).catch((error: unknown) => error) as { code?: number, writeErrors?: { code: number }[] }
    t.equal(reply.code ?? reply.writeErrors?.[0]?.code, code, name)
  }
})
