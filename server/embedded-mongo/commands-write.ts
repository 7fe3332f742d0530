import { Double } from 'bson'
import type { Reply, ReplyValue } from './bson-encode.ts'
import { decodeDoc } from './bson-decode.ts'
import { checkType, type Command, type Context, type FieldType, isDurable, namespaceOf, scopeOf } from './command.ts'
import { CODES, failedToParse, MongoError, typeMismatch } from './mongo-error.ts'
import { sortArgument } from './sort.ts'
import { asInteger, isDoc, isNullish, isTruthy, type Doc, type Maybe, type Value } from './values.ts'
import { checkStatement, deleteDocuments, insertDocument, type UpdateOutcome, updateDocuments, type UpdateStatement } from './write-operations.ts'

const OK = new Double(1)
const MAX_STATEMENTS = 100_000

/** The documents of a write command: in its body, or beside it as a sequence. */
function statements({ name, command, sequences }: Context, field: string): (Doc | Buffer)[] {
  const items: readonly (Value | Buffer)[] = sequences.get(field) ?? (command[field] as Value[] | undefined) ?? []
  if (isNullish(command[field]) && !sequences.has(field)) throw new MongoError(CODES.MissingField, `BSON field '${name}.${field}' is missing but a required field`)
  if (!Array.isArray(items)) throw typeMismatch(`BSON field '${name}.${field}' is the wrong type, expected type 'array'`)
  if (items.length === 0 || items.length > MAX_STATEMENTS) throw new MongoError(CODES.InvalidLength, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${items.length} operations.`)
  return items.map(item => {
    if (!Buffer.isBuffer(item) && !isDoc(item)) throw typeMismatch(`BSON field '${name}.${field}.0' is the wrong type, expected type 'object'`)
    return item
  })
}

const decoded = (items: readonly (Doc | Buffer)[]): Doc[] => items.map(item => (Buffer.isBuffer(item) ? decodeDoc(item) : item))

/** What went wrong with one statement, as clients expect it. */
export function writeError(error: unknown, index: number): ReplyValue {
  if (!(error instanceof MongoError)) throw error
  return { index, code: error.code, errmsg: error.message, ...error.details }
}

/** Runs statements one after the other in one write; an ordered list stops at the first error. */
function runAll(context: Context, count: number, run: (index: number) => void): Promise<ReplyValue[]> {
  const ordered = context.command.ordered !== false
  return context.storage.write(() => {
    const errors: ReplyValue[] = []
    for (let i = 0; i < count && !(ordered && errors.length > 0); i++) {
      try { run(i) } catch (error) { errors.push(writeError(error, i)) }
    }
    return errors
  }, isDurable(context.command))
}

const replyWith = (fields: Reply, errors: readonly ReplyValue[]): Reply => ({ ...fields, ...(errors.length > 0 ? { writeErrors: errors } : {}), ok: OK })

const WRITE_FIELDS: Readonly<Record<string, FieldType>> = { ordered: 'bool', bypassDocumentValidation: 'boolish', stmtId: 'any', stmtIds: 'any', isTimeseriesNamespace: 'any' }

export const insertCommand: Command = {
  write: true,
  fields: { ...WRITE_FIELDS, documents: 'array' },
  async run(context) {
    const namespace = namespaceOf(context)
    const documents = statements(context, 'documents')
    let inserted = 0
    const errors = await runAll(context, documents.length, i => {
      insertDocument(context, context.catalog.ensure(namespace), documents[i] as Doc | Buffer)
      inserted++
    })
    return replyWith({ n: inserted }, errors)
  },
}

const UPDATE_FIELDS: Readonly<Record<string, FieldType>> = {
  q: 'object', u: 'any', c: 'object', arrayFilters: 'array', multi: 'bool', upsert: 'boolish', collation: 'object', hint: 'hint', sort: 'object', upsertSupplied: 'bool', sampleId: 'any',
}

export const updateCommand: Command = {
  write: true,
  fields: { ...WRITE_FIELDS, updates: 'array', let: 'object' },
  async run(context) {
    const namespace = namespaceOf(context)
    const updates = decoded(statements(context, 'updates'))
    for (const update of updates) checkFields('update.updates', update, UPDATE_FIELDS)
    const outcomes: UpdateOutcome[] = []
    const upserted: ReplyValue[] = []
    const errors = await runAll(context, updates.length, index => {
      const outcome = runUpdate(context, namespace, updates[index] as Doc)
      outcomes.push(outcome)
      if (outcome.upserted) upserted.push({ index, _id: outcome.upserted._id })
    })
    const n = outcomes.reduce((sum, { matched, upserted }) => sum + matched + (upserted ? 1 : 0), 0)
    return replyWith({ n, nModified: outcomes.reduce((sum, { modified }) => sum + modified, 0), ...(upserted.length > 0 ? { upserted } : {}) }, errors)
  },
}

export function checkFields(where: string, statement: Doc, fields: Readonly<Record<string, FieldType>>): void {
  for (const [field, value] of Object.entries(statement)) {
    const type = fields[field]
    if (type === undefined) throw new MongoError(CODES.UnknownField, `BSON field '${where}.${field}' is an unknown field.`)
    checkType(`${where}.${field}`, value, type)
  }
}

/** Within a write: one entry of an update command. */
export function runUpdate(context: Context, namespace: string, entry: Doc): UpdateOutcome {
  if (!isDoc(entry.q)) throw new MongoError(CODES.MissingField, "BSON field 'update.updates.q' is missing but a required field")
  if (entry.u === undefined) throw new MongoError(CODES.MissingField, "BSON field 'update.updates.u' is missing but a required field")
  const statement: UpdateStatement = {
    query: { filter: entry.q, sort: sortArgument(entry.sort), hint: entry.hint }, update: entry.u, arrayFilters: arrayFiltersOf(entry.arrayFilters), multi: isTruthy(entry.multi), upsert: isTruthy(entry.upsert),
  }
  if (entry.c !== undefined && !Array.isArray(entry.u)) throw new MongoError(51198, 'Constant values may only be specified for pipeline updates')
  if (statement.multi && statement.query.sort) throw failedToParse('Cannot specify sort with multi=true')
  return applyUpdate(context, namespace, statement, { command: { ...context.command, ...(isDoc(entry.c) ? { let: { ...(isDoc(context.command.let) ? context.command.let : {}), ...entry.c } } : {}) } }, entry.collation)
}

/** Within a write; an upsert makes the collection. */
export function applyUpdate(context: Context, namespace: string, statement: UpdateStatement, command: Pick<Context, 'command'>, collation: Maybe): UpdateOutcome {
  const known = context.catalog.get(namespace)
  const scope = scopeOf(command, known, collation)
  checkStatement(statement.query.filter, statement.update, statement.arrayFilters, scope)
  const collection = known ?? (statement.upsert ? context.catalog.ensure(namespace) : undefined)
  return collection ? updateDocuments(context, collection, statement, scope) : { matched: 0, modified: 0 }
}

export function arrayFiltersOf(value: Maybe): Doc[] {
  if (isNullish(value)) return []
  if (!Array.isArray(value) || !value.every(isDoc)) throw typeMismatch("BSON field 'arrayFilters' must be an array of objects")
  return value
}

const DELETE_FIELDS: Readonly<Record<string, FieldType>> = { q: 'object', limit: 'number', collation: 'object', hint: 'hint', sampleId: 'any' }

export const deleteCommand: Command = {
  write: true,
  fields: { ...WRITE_FIELDS, deletes: 'array', let: 'object' },
  async run(context) {
    const namespace = namespaceOf(context)
    const deletes = decoded(statements(context, 'deletes'))
    for (const entry of deletes) { checkFields('delete.deletes', entry, DELETE_FIELDS); deleteLimit(entry) }
    let n = 0
    const errors = await runAll(context, deletes.length, i => { n += runDelete(context, namespace, deletes[i] as Doc) })
    return replyWith({ n }, errors)
  },
}

function deleteLimit(entry: Doc): number {
  if (!isDoc(entry.q)) throw new MongoError(CODES.MissingField, "BSON field 'delete.deletes.q' is missing but a required field")
  if (isNullish(entry.limit)) throw new MongoError(CODES.MissingField, "BSON field 'delete.deletes.limit' is missing but a required field")
  const limit = asInteger(entry.limit)
  if (limit !== 0 && limit !== 1) throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(entry.limit)}`)
  return limit
}

/** Within a write: one entry of a delete command. */
export function runDelete(context: Context, namespace: string, entry: Doc): number {
  const collection = context.catalog.get(namespace)
  const scope = scopeOf(context, collection, entry.collation)
  checkStatement(entry.q as Doc, undefined, [], scope)
  return collection ? deleteDocuments(context, collection, { filter: entry.q as Doc, hint: entry.hint, limit: deleteLimit(entry) }, scope).length : 0
}
