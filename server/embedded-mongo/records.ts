import { decodeDoc } from './bson-decode.ts'
import { encodeStored } from './bson-encode.ts'
import { type Catalog, type Collection, type IndexDefinition } from './catalog.ts'
import { equal } from './compare.ts'
import { type IndexKeys, indexKeys, storedKey } from './index-keys.ts'
import { valueAt } from './paths.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { afterPrefix, prefixKey, recordBytes, type Storage } from './storage.ts'
import { type Doc, newDoc, type Value } from './values.ts'

/** A stored document and where it is. */
export interface StoredDoc { readonly record: number, readonly bytes: Buffer }

/** Writes documents together with their index entries. Every method runs within a write. */
export class Records {
  readonly #storage: Storage
  readonly #catalog: Catalog

  constructor(storage: Storage, catalog: Catalog) {
    this.#storage = storage
    this.#catalog = catalog
  }

  /** @param bytes the document as BSON, when it came in that way with its `_id` first */
  insert(collection: Collection, doc: Doc, bytes: Buffer = encodeStored(doc)): void {
    const keys = collection.indexes.map(index => indexKeys(index, doc))
    collection.indexes.forEach((index, i) => { this.#checkUnique(collection, index, doc, (keys[i] as IndexKeys).keys) })
    const record = collection.nextRecord++
    this.#storage.documents.putSync(documentKey(collection, record), bytes)
    collection.indexes.forEach((index, i) => { this.#add(collection, index, keys[i] as IndexKeys, record) })
    if (collection.count !== undefined) collection.count++
  }

  replace(collection: Collection, record: number, before: Doc, after: Doc): void {
    if (!equal(before._id, after._id)) throw new MongoError(CODES.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'")
    const bytes = encodeStored(after)
    const changes = collection.indexes.map(index => keyChanges(index, before, after))
    collection.indexes.forEach((index, i) => { this.#checkUnique(collection, index, after, (changes[i] as KeyChanges).added.keys) })
    this.#storage.documents.putSync(documentKey(collection, record), bytes)
    collection.indexes.forEach((index, i) => {
      this.#removeKeys(index, (changes[i] as KeyChanges).removed, record)
      this.#add(collection, index, (changes[i] as KeyChanges).added, record)
    })
  }

  remove(collection: Collection, record: number, doc: Doc): void {
    this.#storage.documents.removeSync(documentKey(collection, record))
    for (const index of collection.indexes) this.#removeKeys(index, indexKeys(index, doc).keys, record)
    if (collection.count !== undefined) collection.count--
  }

  /** Fills a new index; when two documents clash nothing of it stays. */
  build(collection: Collection, index: IndexDefinition): void {
    const entries: [Buffer, Buffer][] = []
    const seen = new Set<string>()
    for (const { record, bytes } of this.#all(collection)) this.#collectEntries(collection, index, record, decodeDoc(bytes), seen, entries)
    for (const [key, value] of entries) this.#storage.entries.putSync(key, value)
    collection.indexes = [...collection.indexes, index]
    this.#catalog.save(collection)
  }

  /** How many documents the collection has; counted once and kept up to date since. */
  count(collection: Collection): number {
    const start = prefixKey(collection.id)
    return collection.count ??= this.#storage.documents.getKeysCount({ start, end: afterPrefix(start) })
  }

  #collectEntries(collection: Collection, index: IndexDefinition, record: number, doc: Doc, seen: Set<string>, entries: [Buffer, Buffer][]): void {
    const { keys, multikey, cut } = indexKeys(index, doc)
    index.multikey ||= multikey
    index.cut ||= cut
    for (const key of keys) {
      const name = index.unique ? key.toString('latin1') : ''
      if (index.unique && seen.has(name)) throw duplicateKey(collection, index, doc)
      if (index.unique) seen.add(name)
      entries.push([entryKey(index, key, record), recordBytes(record)])
    }
  }

  * #all(collection: Collection): Generator<StoredDoc> {
    const start = prefixKey(collection.id)
    for (const { key, value } of this.#storage.documents.getRange({ start, end: afterPrefix(start) })) yield { record: key.readUIntBE(4, 6), bytes: value }
  }

  #checkUnique(collection: Collection, index: IndexDefinition, doc: Doc, keys: readonly Buffer[]): void {
    if (index.unique && keys.some(key => this.#storage.entries.doesExist(entryKey(index, key, 0)))) throw duplicateKey(collection, index, doc)
  }

  #add(collection: Collection, index: IndexDefinition, { keys, multikey, cut }: IndexKeys, record: number): void {
    for (const key of keys) this.#storage.entries.putSync(entryKey(index, key, record), recordBytes(record))
    if ((!multikey || index.multikey) && (!cut || index.cut)) return
    index.multikey ||= multikey
    index.cut ||= cut
    this.#catalog.save(collection)
  }

  #removeKeys(index: IndexDefinition, keys: readonly Buffer[], record: number): void {
    for (const key of keys) this.#storage.entries.removeSync(entryKey(index, key, record))
  }
}

export const documentKey = (collection: Collection, record: number): Buffer => prefixKey(collection.id, recordBytes(record))

/** A unique index has one entry per key; any other index has one per key and document. */
function entryKey(index: IndexDefinition, key: Buffer, record: number): Buffer {
  return index.unique ? prefixKey(index.id, storedKey(key)) : prefixKey(index.id, storedKey(key), recordBytes(record))
}

interface KeyChanges { readonly removed: readonly Buffer[], readonly added: IndexKeys }

function keyChanges(index: IndexDefinition, before: Doc, after: Doc): KeyChanges {
  const [old, now] = [indexKeys(index, before), indexKeys(index, after)]
  const isIn = (keys: readonly Buffer[], key: Buffer): boolean => keys.some(other => other.equals(key))
  return { removed: old.keys.filter(key => !isIn(now.keys, key)), added: { ...now, keys: now.keys.filter(key => !isIn(old.keys, key)) } }
}

function duplicateKey(collection: Collection, index: IndexDefinition, doc: Doc): MongoError {
  const keyValue = newDoc()
  for (const [i, field] of index.fields.entries()) keyValue[field] = valueAt(doc, index.paths[i] as string[]) ?? null
  const shown = Object.entries(keyValue).map(([field, value]) => `${field}: ${showValue(value)}`).join(', ')
  return new MongoError(CODES.DuplicateKey, `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${shown} }`, { keyPattern: index.spec.key as Doc, keyValue })
}

function showValue(value: Value): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'ObjectId') return `ObjectId('${String(value)}')`
  return typeof value === 'object' ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) : String(value)
}
