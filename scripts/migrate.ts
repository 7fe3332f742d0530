import { parseArgs } from 'node:util'
import { type AnyBulkWriteOperation, type Collection, type Db, type Document, type IndexDescription, MongoClient } from 'mongodb'
import { startEmbeddedMongo } from '../server/embedded-mongo/embedded-mongo.ts'

const BATCH = 500
/** Where a migration writes down how far it came, in the target. */
const PROGRESS = 'migration_progress'

export interface MigrationOptions {
  readonly from: string
  readonly to: string
  readonly log?: (line: string) => void
}

/** Progress of one collection: the last `_id` that is certainly in the target. */
interface Progress extends Document { readonly _id: string, readonly last: unknown }

/**
 * Copies every collection with its indexes to another server. Started again after an interruption it goes on
 * where it was; started again after the end it copies what is new.
 * @returns documents per collection, as counted in the target
 * @throws when source and target disagree at the end
 */
export async function migrate({ from, to, log = () => undefined }: MigrationOptions): Promise<Map<string, number>> {
  const [source, target] = [await new MongoClient(from).connect(), await new MongoClient(to, { writeConcern: { w: 'majority' } }).connect()]
  try {
    const { databases } = await source.db('admin').admin().listDatabases({ nameOnly: true })
    const names = databases.map(({ name }) => name).filter(name => !['admin', 'local', 'config'].includes(name))
    const counts = new Map<string, number>()
    for (const name of names) await migrateDatabase(source.db(name), target.db(name), counts, log)
    return counts
  } finally {
    await source.close()
    await target.close()
  }
}

async function migrateDatabase(source: Db, target: Db, counts: Map<string, number>, log: (line: string) => void): Promise<void> {
  const collections = await source.listCollections({ type: 'collection' }).toArray()
  for (const { name, options } of collections as { name: string, options?: Document }[]) {
    if (name.startsWith('system.') || name === PROGRESS) continue
    await createLike(target, name, options ?? {})
    await copyIndexes(source.collection(name), target.collection(name))
    await copyDocuments(source.collection(name), target, `${source.databaseName}.${name}`, log)
    counts.set(`${source.databaseName}.${name}`, await checkCounts(source.collection(name), target.collection(name)))
  }
  await target.collection(PROGRESS).drop()
}

async function createLike(target: Db, name: string, options: Document): Promise<void> {
  const known = await target.listCollections({ name }).toArray()
  if (known.length === 0) await target.createCollection(name, options)
}

async function copyIndexes(source: Collection, target: Collection): Promise<void> {
  const indexes = (await source.indexes()).filter(({ name }) => name !== '_id_').map(({ v: _version, ns: _ns, ...index }) => index as IndexDescription)
  if (indexes.length > 0) await target.createIndexes(indexes)
}

/** In the order of `_id`, so that one value says how far it came. */
async function copyDocuments(source: Collection, target: Db, name: string, log: (line: string) => void): Promise<void> {
  const progress = target.collection<Progress>(PROGRESS)
  const total = await source.estimatedDocumentCount()
  const before = await progress.findOne({ _id: name })
  const options = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const
  let copied = 0
  let batch: Document[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    await target.collection(source.collectionName).bulkWrite(batch.map((doc): AnyBulkWriteOperation => ({ replaceOne: { filter: { _id: { $eq: doc._id as never } }, replacement: doc, upsert: true } })), { ordered: false })
    await progress.replaceOne({ _id: name }, { last: batch.at(-1)?._id as unknown }, { upsert: true })
    copied += batch.length
    batch = []
    log(`${name}: ${copied} of ${total}${before ? ' (resumed)' : ''}`)
  }
  for await (const doc of source.find(before ? { $expr: { $gt: ['$_id', { $literal: before.last }] } } : {}, options).sort({ _id: 1 })) {
    if (batch.push(doc) >= BATCH) await flush()
  }
  await flush()
}

async function checkCounts(source: Collection, target: Collection): Promise<number> {
  const [expected, found] = await Promise.all([source.countDocuments(), target.countDocuments()])
  if (found < expected) throw new Error(`${source.namespace}: ${found} documents in the target, ${expected} in the source`)
  return found
}

/** `--to URI`, and `--from URI` or `--data DIR` for the data of a stand-in. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' }, data: { type: 'string' } } })
  if (values.to === undefined || (values.from === undefined) === (values.data === undefined)) {
    console.error('usage: migrate --to mongodb://… (--data DIR | --from mongodb://…)')
    process.exitCode = 2
    return
  }
  const server = values.data === undefined ? undefined : await startEmbeddedMongo({ dataDir: values.data })
  const counts = await migrate({ from: values.from ?? server?.uri ?? '', to: values.to, log: line => { console.log(line) } })
  for (const [name, count] of counts) console.log(`${name}: ${count} documents, checked`)
  await server?.close()
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) await main()
