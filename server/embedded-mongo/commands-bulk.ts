import { Double } from 'bson'
import { decodeDoc } from './bson-decode.ts'
import type { Reply } from './bson-encode.ts'
import { checkFields, runDelete, runUpdate, writeError } from './commands-write.ts'
import { checkNamespace, type Command, type Context, cursorArgument, type FieldType, isDurable } from './command.ts'
import { CODES, MongoError, typeMismatch } from './mongo-error.ts'
import { asInteger, isDoc, isTruthy, type Doc, newDoc, type Value } from './values.ts'
import { insertDocument } from './write-operations.ts'

interface Totals { errors: number, inserted: number, matched: number, modified: number, upserted: number, deleted: number }

const OPERATION_FIELDS: Readonly<Record<'insert' | 'update' | 'delete', Readonly<Record<string, FieldType>>>> = {
  insert: { insert: 'number', document: 'object' },
  update: { update: 'number', filter: 'object', updateMods: 'any', multi: 'bool', upsert: 'bool', arrayFilters: 'array', collation: 'object', hint: 'hint', constants: 'object', sort: 'object' },
  delete: { delete: 'number', filter: 'object', multi: 'bool', collation: 'object', hint: 'hint' },
}

/** Writes to several collections in one command, as `client.bulkWrite` sends them. */
export const bulkWriteCommand: Command = {
  write: true,
  fields: { ops: 'array', nsInfo: 'array', ordered: 'bool', errorsOnly: 'bool', bypassDocumentValidation: 'boolish', let: 'object', cursor: 'object' },
  async run(context) {
    const operations = documents(context, 'ops')
    const namespaces = documents(context, 'nsInfo').map(namespaceOf)
    const totals: Totals = { errors: 0, inserted: 0, matched: 0, modified: 0, upserted: 0, deleted: 0 }
    const results = await context.storage.write(() => runAll(context, operations, namespaces, totals), isDurable(context.command))
    const shown = isTruthy(context.command.errorsOnly) ? results.filter(({ ok }) => ok === 0) : results
    const cursor = await context.cursors.first('admin.$cmd.bulkWrite', { head: shown.map(result => newDoc(result, { ok: new Double(Number(result.ok)) })), rest: undefined }, isDoc(context.command.cursor) ? cursorArgument(context.command.cursor) : Infinity)
    const { errors, inserted, matched, modified, upserted, deleted } = totals
    return { ...cursor, nErrors: errors, nInserted: inserted, nMatched: matched, nModified: modified, nUpserted: upserted, nDeleted: deleted }
  },
}

function documents({ command, sequences }: Context, field: 'ops' | 'nsInfo'): Doc[] {
  const items: readonly (Value | Buffer)[] = sequences.get(field) ?? (Array.isArray(command[field]) ? command[field] : [])
  if (items.length === 0) throw new MongoError(CODES.InvalidLength, `Write batch sizes must be between 1 and 100000. Got ${items.length} operations.`)
  return items.map(item => {
    const doc = Buffer.isBuffer(item) ? decodeDoc(item) : item
    if (!isDoc(doc)) throw typeMismatch(`BSON field 'bulkWrite.${field}' is the wrong type, expected type 'object'`)
    return doc
  })
}

function namespaceOf({ ns }: Doc): string {
  const dot = typeof ns === 'string' ? ns.indexOf('.') : -1
  if (typeof ns !== 'string' || dot < 0) throw new MongoError(CODES.InvalidNamespace, `Invalid namespace: ${String(ns)}`)
  return checkNamespace(ns.slice(0, dot), ns.slice(dot + 1))
}

function runAll(context: Context, operations: readonly Doc[], namespaces: readonly string[], totals: Totals): Doc[] {
  const results: Doc[] = []
  for (const [idx, operation] of operations.entries()) {
    const outcome = runOne(context, operation, namespaces, totals, idx)
    results.push(outcome)
    if (outcome.ok === 0 && context.command.ordered !== false) break
  }
  return results
}

function runOne(context: Context, operation: Doc, namespaces: readonly string[], totals: Totals, idx: number): Doc {
  try {
    return newDoc({ ok: 1, idx }, write(context, operation, namespaces, totals))
  } catch (error) {
    const { index: _index, errmsg, code, ...details } = writeError(error, idx) as Reply & { errmsg: string, code: number }
    totals.errors++
    return newDoc({ ok: 0, idx, code, errmsg, ...(details as Doc), n: 0 })
  }
}

function write(context: Context, operation: Doc, namespaces: readonly string[], totals: Totals): Doc {
  const kind = Object.keys(operation)[0]
  if (kind !== 'insert' && kind !== 'update' && kind !== 'delete') throw new MongoError(CODES.FailedToParse, `unknown bulk operation: ${String(kind)}`)
  checkFields('bulkWrite.ops', operation, OPERATION_FIELDS[kind])
  const namespace = namespaces[asInteger(operation[kind]) ?? -1]
  if (namespace === undefined) throw new MongoError(CODES.BadValue, `BulkWrite ops entry has an invalid nsInfo index.`)
  if (kind === 'insert') return insert(context, namespace, operation, totals)
  return kind === 'update' ? update(context, namespace, operation, totals) : remove(context, namespace, operation, totals)
}

function insert(context: Context, namespace: string, operation: Doc, totals: Totals): Doc {
  if (!isDoc(operation.document)) throw new MongoError(CODES.MissingField, "BSON field 'bulkWrite.ops.document' is missing but a required field")
  insertDocument(context, context.catalog.ensure(namespace), operation.document)
  totals.inserted++
  return { n: 1 }
}

function update(context: Context, namespace: string, operation: Doc, totals: Totals): Doc {
  const entry = newDoc()
  const names = { filter: 'q', updateMods: 'u', constants: 'c', multi: 'multi', upsert: 'upsert', arrayFilters: 'arrayFilters', collation: 'collation', hint: 'hint', sort: 'sort' } as const
  for (const [from, to] of Object.entries(names)) if (operation[from] !== undefined) entry[to] = operation[from]
  const { matched, modified, upserted } = runUpdate(context, namespace, entry)
  totals.matched += matched
  totals.modified += modified
  if (upserted) totals.upserted++
  return { n: matched + (upserted ? 1 : 0), nModified: modified, ...(upserted ? { upserted: newDoc({ _id: upserted._id as Value }) } : {}) }
}

function remove(context: Context, namespace: string, operation: Doc, totals: Totals): Doc {
  const entry = newDoc({ q: operation.filter as Value, limit: isTruthy(operation.multi) ? 0 : 1 })
  for (const name of ['collation', 'hint'] as const) if (operation[name] !== undefined) entry[name] = operation[name]
  const n = runDelete(context, namespace, entry)
  totals.deleted += n
  return { n }
}
