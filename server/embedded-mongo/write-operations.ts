import { ObjectId, Timestamp } from 'bson'
import { decodeDoc } from './bson-decode.ts'
import { MAX_DOCUMENT } from './bson-encode.ts'
import type { Catalog, Collection } from './catalog.ts'
import type { Scope } from './expression.ts'
import { compileFilter } from './match.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { docOf, type Found, findNow, type Query } from './query.ts'
import type { Records } from './records.ts'
import { encodeStored } from './bson-encode.ts'
import { regexOf } from './regex.ts'
import type { Storage } from './storage.ts'
import { compileUpdate, isReplacement } from './update.ts'
import { upsertDoc } from './upsert.ts'
import { isDoc, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'

export interface Database { readonly storage: Storage, readonly catalog: Catalog, readonly records: Records }

export interface UpdateStatement {
  readonly query: Query
  readonly update: Value
  readonly arrayFilters: readonly Doc[]
  readonly multi: boolean
  readonly upsert: boolean
}

export interface UpdateOutcome {
  readonly matched: number
  readonly modified: number
  readonly upserted?: Doc
  /** Of an update of one document. */
  readonly before?: Doc
  readonly after?: Doc
}

/** Within a write: inserts one document, as BSON if it came so and needs no change. */
export function insertDocument({ records }: Database, collection: Collection, given: Doc | Buffer): void {
  const doc = Buffer.isBuffer(given) ? decodeDoc(given) : given
  if (Buffer.isBuffer(given) && given.length > MAX_DOCUMENT) throw new MongoError(CODES.BSONObjectTooLarge, `object to insert too large. size in bytes: ${given.length}, max size: ${MAX_DOCUMENT}`)
  checkId(doc._id)
  const ready = prepare(doc)
  records.insert(collection, ready, Buffer.isBuffer(given) && ready === doc ? Buffer.from(given) : encodeStored(ready))
}

export function checkId(id: Maybe): void {
  if (Array.isArray(id) || regexOf(id)) throw new MongoError(CODES.InvalidIdField, `The '_id' value cannot be of type ${typeOf(id)}`)
  const bad = isDoc(id) ? Object.keys(id).find(name => name.startsWith('$') && !['$ref', '$id', '$db'].includes(name)) : undefined
  if (bad) throw new MongoError(CODES.DollarPrefixedFieldName, `_id fields may not contain '$'-prefixed fields: ${bad} is not valid for storage.`)
}

/** `_id` goes first, and an empty timestamp at the top level becomes the present one. */
function prepare(doc: Doc): Doc {
  const names = Object.keys(doc)
  const stamps = names.filter(name => name !== '_id' && isEmptyTimestamp(doc[name]))
  if (names[0] === '_id' && stamps.length === 0) return doc
  const ready = newDoc({ _id: doc._id ?? new ObjectId() }, doc)
  for (const name of stamps) ready[name] = new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 })
  return ready
}

const isEmptyTimestamp = (value: Maybe): boolean => value instanceof Timestamp && value.isZero()

/** Within a write: one update statement. The documents are found first and changed then. */
export function updateDocuments(database: Database, collection: Collection, statement: UpdateStatement, scope: Scope): UpdateOutcome {
  const apply = compileUpdate(statement.update, statement.arrayFilters, scope)
  if (statement.multi && isReplacement(statement.update)) throw new MongoError(CODES.FailedToParse, 'multi update is not supported for replacement-style update')
  const found = findNow({ storage: database.storage, collection, scope }, statement.multi ? statement.query : { ...statement.query, limit: 1 })
  if (found.length === 0 && statement.upsert) return upsert(database, collection, statement, apply)
  let modified = 0
  let after: Doc | undefined
  for (const one of found) {
    after = apply(docOf(one), one.position ?? {}, false)
    if (changeDocument(database, collection, one, after)) modified++
  }
  const [first] = found
  return { matched: found.length, modified, ...(first && after ? { before: docOf(first), after } : {}) }
}

/** Not written when nothing changed, to the byte: 1 and 1.0 do differ. */
function changeDocument({ records }: Database, collection: Collection, found: Found, after: Doc): boolean {
  if (encodeStored(after).equals(found.bytes)) return false
  records.replace(collection, found.record, docOf(found), newDoc(after._id === undefined ? {} : { _id: after._id }, after))
  return true
}

function upsert(database: Database, collection: Collection, { query, update }: UpdateStatement, apply: ReturnType<typeof compileUpdate>): UpdateOutcome {
  const made = upsertDoc(query.filter, update, apply)
  insertDocument(database, collection, made)
  return { matched: 0, modified: 0, upserted: made, after: made }
}

/** Within a write: deletes the first match or all of them. */
export function deleteDocuments(database: Database, collection: Collection, query: Query, scope: Scope): Doc[] {
  const found = findNow({ storage: database.storage, collection, scope }, query)
  for (const one of found) database.records.remove(collection, one.record, docOf(one))
  return found.map(docOf)
}

/** Complains about a filter or update that can never work, also when the collection is not there yet. */
export function checkStatement(filter: Doc, update: Value | undefined, arrayFilters: readonly Doc[], scope: Scope): void {
  compileFilter(filter, scope)
  if (update !== undefined) compileUpdate(update, arrayFilters, scope)
}
