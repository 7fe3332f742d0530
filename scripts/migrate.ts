import { parseArgs } from 'node:util'
import { deserialize } from 'bson'
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
 * where it was. At the end every document and every index of the source is compared with the target's.
 * @returns documents per collection, all of them compared
 * @throws when source and target differ at the end; the next run then copies that collection from the start
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
    counts.set(`${source.databaseName}.${name}`, await checkCopy(source.collection(name), target, log))
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

/** Whatever the copy did, only what both sides answer now counts. */
async function checkCopy(source: Collection, target: Db, log: (line: string) => void): Promise<number> {
  const copy = target.collection(source.collectionName)
  try {
    await compareIndexes(source, copy)
    const compared = await compareDocuments(source, copy)
    log(`${source.namespace}: ${compared} documents compared, no difference`)
    return compared
  } catch (error) {
    await target.collection<Progress>(PROGRESS).deleteOne({ _id: source.namespace })
    throw error
  }
}

async function compareIndexes(source: Collection, target: Collection): Promise<void> {
  const there = await target.indexes()
  const missing = (await source.indexes()).filter(({ name, key }) => !there.some(other => other.name === name && JSON.stringify(other.key) === JSON.stringify(key)))
  if (missing.length > 0) throw new Error(`${source.namespace}: the target lacks the index ${missing.map(({ name }) => name).join(', ')}`)
}

/** Byte by byte, in the order of `_id` on both sides. */
async function compareDocuments(source: Collection, target: Collection): Promise<number> {
  const all = (side: Collection): AsyncIterator<Buffer> => side.find<Buffer>({}, { raw: true }).sort({ _id: 1 })[Symbol.asyncIterator]()
  const [ours, theirs] = [all(source), all(target)]
  for (let compared = 0; ; compared++) {
    const [expected, found] = await Promise.all([ours.next(), theirs.next()])
    if (expected.done && found.done) return compared
    if (expected.done || found.done || !expected.value.equals(found.value)) throw new Error(await difference(source, target, expected, found))
  }
}

async function difference(source: Collection, target: Collection, expected: IteratorResult<Buffer>, found: IteratorResult<Buffer>): Promise<string> {
  const [inSource, inTarget] = await Promise.all([source.countDocuments(), target.countDocuments()])
  const shown = ({ done, value }: IteratorResult<Buffer>): string => (done ? 'nothing' : `_id ${JSON.stringify(deserialize(value as Buffer)._id)}`)
  return `${source.namespace}: ${inSource} documents in the source, ${inTarget} in the target; the first difference is ${shown(expected)} in the source and ${shown(found)} in the target`
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
  for (const [name, count] of counts) console.log(`${name}: ${count} documents, compared`)
  await server?.close()
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) await main()
