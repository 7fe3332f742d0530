import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import t from 'tap'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'

t.test('mongoose runs unmodified', async t => {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'))
  const server = await startEmbeddedMongo({ dataDir })
  const connection = await mongoose.createConnection(server.uri, { dbName: 'smoke' }).asPromise()
  t.teardown(async () => {
    await connection.close()
    await server.close()
    rmSync(dataDir, { recursive: true })
  })
  const people = connection.model('Person', new mongoose.Schema({
    email: { type: String, unique: true }, age: Number, tags: [String], visits: [{ at: Date, place: String }],
  }, { timestamps: true }))
  await people.init()

  await t.test('documents come back as they were saved', async t => {
    const made = await people.create({ email: 'ana@example.org', age: 41, tags: ['a', 'b'], visits: [{ at: new Date(0), place: 'Wien' }] })
    const found = await people.findById(made._id)
    t.equal(found?.email, 'ana@example.org')
    t.equal(found?.visits[0]?.place, 'Wien')
    found?.tags.push('c')
    await found?.save()
    t.same((await people.findOne({ tags: 'c' }).lean())?.tags, ['a', 'b', 'c'])
  })

  await t.test('a second document with the same unique value is refused', async t => {
    await t.rejects(people.create({ email: 'ana@example.org' }), { code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'ana@example.org' } })
  })

  await t.test('conditional updates decide once', async t => {
    await people.create({ email: 'bo@example.org', age: 1 })
    const results = await Promise.all(Array.from({ length: 20 }, () => people.updateOne({ email: 'bo@example.org', age: 1 }, { $inc: { age: 1 } })))
    t.equal(results.filter(({ modifiedCount }) => modifiedCount === 1).length, 1)
  })

  await t.test('sort, skip, limit, projection, count and distinct', async t => {
    await people.insertMany(Array.from({ length: 300 }, (_, i) => ({ email: `p${i}@example.org`, age: i % 10 })))
    const found = await people.find({ age: { $gte: 8 } }).sort({ age: -1, email: 1 }).skip(1).limit(2).select('email -_id').lean()
    t.same(found.map(({ email }) => email), ['p109@example.org', 'p119@example.org'].sort())
    t.equal(await people.countDocuments({ age: 3 }), 30)
    t.equal((await people.find().lean()).length, 302)
    t.same((await people.distinct('age', { age: { $lt: 4 } })).sort(), [0, 1, 2, 3])
  })

  await t.test('findOneAndUpdate makes what is not there, and gives it before or after', async t => {
    const options = { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true } as const
    const made = await people.findOneAndUpdate({ email: 'new@example.org' }, { $inc: { age: 1 }, $addToSet: { tags: 'x' } }, options).lean()
    t.match(made, { email: 'new@example.org', age: 1, tags: ['x'] })
    t.match(await people.findOneAndUpdate({ email: 'new@example.org' }, { $inc: { age: 1 } }, { returnDocument: 'before' }).lean(), { age: 1 })
    t.match(await people.findOneAndUpdate({ email: 'new@example.org' }, { age: 7 }, { includeResultMetadata: true }).lean(), { lastErrorObject: { n: 1, updatedExisting: true } })
    t.match(await people.findOneAndDelete({ email: 'new@example.org' }).lean(), { age: 7 })
    t.equal(await people.findOne({ email: 'new@example.org' }), null)
  })

  await t.test('bulkWrite says what each part did', async t => {
    const result = await people.bulkWrite([
      { insertOne: { document: { email: 'bulk@example.org', age: 1 } } }, { updateOne: { filter: { email: 'bulk@example.org' }, update: { $set: { age: 2 } } } },
      { updateMany: { filter: { email: 'other@example.org' }, update: { $set: { age: 3 } }, upsert: true } }, { deleteOne: { filter: { email: 'bulk@example.org' } } },
    ])
    t.match(result, { insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 })
    const twice = people.bulkWrite([{ insertOne: { document: { email: 'ana@example.org' } } }, { insertOne: { document: { email: 'later@example.org' } } }], { ordered: false })
    await t.rejects(twice, { code: 11000, writeErrors: [{ index: 0 }] })
    t.ok(await people.exists({ email: 'later@example.org' }), 'the rest of an unordered one is done')
  })

  await t.test('a cursor walks through more than a batch', async t => {
    let seen = 0
    for await (const { age } of people.find({ email: /^p/ }).sort({ email: 1 }).lean().cursor({ batchSize: 7 })) seen += Number(typeof age === 'number')
    t.equal(seen, 300)
  })

  await t.test('indexes: expiry, and codes when one changes', async t => {
    const tokens = connection.model('Token', new mongoose.Schema({ at: { type: Date, expires: 60 }, name: String }))
    await tokens.init()
    t.match((await tokens.collection.indexes()).find(({ name }) => name === 'at_1'), { expireAfterSeconds: 60 })
    await t.rejects(tokens.collection.createIndex({ at: 1 }, { expireAfterSeconds: 90 }), { code: 85, codeName: 'IndexOptionsConflict' })
    await t.rejects(tokens.collection.createIndex({ at: 1 }, { unique: true }), { code: 86, codeName: 'IndexKeySpecsConflict' })
    await t.rejects(tokens.collection.createIndex({ at: 1 }, { name: 'other', expireAfterSeconds: 60 }), { code: 85 })
    tokens.schema.index({ name: 1 }, { unique: true, partialFilterExpression: { name: { $type: 'string' } } })
    t.same(await tokens.syncIndexes(), [])
    t.same(await tokens.diffIndexes(), { toDrop: [], toCreate: [] })
  })

  await t.test('GridFS', async t => {
    const bucket = new mongoose.mongo.GridFSBucket(connection.db as mongoose.mongo.Db, { chunkSizeBytes: 1000 })
    const upload = bucket.openUploadStream('a.txt')
    upload.end(Buffer.alloc(5000, 'x'))
    await new Promise(resolve => upload.once('finish', resolve))
    let size = 0
    for await (const chunk of bucket.openDownloadStreamByName('a.txt')) size += (chunk as Buffer).length
    t.equal(size, 5000)
  })
})
