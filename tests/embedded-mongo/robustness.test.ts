import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serialize } from 'bson'
import { type Document, MongoClient } from 'mongodb'
import t from 'tap'
import { searchExpressions } from '../../scripts/campaigns/mongo-expressions.ts'
import { searchFrames } from '../../scripts/campaigns/mongo-frames.ts'
import { searchLeaks } from '../../scripts/campaigns/mongo-idle.ts'
import { Cursors } from '../../server/embedded-mongo/cursors.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { temporaryFolder, temporaryMongo } from './temporary-mongo.ts'

const socketOf = (uri: string): string => decodeURIComponent(uri.slice('mongodb://'.length).split('/?')[0] as string)

function open(uri: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketOf(uri) })
    socket.once('connect', () => { resolve(socket) })
    socket.once('error', reject)
  })
}

/** What the server says until it closes or is silent. */
async function talk(uri: string, bytes: Buffer, patience = 300): Promise<{ closed: boolean, reply: Buffer }> {
  const socket = await open(uri)
  const chunks: Buffer[] = []
  let closed = false
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', () => undefined)
  const end = new Promise<void>(resolve => { socket.once('close', () => { closed = true; resolve() }) })
  socket.write(bytes)
  await Promise.race([end, sleep(patience)])
  socket.destroy()
  return { closed, reply: Buffer.concat(chunks) }
}

function message(body: Buffer, { length, opCode = 2013, flags = 0 }: { length?: number, opCode?: number, flags?: number } = {}): Buffer {
  const header = Buffer.alloc(21)
  header.writeInt32LE(length ?? 21 + body.length, 0)
  header.writeInt32LE(7, 4)
  header.writeInt32LE(opCode, 12)
  header.writeUInt32LE(flags, 16)
  return Buffer.concat([header, body])
}

const PING = message(Buffer.from(serialize({ ping: 1, $db: 'admin' })))

t.test('broken frames get an error and a closed connection', async t => {
  const { client, uri } = await temporaryMongo(t)
  const broken: Record<string, Buffer> = {
    'a length below the header': message(Buffer.alloc(0), { length: 3 }), 'a length beyond the limit': message(Buffer.alloc(0), { length: 100_000_000 }), 'a negative length': message(Buffer.alloc(0), { length: -1 }),
    'an unknown operation': message(Buffer.from(serialize({ ping: 1 })), { opCode: 1234 }), 'unknown required flags': message(Buffer.from(serialize({ ping: 1, $db: 'admin' })), { flags: 0x40 }),
    'an unknown section': Buffer.concat([PING.subarray(0, 20), Buffer.from([9]), PING.subarray(21)]),
  }
  for (const [name, bytes] of Object.entries(broken)) {
    const { closed, reply } = await talk(uri, bytes)
    t.ok(closed, `${name}: closed`)
    t.match(reply.toString('latin1'), /errmsg/, `${name}: an error`)
  }
  t.match(await client.db('admin').command({ ping: 1 }), { ok: 1 }, 'others are still served')
})

t.test('a document that cannot be read is an error, and the connection goes on', async t => {
  const { uri } = await temporaryMongo(t)
  const bad = Buffer.from(serialize({ ping: 1, $db: 'admin' }))
  bad[4] = 0x77
  const { closed, reply } = await talk(uri, Buffer.concat([message(bad), PING]))
  t.notOk(closed)
  t.match(reply.toString('latin1'), /InvalidBSON/)
  t.equal(reply.toString('latin1').split('errmsg').length, 2, 'the second message was answered without an error')
})

t.test('a message in pieces is put together', async t => {
  const { uri } = await temporaryMongo(t)
  const socket = await open(uri)
  const answer = new Promise<Buffer>(resolve => { socket.once('data', resolve) })
  for (const byte of PING) { socket.write(Buffer.from([byte])); await sleep(0) }
  t.ok((await answer).length > 21)
  socket.destroy()
})

t.test('broken frames of every kind never crash or hang the server', async t => {
  const { figures, faults } = await searchFrames(20_261_122, 30)
  t.comment(figures)
  t.same(faults, [])
})

t.test('a thousand idle connections and clients that vanish leave nothing behind', { skip: process.platform !== 'linux' && 'memory is read from /proc' }, async t => {
  const { figures, faults } = await searchLeaks(6)
  t.comment(figures)
  t.same(faults, [])
})

t.test('too large documents are refused', async t => {
  const { client } = await temporaryMongo(t)
  const collection = client.db('test').collection<Document & { _id: number }>('big')
  await collection.insertOne({ _id: 1, text: 'x'.repeat(9_000_000) })
  await t.rejects(collection.updateOne({ _id: 1 }, [{ $set: { twice: '$text' } }]), { code: 10334 })
  await t.rejects(collection.aggregate([{ $project: { a: '$text', b: '$text' } }]).toArray(), { code: 10334 })
  t.equal(await collection.countDocuments(), 1)
})

t.test('evaluation is bounded', async t => {
  const { client } = await temporaryMongo(t)
  const collection = client.db('test').collection<Document & { _id: number }>('bound')
  await collection.insertMany([{ _id: 1, x: 1 }, { _id: 2, x: Infinity }, { _id: 3, s: `${'a'.repeat(60)}b` }])
  const endless = { $map: { input: { $range: [0, 100_000] }, in: { $sum: { $map: { input: { $range: [0, 100_000] }, as: 'y', in: '$$y' } } } } }
  await t.rejects(collection.aggregate([{ $match: { _id: 1 } }, { $project: { endless } }]).toArray(), { code: /^(50|146)$/ }, 'a loop in a loop')
  await t.rejects(collection.aggregate([{ $project: { a: { $range: [0, 2_000_000_000] } } }]).toArray(), { code: 146 }, 'a huge range')
  const doubling = { $reduce: { input: { $range: [0, 60] }, initialValue: 'x', in: { $concat: ['$$value', '$$value'] } } }
  await t.rejects(collection.aggregate([{ $project: { doubling } }]).toArray(), { code: 146 }, 'a string that doubles')
  await t.rejects(collection.aggregate([{ $match: { x: { $exists: true } } }, { $bucketAuto: { groupBy: '$x', buckets: 2, granularity: 'R5' } }]).toArray(), /infinite/, 'an infinite value in $bucketAuto')
  await t.rejects(collection.find({ s: /^(a+)+$/ }).toArray(), { code: 50 }, 'a pattern that backtracks without end')
  await t.rejects(collection.aggregate([{ $match: { _id: 1 } }, { $project: { endless } }], { maxTimeMS: 50 }).toArray(), { code: 50 }, 'maxTimeMS')
  t.equal(await collection.countDocuments(), 3, 'the server goes on')
})

t.test('random expressions of every operator end with a value or an error', async t => {
  const { figures, faults } = await searchExpressions(20_261_122, 400)
  t.comment(figures)
  t.same(faults, [])
})

t.test('others are served while a long aggregation runs', async t => {
  const { client } = await temporaryMongo(t)
  const collection = client.db('test').collection<Document>('many')
  await collection.insertMany(Array.from({ length: 20_000 }, (_, i) => ({ a: i % 1000, b: String(i) })))
  let running = true
  const work = collection.aggregate([{ $sort: { b: 1 } }, { $group: { _id: '$a', all: { $push: '$b' } } }, { $sort: { _id: 1 } }]).toArray().finally(() => { running = false })
  let pings = 0
  while (running) { await client.db('admin').command({ ping: 1 }); pings++ }
  t.equal((await work).length, 1000)
  t.ok(pings > 5, `${pings} pings were answered meanwhile`)
})

t.test('cursors: continued, killed, unknown', async t => {
  const { client } = await temporaryMongo(t)
  const db = client.db('test')
  await db.collection('c').insertMany(Array.from({ length: 500 }, (_, i) => ({ i })))
  const first = await db.command({ find: 'c', batchSize: 10 }, { promoteLongs: false })
  const next = await db.command({ getMore: first.cursor.id as unknown, collection: 'c', batchSize: 20 }, { promoteLongs: false })
  t.equal((next.cursor.nextBatch as unknown[]).length, 20)
  t.match(await db.command({ killCursors: 'c', cursors: [first.cursor.id as unknown] }), { cursorsNotFound: [] })
  await t.rejects(db.command({ getMore: first.cursor.id as unknown, collection: 'c' }), { code: 43 })
})

t.test('a cursor that nobody asks for ten minutes is closed', async t => {
  const cursors = new Cursors()
  let ended = false
  async function* documents(): AsyncGenerator<{ n: number }[]> { try { for (let n = 0; ; n++) yield [{ n }] } finally { ended = true } }
  await cursors.first('test.c', { head: [], rest: documents() }, 2)
  await cursors.closeIdle(Date.now() + 9 * 60_000)
  t.equal(cursors.size, 1)
  await cursors.closeIdle(Date.now() + 11 * 60_000)
  t.equal(cursors.size, 0)
  t.ok(ended, 'and what it read from is let go')
})

t.test('one folder has one owner', async t => {
  const dataDir = temporaryFolder(t)
  const [first, second] = await Promise.all([startEmbeddedMongo({ dataDir }), startEmbeddedMongo({ dataDir })])
  t.same([first.joined, second.joined].sort(), [false, true])
  t.equal(first.uri, second.uri)
  await (first.joined ? first : second).close()
  const client = await new MongoClient(first.uri).connect()
  t.match(await client.db('admin').command({ ping: 1 }), { ok: 1 }, 'closing the joined one leaves the owner alone')
  await client.close()
  await (first.joined ? second : first).close()
  const third = await startEmbeddedMongo({ dataDir })
  t.notOk(third.joined)
  await third.close()
})

t.test('a folder that cannot be used is a clear error', async t => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  await t.rejects(startEmbeddedMongo({ dataDir: join(file, 'data') }), /cannot be written/)
  await t.rejects(startEmbeddedMongo({ dataDir: temporaryFolder(t), socketPath: '/tmp/x' }), /\.sock/)
})

t.test('a connection that was kept waiting leaves nothing behind', async t => {
  const { client } = await temporaryMongo(t)
  const warnings: string[] = []
  const listen = (warning: Error): void => { warnings.push(warning.name) }
  process.on('warning', listen)
  t.teardown(() => process.off('warning', listen))
  const c = client.db('test').collection<{ _id: number, text: string }>('c')
  await c.insertOne({ _id: 1, text: 'x'.repeat(4_000_000) })
  for (let i = 0; i < 15; i++) await c.findOne({ _id: 1 })
  await new Promise(resolve => { setImmediate(resolve) })
  t.notOk(warnings.includes('MaxListenersExceededWarning'), warnings.join())
})
