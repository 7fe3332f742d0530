import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Collection, MongoClient } from 'mongodb'
import t, { type Test } from 'tap'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { temporaryFolder } from './temporary-mongo.ts'

const ROUNDS = 20
const WRITERS = 8
const SCRIPT = fileURLToPath(new URL('../../scripts/embedded-mongo.ts', import.meta.url))

t.setTimeout(120_000)

interface Running { readonly child: ChildProcess, readonly uri: string }

async function startProcess(dataDir: string, fileLimit = 'unlimited'): Promise<Running> {
  // The shell's limit on file sizes stands in for a full disk.
  const command = `ulimit -f ${fileLimit}; exec "$0" --import tsx "$1" --data "$2"`
  const child = spawn('sh', ['-c', command, process.execPath, SCRIPT, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line.startsWith('listening: ')) return { child, uri: line.slice('listening: '.length) }
  }
  throw new Error('the server did not start')
}

interface Item { readonly _id: string, readonly unique: string, readonly group: number }

interface Counts { readonly acknowledged: Set<string>, attempts: number, increments: number, incrementAttempts: number }

/** Inserts and increments until the server is gone; only what was acknowledged counts. */
async function writeUntilKilled(collection: Collection<Item>, counters: Collection<{ _id: string, n: number }>, name: string, counts: Counts): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `${name}-${i}`
    try {
      counts.attempts++
      await collection.insertOne({ _id: id, unique: id, group: i % 7 })
      counts.acknowledged.add(id)
      counts.incrementAttempts++
      await counters.updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true })
      counts.increments++
    } catch { return }
  }
}

async function round(dataDir: string, number: number, counts: Counts): Promise<void> {
  const { child, uri } = await startProcess(dataDir)
  const client = new MongoClient(uri, { writeConcern: { w: 'majority' }, retryReads: false, serverSelectionTimeoutMS: 500, maxPoolSize: WRITERS })
  const db = client.db('durable')
  if (number === 0) await db.collection('items').createIndexes([{ key: { unique: 1 }, unique: true }, { key: { group: 1 } }])
  const writers = Array.from({ length: WRITERS }, (_, i) => writeUntilKilled(db.collection('items'), db.collection('counters'), `${number}-${i}`, counts))
  await sleep(60 + (number * 37) % 90)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await client.close(true)
  await Promise.all(writers)
}

async function check(t: Test, dataDir: string, counts: Counts): Promise<void> {
  const server = await startEmbeddedMongo({ dataDir })
  const client = await new MongoClient(server.uri).connect()
  const items = client.db('durable').collection<Item>('items')
  const stored = await items.find({}, { hint: { $natural: 1 } }).toArray()
  const ids = new Set(stored.map(({ _id }) => _id))
  t.comment(`${counts.acknowledged.size} of ${counts.attempts} inserts acknowledged, ${stored.length} stored; ${counts.increments} of ${counts.incrementAttempts} increments acknowledged`)
  t.equal([...counts.acknowledged].filter(id => !ids.has(id)).length, 0, 'no acknowledged insert is lost')
  t.equal(stored.length - ids.size, 0, 'none is doubled')
  for (const hint of ['_id_', 'unique_1', 'group_1']) t.same((await items.find({}, { hint }).toArray()).map(({ _id }) => _id).sort(), [...ids].sort(), `the index ${hint} agrees with the documents`)
  const counter = await client.db('durable').collection<{ _id: string, n: number }>('counters').findOne({ _id: 'counter' })
  t.ok((counter?.n ?? 0) >= counts.increments && (counter?.n ?? 0) <= counts.incrementAttempts, 'every acknowledged increment happened once')
  await client.close()
  await server.close()
}

t.test(`${ROUNDS} times kill -9 under ${WRITERS} writers`, async t => {
  const dataDir = temporaryFolder(t)
  const counts: Counts = { acknowledged: new Set(), attempts: 0, increments: 0, incrementAttempts: 0 }
  for (let number = 0; number < ROUNDS; number++) await round(dataDir, number, counts)
  t.ok(counts.acknowledged.size > ROUNDS, 'there was something to lose')
  await check(t, dataDir, counts)
})

t.test('a full disk is an error and does no damage', async t => {
  const dataDir = temporaryFolder(t)
  const { child, uri } = await startProcess(dataDir, '8000')
  const client = new MongoClient(uri, { writeConcern: { w: 'majority' }, retryReads: false })
  const items = client.db('full').collection<{ _id: number, text: string }>('items')
  let stored = 0
  const fill = async (): Promise<void> => { for (;;) { await items.insertOne({ _id: stored, text: 'x'.repeat(50_000) }); stored++ } }
  await t.rejects(fill(), { code: Number, message: /full|space/ })
  t.ok(stored > 5)
  t.equal((await items.find().toArray()).length, stored, 'it still answers')
  await client.close()
  child.kill('SIGKILL')
  await once(child, 'exit')

  const server = await startEmbeddedMongo({ dataDir })
  const later = await new MongoClient(server.uri).connect()
  t.equal(await later.db('full').collection('items').countDocuments({}), stored, 'everything acknowledged is there')
  await later.db('full').collection('items').insertOne({ text: 'more' })
  await later.close()
  await server.close()
})

t.test('a backup taken while writing opens and is consistent', async t => {
  const [dataDir, copyDir] = [temporaryFolder(t), temporaryFolder(t)]
  const server = await startEmbeddedMongo({ dataDir })
  const client = await new MongoClient(server.uri).connect()
  const items = client.db('durable').collection<Item>('items')
  await items.createIndexes([{ key: { unique: 1 }, unique: true }, { key: { group: 1 } }])
  await items.insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: `before-${i}`, unique: `before-${i}`, group: i % 7 })))
  const writing = Promise.all(Array.from({ length: 300 }, (_, i) => items.insertOne({ _id: `during-${i}`, unique: `during-${i}`, group: 1 })))
  await server.backup(copyDir)
  await writing

  const copy = await startEmbeddedMongo({ dataDir: copyDir })
  t.notOk(copy.joined, 'the copy has its own owner, although the original is still running')
  const copyClient = await new MongoClient(copy.uri).connect()
  const copied = copyClient.db('durable').collection<Item>('items')
  const ids = (await copied.find({}, { hint: { $natural: 1 } }).toArray()).map(({ _id }) => _id).sort()
  t.ok(ids.length >= 500)
  for (const hint of ['_id_', 'unique_1', 'group_1']) t.same((await copied.find({}, { hint }).toArray()).map(({ _id }) => _id).sort(), ids, `the index ${hint} agrees with the documents`)
  await copyClient.close()
  await copy.close()
  await client.close()
  await server.close()
})
