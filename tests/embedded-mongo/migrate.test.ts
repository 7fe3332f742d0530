import { Decimal128, Double, Long } from 'bson'
import type { Collection, Document } from 'mongodb'
import t from 'tap'
import { migrate } from '../../scripts/migrate.ts'
import { temporaryMongo } from './temporary-mongo.ts'

type Numbered = Document & { _id: number }

t.test('a migration copies documents, types and indexes, and can go on after an interruption', async t => {
  const [source, target] = [await temporaryMongo(t), await temporaryMongo(t)]
  const from = source.client.db('shop').collection<Numbered>('items')
  await from.createIndex({ name: 1 }, { unique: true, partialFilterExpression: { name: { $exists: true } } })
  await from.insertMany(Array.from({ length: 1200 }, (_, _id) => ({ _id, name: `n${_id}`, a: new Double(1), b: Long.fromNumber(2), c: Decimal128.fromString('1.50') })))
  await source.client.db('blog').collection<Document>('posts').insertMany([{ text: 'x' }, { text: 'y' }])

  // As if it had been interrupted after 700 documents.
  await target.client.db('shop').collection<Numbered>('items').insertMany(await from.find({ _id: { $lt: 700 } }, { promoteValues: false, promoteLongs: false }).toArray())
  await target.client.db('shop').collection<Document>('migration_progress').insertOne({ _id: 'shop.items' as never, last: 699 })

  const lines: string[] = []
  const counts = await migrate({ from: source.uri, to: target.uri, log: line => { lines.push(line) } })
  t.same([...counts], [['blog.posts', 2], ['shop.items', 1200]])
  t.ok(lines.includes('shop.items: 500 of 1200 (resumed)'), 'only the rest was copied')
  const raw = { promoteValues: false, promoteLongs: false } as const
  const to = target.client.db('shop').collection<Numbered>('items')
  t.same(await to.findOne({ _id: 1000 }, raw), await from.findOne({ _id: 1000 }, raw))
  t.same(await to.indexes(), await from.indexes())
  t.same((await target.client.db('shop').listCollections().toArray()).map(({ name }) => name), ['items'], 'no traces')

  t.same([...await migrate({ from: source.uri, to: target.uri })], [...counts], 'a second run changes nothing')
})

t.test('what differs at the end is an error that names it, and the next run repairs what it may', async t => {
  const [source, target] = [await temporaryMongo(t), await temporaryMongo(t)]
  const [from, to] = [source, target].map(({ client }) => client.db('shop').collection<Numbered>('items')) as [Collection<Numbered>, Collection<Numbered>]
  await from.insertMany(Array.from({ length: 20 }, (_, _id) => ({ _id, name: `n${_id}` })))
  // Interrupted after 10 documents, of which one has changed in the source since.
  await to.insertMany(await from.find({ _id: { $lt: 10 } }).toArray())
  await target.client.db('shop').collection<Document>('migration_progress').insertOne({ _id: 'shop.items' as never, last: 9 })
  await from.updateOne({ _id: 4 }, { $set: { name: 'changed' } })
  await t.rejects(migrate({ from: source.uri, to: target.uri }), { message: /20 documents in the source, 20 in the target; the first difference is _id 4/ })
  t.same([...await migrate({ from: source.uri, to: target.uri })], [['shop.items', 20]], 'the next run starts this collection again')
  t.match(await to.findOne({ _id: 4 }), { name: 'changed' })

  await to.insertOne({ _id: 99, name: 'only here' })
  await t.rejects(migrate({ from: source.uri, to: target.uri }), { message: /nothing in the source and _id 99 in the target/ }, 'and what is only in the target stays there')
  t.equal(await to.countDocuments(), 21)
})
