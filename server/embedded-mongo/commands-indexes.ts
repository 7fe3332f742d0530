import { Double } from 'bson'
import type { Reply } from './bson-encode.ts'
import type { Collection, IndexDefinition } from './catalog.ts'
import { type Command, type Context, isDurable, namespaceOf } from './command.ts'
import { cursorBatchSize } from './commands-collections.ts'
import { equal } from './compare.ts'
import { checkIndexSpec } from './index-spec.ts'
import { CODES, MongoError, typeMismatch } from './mongo-error.ts'
import { sameKey } from './planner.ts'
import { isDoc, isNullish, isTruthy, type Doc, newDoc, type Value } from './values.ts'

const OK = new Double(1)

export const createIndexesCommand: Command = {
  write: true,
  fields: { indexes: 'array', commitQuorum: 'any', ignoreUnknownIndexOptions: 'boolish' },
  run(context): Promise<Reply> {
    const namespace = namespaceOf(context)
    const { indexes } = context.command
    if (!Array.isArray(indexes)) throw new MongoError(CODES.MissingField, "BSON field 'createIndexes.indexes' is missing but a required field")
    if (!isNullish(context.command.commitQuorum)) throw new MongoError(CODES.BadValue, "Standalones can't specify commitQuorum")
    if (indexes.length === 0) throw new MongoError(CODES.BadValue, 'Must specify at least one index to create')
    const specs = indexes.map(spec => {
      if (!isDoc(spec)) throw typeMismatch("BSON field 'createIndexes.indexes.0' is the wrong type, expected type 'object'")
      return checkIndexSpec(spec)
    })
    return context.storage.write(() => createAll(context, namespace, specs), isDurable(context.command))
  },
}

function createAll(context: Context, namespace: string, specs: readonly Doc[]): Reply {
  const created = !context.catalog.get(namespace)
  const collection = context.catalog.ensure(namespace)
  const before = collection.indexes.length
  const wanted = specs.map(spec => inherit(spec, collection)).filter(spec => !isPresent(collection, spec))
  buildAll(context, collection, wanted)
  const note = wanted.length === 0 ? { note: 'all indexes already exist' } : {}
  return { numIndexesBefore: before, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically: created, ...note, ok: OK }
}

/** All of them or, when one cannot be built, none. */
function buildAll({ records, catalog }: Context, collection: Collection, specs: readonly Doc[]): void {
  const before = collection.indexes
  try {
    for (const spec of specs) if (!isPresent(collection, spec)) records.build(collection, catalog.newIndex(collection, spec))
  } catch (error) {
    for (const index of collection.indexes) if (!before.includes(index)) catalog.dropIndex(collection, index)
    throw error
  }
}

/** An index takes the collection's collation unless it names one. */
function inherit(spec: Doc, { options }: Collection): Doc {
  const { collation, ...rest } = spec
  const own = isDoc(collation) ? (collation.locale === 'simple' ? undefined : collation) : options.collation
  return newDoc(rest, own === undefined ? {} : { collation: own })
}

/** The same index again is no error; one that differs under the same name or key is. */
function isPresent({ indexes }: Collection, spec: Doc): boolean {
  const sameName = indexes.find(({ name }) => name === spec.name)
  if (sameName && sameSpec(sameName.spec, spec)) return true
  if (sameName && !sameSignature(sameName.spec, spec)) throw new MongoError(CODES.IndexKeySpecsConflict, `An existing index has the same name as the requested index. Requested index: ${String(spec.name)}`)
  if (sameName) throw new MongoError(CODES.IndexOptionsConflict, `An equivalent index already exists with the same name but different options: ${String(spec.name)}`)
  const same = indexes.find(index => sameSignature(index.spec, spec))
  if (!same) return false
  if (same.name === '_id_') return true
  throw new MongoError(CODES.IndexOptionsConflict, `Index already exists with a different name: ${same.name}`)
}

/** What makes two indexes different ones; they may differ in `expireAfterSeconds` and still be the same. */
function sameSignature(a: Doc, b: Doc): boolean {
  if (!sameKey(a.key as Doc, b.key as Doc)) return false
  return isIdKey(a) || (['collation', 'partialFilterExpression'].every(option => equal(a[option], b[option])) && ['unique', 'sparse'].every(option => isTruthy(a[option]) === isTruthy(b[option])))
}

const isIdKey = ({ key }: Doc): boolean => isDoc(key) && Object.keys(key).join() === '_id'

function sameSpec(a: Doc, b: Doc): boolean {
  if (a.name === '_id_') return sameKey(a.key as Doc, b.key as Doc)
  const normal = (spec: Doc): Doc => newDoc(...Object.keys(spec).sort().filter(name => !['v', 'background'].includes(name) && spec[name] !== false).map((name): Doc => ({ [name]: spec[name] as Value })))
  return equal(normal(a), normal(b))
}

export const listIndexesCommand: Command = {
  fields: { cursor: 'object', includeBuildUUIDs: 'boolish', includeIndexBuildInfo: 'boolish' },
  run(context) {
    const namespace = namespaceOf(context)
    const collection = existing(context, namespace)
    return context.cursors.first(namespace, { head: collection.indexes.map(({ spec }) => (isTruthy(context.command.includeIndexBuildInfo) ? newDoc({ spec }) : spec)), rest: undefined }, cursorBatchSize(context.command))
  },
}

function existing({ catalog }: Context, namespace: string): Collection {
  const collection = catalog.get(namespace)
  if (!collection) throw new MongoError(CODES.NamespaceNotFound, `ns does not exist: ${namespace}`)
  return collection
}

export const dropIndexesCommand: Command = {
  write: true,
  fields: { index: 'any' },
  run(context): Promise<Reply> {
    const namespace = namespaceOf(context)
    return context.storage.write((): Reply => {
      const collection = existing(context, namespace)
      const nIndexesWas = collection.indexes.length
      const targets = dropTargets(collection, context.command.index)
      if (new Set(targets).size < targets.length) throw new MongoError(CODES.IndexNotFound, 'an index is named twice')
      for (const index of targets) context.catalog.dropIndex(collection, index)
      const msg = context.command.index === '*' ? { msg: 'non-_id indexes dropped for collection' } : {}
      return { nIndexesWas, ...msg, ok: OK }
    }, isDurable(context.command))
  },
}

function dropTargets(collection: Collection, which: Value | undefined): IndexDefinition[] {
  if (which === '*') return collection.indexes.filter(({ name }) => name !== '_id_')
  if (Array.isArray(which)) return which.flatMap(name => { if (typeof name !== 'string') throw typeMismatch('index names must be strings'); return dropTargets(collection, name) })
  if (typeof which !== 'string' && !isDoc(which)) throw which === undefined ? new MongoError(CODES.MissingField, "BSON field 'dropIndexes.index' is missing but a required field") : typeMismatch("BSON field 'dropIndexes.index' is the wrong type, expected types '[string, object, array]'")
  const index = collection.indexes.find(({ name, spec }) => (isDoc(which) ? sameKey(spec.key as Doc, which) : name === which))
  if (!index) throw new MongoError(CODES.IndexNotFound, isDoc(which) ? "can't find index with key" : `index not found with name [${which}]`)
  if (index.name === '_id_') throw new MongoError(CODES.InvalidOptions, 'cannot drop _id index')
  return [index]
}
