import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { MongoClient } from 'mongodb'
import t from 'tap'
import { startProcess } from '../../scripts/bench/embedded-server.ts'
import { searchKills } from '../../scripts/campaigns/mongo-kills.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { temporaryFolder } from './temporary-mongo.ts'

const ROUNDS = 20

interface Item { readonly _id: string, readonly unique: string, readonly group: number }

t.setTimeout(120_000)

t.test(`${ROUNDS} times kill -9 under writers`, async t => {
  const { figures, faults } = await searchKills(1, ROUNDS)
  t.comment(figures)
  t.same(faults, [])
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

t.test('a folder that may only be read is a clear error, and what is in it stays whole', { skip: process.getuid?.() === 0 && 'nothing is read-only for root' }, async t => {
  const dataDir = temporaryFolder(t)
  const first = await startEmbeddedMongo({ dataDir })
  await first.close()
  chmodSync(dataDir, 0o500)
  await t.rejects(startEmbeddedMongo({ dataDir }), { message: /cannot be written/ })
  chmodSync(dataDir, 0o700)
  const again = await startEmbeddedMongo({ dataDir })
  await again.close()
})
