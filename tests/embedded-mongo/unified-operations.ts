import { EJSON } from 'bson'
import { type AnyBulkWriteOperation, type ClientBulkWriteModel, Collection, type Db, type Document, MongoClient } from 'mongodb'
import type { Json } from './unified-matching.ts'

export type Arguments = Record<string, Json>
type Entity = MongoClient | Db | Collection

/** Arguments as the driver takes them: extended JSON decoded. */
const decode = (value: unknown): never => EJSON.deserialize({ value: value as Document }, { relaxed: true }).value as never

const collectionOperations: Readonly<Record<string, (collection: Collection, args: Arguments) => unknown>> = {
  aggregate: (c, { pipeline, ...options }) => c.aggregate(decode(pipeline), decode(options)).toArray(),
  bulkWrite: (c, { requests, ...options }) => c.bulkWrite((decode(requests) as unknown[]).map(request => request as AnyBulkWriteOperation), decode(options)),
  count: (c, { filter, ...options }) => c.count(decode(filter), decode(options)),
  countDocuments: (c, { filter, ...options }) => c.countDocuments(decode(filter), decode(options)),
  createIndex: (c, { keys, ...options }) => c.createIndex(decode(keys), decode(options)),
  deleteMany: (c, { filter, ...options }) => c.deleteMany(decode(filter), decode(options)),
  deleteOne: (c, { filter, ...options }) => c.deleteOne(decode(filter), decode(options)),
  distinct: (c, { fieldName, filter, ...options }) => c.distinct(fieldName as string, decode(filter), decode(options)),
  estimatedDocumentCount: (c, options) => c.estimatedDocumentCount(decode(options)),
  find: (c, { filter, ...options }) => c.find(decode(filter), decode(options)).toArray(),
  findOne: (c, { filter, ...options }) => c.findOne(decode(filter), decode(options)),
  findOneAndDelete: (c, { filter, ...options }) => c.findOneAndDelete(decode(filter), decode(options)),
  findOneAndReplace: (c, { filter, replacement, ...options }) => c.findOneAndReplace(decode(filter), decode(replacement), decode(returning(options))),
  findOneAndUpdate: (c, { filter, update, ...options }) => c.findOneAndUpdate(decode(filter), decode(update), decode(returning(options))),
  insertMany: (c, { documents, ...options }) => c.insertMany(decode(documents), decode(options)),
  insertOne: (c, { document, ...options }) => c.insertOne(decode(document), decode(options)),
  replaceOne: (c, { filter, replacement, ...options }) => c.replaceOne(decode(filter), decode(replacement), decode(options)),
  updateMany: (c, { filter, update, ...options }) => c.updateMany(decode(filter), decode(update), decode(options)),
  updateOne: (c, { filter, update, ...options }) => c.updateOne(decode(filter), decode(update), decode(options)),
}

const returning = ({ returnDocument, ...options }: Arguments): Arguments => (typeof returnDocument === 'string' ? { ...options, returnDocument: returnDocument.toLowerCase() } : options)

const databaseOperations: Readonly<Record<string, (db: Db, args: Arguments) => unknown>> = {
  aggregate: (db, { pipeline, ...options }) => db.aggregate(decode(pipeline), decode(options)).toArray(),
  createCollection: (db, { collection, ...options }) => db.createCollection(collection as string, decode(options)).then(() => undefined),
  dropCollection: (db, { collection }) => db.dropCollection(collection as string),
  modifyCollection: (db, { collection, ...options }) => db.command({ collMod: collection, ...(decode(options) as Document) }),
  runCommand: (db, { command }) => db.command(decode(command)),
}

/** Does what one operation of a specification file says. */
export async function perform(entity: Entity, name: string, args: Arguments): Promise<unknown> {
  if (entity instanceof MongoClient) return clientBulkWrite(entity, args)
  if (entity instanceof Collection) return called(collectionOperations[name], name)(entity, args)
  return called(databaseOperations[name], name)(entity, args)
}

function called<T>(operation: T | undefined, name: string): T {
  if (!operation) throw new Error(`the runner does not know the operation ${name}`)
  return operation
}

async function clientBulkWrite(client: MongoClient, { models, ...options }: Arguments): Promise<unknown> {
  const list = (models as Record<string, Record<string, Json>>[]).map(model => {
    const [name, { ...rest }] = Object.entries(model)[0] as [string, Record<string, Json>]
    return { name, ...(decode(rest) as Document) } as ClientBulkWriteModel
  })
  const result = await client.bulkWrite(list, decode(options))
  return bulkResult(result as unknown as Record<string, unknown>)
}

/**
 * The driver's result as the specification writes it: maps are documents, results not asked for are missing,
 * and `didUpsert` is this driver's own.
 */
export function bulkResult(result: Record<string, unknown>): unknown {
  const entries = Object.entries(result).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Map ? Object.fromEntries([...value as Map<number, Document>].map(([key, item]) => [String(key), withoutFlag(item)])) : value]))
}

function withoutFlag({ didUpsert: _own, ...rest }: Document): Document {
  return rest
}
