import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Catalog } from '../../server/embedded-mongo/catalog.ts'
import { checkIndexSpec } from '../../server/embedded-mongo/index-spec.ts'
import { Records } from '../../server/embedded-mongo/records.ts'
import { Storage } from '../../server/embedded-mongo/storage.ts'
import { deleteExpired } from '../../server/embedded-mongo/sweep.ts'
import { type Database, insertDocument } from '../../server/embedded-mongo/write-operations.ts'
import { temporaryFolder } from './temporary-mongo.ts'

function openDatabase(t: Test): Database {
  const storage = new Storage(join(temporaryFolder(t), 'data.mdb'))
  const catalog = new Catalog(storage)
  return { storage, catalog, records: new Records(storage, catalog) }
}

t.test('a sweep deletes what is over, and only that', async t => {
  const database = openDatabase(t)
  const { storage, catalog } = database
  const now = new Date('2026-01-01T00:01:00Z')
  await storage.write(() => {
    const collection = catalog.ensure('test.c')
    database.records.build(collection, catalog.newIndex(collection, checkIndexSpec({ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 30 })))
    const times = [new Date('2026-01-01T00:00:29Z'), new Date('2026-01-01T00:00:31Z'), 'no date', [new Date('2027-01-01'), new Date('2025-01-01')]]
    for (const [_id, at] of times.entries()) insertDocument(database, collection, { _id, at })
    insertDocument(database, collection, { _id: 9 })
  }, true)
  t.equal(await deleteExpired(database, now), 2, 'of an array the least date counts')
  t.equal(database.records.count(catalog.get('test.c') ?? catalog.ensure('test.c')), 3)
  await storage.close()
})

t.test('a partial TTL index deletes only what is in it, also when it is about the date itself, and more than a batch', async t => {
  const database = openDatabase(t)
  const { storage, catalog, records } = database
  await storage.write(() => {
    const collection = catalog.ensure('test.c')
    records.build(collection, catalog.newIndex(collection, checkIndexSpec({ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 0, partialFilterExpression: { at: { $exists: true }, open: false } })))
    for (let _id = 0; _id < 2500; _id++) insertDocument(database, collection, { _id, at: new Date(0), open: _id < 100 })
    insertDocument(database, collection, { _id: -1, at: new Date('2027-01-01'), open: false })
  }, true)
  t.equal(await deleteExpired(database, new Date('2026-01-01')), 2400)
  t.equal(records.count(catalog.get('test.c') ?? catalog.ensure('test.c')), 101)
  await storage.close()
})
