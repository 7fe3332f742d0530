import { Double } from 'bson'
import type { Reply } from './bson-encode.ts'
import type { Collection } from './catalog.ts'
import { parseCollation } from './collation.ts'
import { type Command, type Context, cursorArgument, type FieldType, isDurable, namespaceOf } from './command.ts'
import { equal } from './compare.ts'
import { compileFilter, filterArgument } from './match.ts'
import { CODES, MongoError, notSupported } from './mongo-error.ts'
import { createScope } from './scope.ts'
import { isDoc, isNullish, isTruthy, type Doc, newDoc } from './values.ts'

const OK = new Double(1)

/** Options of create that change what the collection is, and that are not here. */
const REFUSED_OPTIONS = ['capped', 'viewOn', 'pipeline', 'timeseries', 'validator', 'clusteredIndex', 'changeStreamPreAndPostImages', 'encryptedFields', 'expireAfterSeconds', 'storageEngine', 'indexOptionDefaults', 'validationLevel', 'validationAction'] as const

const CREATE_FIELDS: Readonly<Record<string, FieldType>> = {
  collation: 'object', capped: 'boolish', autoIndexId: 'boolish', size: 'number', max: 'number', viewOn: 'string', pipeline: 'array', timeseries: 'object', validator: 'object', validationLevel: 'string',
  validationAction: 'string', clusteredIndex: 'any', changeStreamPreAndPostImages: 'object', encryptedFields: 'object', expireAfterSeconds: 'any', storageEngine: 'object', indexOptionDefaults: 'object', idIndex: 'object', flags: 'any', temp: 'boolish',
}

export const createCommand: Command = {
  write: true,
  fields: CREATE_FIELDS,
  async run(context): Promise<Reply> {
    const { command } = context
    const namespace = namespaceOf(context)
    for (const option of REFUSED_OPTIONS) if (isTruthy(command[option]) && !(isEmpty(command[option]) && option !== 'encryptedFields')) throw notSupported(`create option ${option}`)
    if (!isNullish(command.size) || !isNullish(command.max)) throw new MongoError(CODES.InvalidOptions, "the 'capped' field needs to be true when either the 'size' or 'max' fields are present")
    const { spec } = parseCollation(command.collation)
    const options: Doc = newDoc(spec ? { collation: spec } : {})
    await context.storage.write(() => { createCollection(context, namespace, options) }, isDurable(command))
    return { ok: OK }
  },
}

const isEmpty = (value: unknown): boolean => isDoc(value) && Object.keys(value).length === 0

function createCollection({ catalog }: Context, namespace: string, options: Doc): void {
  const known = catalog.get(namespace)
  if (known && !equal(known.options, options)) throw new MongoError(CODES.NamespaceExists, `Collection ${namespace} already exists.`)
  catalog.ensure(namespace, options)
}

export const dropCommand: Command = {
  write: true,
  fields: {},
  run(context): Promise<Reply> {
    const namespace = namespaceOf(context)
    return context.storage.write((): Reply => {
      const collection = context.catalog.get(namespace)
      if (!collection) return { ok: OK }
      const nIndexesWas = collection.indexes.length
      context.catalog.drop(collection)
      return { nIndexesWas, ns: namespace, ok: OK }
    }, isDurable(context.command))
  },
}

export const dropDatabaseCommand: Command = {
  write: true,
  fields: {},
  run({ storage, catalog, database, command }): Promise<Reply> {
    if (database === 'admin') throw new MongoError(CODES.IllegalOperation, "Dropping the 'admin' database is prohibited.")
    return storage.write((): Reply => {
      const collections = catalog.inDatabase(database)
      for (const collection of collections) catalog.drop(collection)
      return { ok: OK }
    }, isDurable(command))
  },
}

export const listCollectionsCommand: Command = {
  fields: { filter: 'object', nameOnly: 'boolish', authorizedCollections: 'boolish', cursor: 'object' },
  run(context) {
    const { command, catalog, cursors, database } = context
    const matches = compileFilter(filterArgument(command.filter, 'listCollections.filter'), createScope())
    const nameOnly = isTruthy(command.nameOnly)
    const entries = catalog.inDatabase(database).map(collection => collectionEntry(collection, database)).filter(entry => matches(entry))
    const shown = entries.map(entry => (nameOnly ? { name: entry.name, type: entry.type } : entry))
    return cursors.first(`${database}.$cmd.listCollections`, { head: shown, rest: undefined }, cursorBatchSize(command))
  },
}


export const cursorBatchSize = ({ cursor }: Doc): number | undefined => (isDoc(cursor) ? cursorArgument(cursor) : undefined)

function collectionEntry({ namespace, options, uuid, indexes }: Collection, database: string): Doc {
  const name = namespace.slice(database.length + 1)
  return { name, type: 'collection', options, info: { readOnly: false, uuid }, idIndex: newDoc((indexes[0] as { spec: Doc }).spec) }
}

export const listDatabasesCommand: Command = {
  fields: { filter: 'object', nameOnly: 'boolish', authorizedDatabases: 'boolish' },
  run({ catalog, command }): Reply {
    const names = [...new Set(catalog.all().map(({ namespace }) => namespace.slice(0, namespace.indexOf('.'))))].sort()
    const matches = compileFilter(filterArgument(command.filter, 'listDatabases.filter'), createScope())
    const databases = names.map((name): Doc => ({ name, sizeOnDisk: 4096n, empty: false })).filter(entry => matches(entry))
    if (isTruthy(command.nameOnly)) return { databases: databases.map(({ name }) => ({ name })), ok: OK }
    return { databases, totalSize: BigInt(databases.length * 4096), totalSizeMb: 0n, ok: OK }
  },
}
