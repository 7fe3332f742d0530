import { randomBytes } from 'node:crypto'
import { Binary } from 'bson'
import { decodeDoc } from './bson-decode.ts'
import { encodeDoc } from './bson-encode.ts'
import { type Collation, parseCollation, SIMPLE } from './collation.ts'
import { compileFilter, type Matcher } from './match.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { createScope } from './scope.ts'
import { afterPrefix, prefixKey, type Storage } from './storage.ts'
import { asInteger, type Doc, isDoc, type Maybe, newDoc, type Value } from './values.ts'

export interface IndexDefinition {
  readonly id: number
  readonly name: string
  /** What the client asked for, as listIndexes shows it. */
  readonly spec: Doc
  readonly paths: readonly (readonly string[])[]
  readonly fields: readonly string[]
  readonly directions: readonly number[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial: Matcher | undefined
  readonly partialFilter: Doc | undefined
  readonly expireAfterSeconds: number | undefined
  readonly collation: Collation
  multikey: boolean
  /** Some key was cut, so the index cannot sort. */
  cut: boolean
}

export interface Collection {
  readonly namespace: string
  readonly id: number
  readonly uuid: Binary
  readonly options: Doc
  readonly collation: Collation
  indexes: IndexDefinition[]
  nextRecord: number
  /** Counted when first asked for. */
  count: number | undefined
}

const NEXT_ID = '\0next'

/** The collections and their indexes, in memory and in the file. */
export class Catalog {
  readonly #storage: Storage
  readonly #collections = new Map<string, Collection>()

  constructor(storage: Storage) {
    this.#storage = storage
    storage.onFailedCommit = () => { this.reload() }
    this.reload()
  }

  /** Reads everything again, after a write that memory knows of and the disk does not. */
  reload(): void {
    this.#collections.clear()
    for (const { key, value } of this.#storage.catalog.getRange()) {
      const namespace = key.toString()
      if (namespace !== NEXT_ID && !namespace.startsWith('\0')) this.#collections.set(namespace, this.#open(namespace, decodeDoc(value)))
    }
  }

  get(namespace: string): Collection | undefined { return this.#collections.get(namespace) }

  all(): Collection[] { return [...this.#collections.values()] }

  inDatabase(database: string): Collection[] { return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`)) }

  /** Within a write: the collection, made with its `_id` index if it is not there. */
  ensure(namespace: string, options: Doc = newDoc()): Collection {
    const known = this.#collections.get(namespace)
    if (known) return known
    if (/^[^.]*\.system\./.test(namespace)) throw new MongoError(CODES.InvalidNamespace, `cannot create system collection ${namespace}`)
    const uuid = new Binary(randomBytes(16), Binary.SUBTYPE_UUID)
    const idIndex: Doc = newDoc({ v: 2, key: newDoc({ _id: 1 }), name: '_id_' }, isDoc(options.collation) ? { collation: options.collation } : {})
    const made = this.#open(namespace, { id: this.#nextId(), uuid, options, indexes: [{ id: this.#nextId(), spec: idIndex }] })
    this.#collections.set(namespace, made)
    this.save(made)
    return made
  }

  /** Within a write: a definition for an index that is about to be filled. */
  newIndex(collection: Collection, spec: Doc): IndexDefinition {
    return defineIndex(this.#nextId(), spec, collection.collation)
  }

  /** Within a write. */
  save(collection: Collection): void {
    const { namespace, id, uuid, options, indexes } = collection
    const stored = indexes.map(({ id, spec, multikey, cut }): Doc => ({ id, spec, multikey, cut }))
    this.#storage.catalog.putSync(Buffer.from(namespace), encodeDoc({ id, uuid, options, indexes: stored }))
  }

  /** Within a write: everything of the collection goes. */
  drop(collection: Collection): void {
    clearPrefix(this.#storage.documents, collection.id)
    for (const index of collection.indexes) clearPrefix(this.#storage.entries, index.id)
    this.#storage.catalog.removeSync(Buffer.from(collection.namespace))
    this.#collections.delete(collection.namespace)
  }

  /** Within a write. */
  dropIndex(collection: Collection, index: IndexDefinition): void {
    clearPrefix(this.#storage.entries, index.id)
    collection.indexes = collection.indexes.filter(other => other !== index)
    this.save(collection)
  }

  #nextId(): number {
    const stored = this.#storage.catalog.get(Buffer.from(NEXT_ID))
    const id = stored ? stored.readUInt32BE(0) : 1
    this.#storage.catalog.putSync(Buffer.from(NEXT_ID), prefixKey(id + 1))
    return id
  }

  #open(namespace: string, stored: Doc): Collection {
    const id = stored.id as number
    const options = stored.options as Doc
    const collation = parseCollation(options.collation)
    const indexes = (stored.indexes as Doc[]).map(index => openIndex(index, collation))
    return { namespace, id, uuid: stored.uuid as Binary, options, collation, indexes, nextRecord: this.#lastRecord(id) + 1, count: undefined }
  }

  #lastRecord(id: number): number {
    const start = prefixKey(id)
    for (const key of this.#storage.documents.getKeys({ start: afterPrefix(start), end: start, reverse: true, limit: 1 })) return key.readUIntBE(4, 6)
    return 0
  }
}

function clearPrefix(table: Storage['documents'], id: number): void {
  const start = prefixKey(id)
  const range = { start, end: afterPrefix(start), limit: 1000 }
  for (let keys = [...table.getKeys(range)]; keys.length > 0; keys = [...table.getKeys(range)]) for (const key of keys) table.removeSync(key)
}

function openIndex(stored: Doc, fallback: Collation): IndexDefinition {
  const index = defineIndex(stored.id as number, stored.spec as Doc, fallback)
  index.multikey = stored.multikey === true
  index.cut = stored.cut === true
  return index
}

function defineIndex(id: number, spec: Doc, fallback: Collation): IndexDefinition {
  const key = spec.key as Doc
  const fields = Object.keys(key)
  const collation = isDoc(spec.collation) ? parseCollation(spec.collation) : spec.name === '_id_' ? fallback : SIMPLE
  const partialFilter = isDoc(spec.partialFilterExpression) ? spec.partialFilterExpression : undefined
  return {
    id, name: spec.name as string, spec, fields, paths: fields.map(field => field.split('.')), directions: fields.map(field => direction(key[field])),
    unique: spec.unique === true || spec.name === '_id_', sparse: spec.sparse === true, partialFilter, collation,
    partial: partialFilter && compileFilter(partialFilter, createScope({ collation })), expireAfterSeconds: asInteger(spec.expireAfterSeconds), multikey: false, cut: false,
  }
}

const direction = (value: Maybe): number => (Number(value as Value) < 0 ? -1 : 1)
