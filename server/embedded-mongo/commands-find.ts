import { Double } from 'bson'
import { decodeFields } from './bson-decode.ts'
import { RawDoc, type Reply, type ReplyValue } from './bson-encode.ts'
import { type Command, type Context, countArgument, namespaceOf, scopeOf } from './command.ts'
import { DEFAULT_BATCH, type Results } from './cursors.ts'
import type { Scope } from './expression.ts'
import { mapKey } from './keys.ts'
import { compileFilter, filterArgument } from './match.ts'
import { badValue, CODES, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { leavesAt } from './paths.ts'
import { compileProjection, fieldsKept, projectionArgument } from './projection.ts'
import { docOf, find, type Found, planQuery, type Query, type Source, start, type Started } from './query.ts'
import { compileSort, isNaturalSort, sortArgument } from './sort.ts'
import { asInteger, isNullish, isTruthy, type Doc, type Maybe, type Value } from './values.ts'

const OK = new Double(1)

export const findCommand: Command = {
  fields: {
    filter: 'object', sort: 'object', projection: 'object', hint: 'hint', skip: 'number', limit: 'number', batchSize: 'number', singleBatch: 'boolish', min: 'object', max: 'object',
    returnKey: 'boolish', showRecordId: 'boolish', tailable: 'boolish', awaitData: 'boolish', noCursorTimeout: 'boolish', allowPartialResults: 'boolish', oplogReplay: 'boolish',
    collation: 'object', allowDiskUse: 'boolish', let: 'object',
  },
  run(context) {
    refuseFindOptions(context.command)
    const namespace = namespaceOf(context)
    const { source, query, scope } = findQuery(context, namespace)
    const shape = shaper(context.command.projection, scope)
    if (isNaturalSort(query.sort) === false && query.sort) compileSort(query.sort, scope)
    // With a source to start from, starting compiles the filter.
    if (!source || query.sort) compileFilter(query.filter, scope)
    const batchSize = batchArgument(context.command.batchSize)
    const results = source ? shapedResults(start(source, query, batchSize ?? DEFAULT_BATCH), shape) : { head: [], rest: undefined }
    return context.cursors.first(namespace, results, batchSize, { single: isTruthy(context.command.singleBatch), patient: isTruthy(context.command.noCursorTimeout) })
  },
}

function refuseFindOptions(command: Doc): void {
  for (const name of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'oplogReplay'] as const) if (isTruthy(command[name])) throw notSupported(`find option ${name}`)
  for (const name of ['min', 'max'] as const) if (command[name] && Object.keys(command[name]).length > 0) throw notSupported(`find option ${name}`)
}

/** Reads filter, sort, hint, skip and limit; the source is missing when the collection is. */
export function findQuery(context: Context, namespace: string): { source: Source | undefined, query: Query, scope: Scope } {
  const { command, storage } = context
  const collection = context.catalog.get(namespace)
  const scope = scopeOf(context, collection)
  const query: Query = {
    filter: filterArgument(command.filter ?? command.query, 'filter'), sort: sortArgument(command.sort), hint: command.hint,
    skip: countArgument(command.skip, 'skip'), limit: countArgument(command.limit, 'limit'),
  }
  return { source: collection && { storage, collection, scope }, query, scope }
}

export function batchArgument(value: Maybe): number | undefined {
  return isNullish(value) ? undefined : countArgument(value, 'batchSize')
}

/** Whole documents go out as they are stored. */
function shaper(projection: Maybe, scope: Scope): (found: Found) => ReplyValue {
  const spec = projectionArgument(projection)
  if (!spec) return ({ bytes }) => new RawDoc(bytes)
  const project = compileProjection(spec, scope, { find: true })
  const kept = fieldsKept(spec)
  return found => project(found.doc ?? (kept ? decodeFields(found.bytes, kept) : docOf(found)), found.position)
}

function shapedResults({ head, rest }: Started, shape: (one: Found) => ReplyValue): Results {
  return { head: head.map(shape), rest: rest && shaped(rest, shape) }
}

async function* shaped(found: AsyncIterable<Found[]>, shape: (one: Found) => ReplyValue): AsyncGenerator<ReplyValue[]> {
  for await (const batch of found) yield batch.map(shape)
}

export async function* nothing(): AsyncGenerator<never[]> { /* a collection that is not there */ }

export const getMoreCommand: Command = {
  fields: { collection: 'string', batchSize: 'number', term: 'any' },
  run({ command, cursors, database }) {
    const id = command.getMore
    if (typeof id !== 'bigint') throw typeMismatch("BSON field 'getMore.getMore' is the wrong type, expected type 'long'")
    if (typeof command.collection !== 'string') throw new MongoError(CODES.MissingField, "BSON field 'getMore.collection' is missing but a required field")
    const batchSize = batchArgument(command.batchSize)
    return cursors.next(id, `${database}.${command.collection}`, batchSize === 0 ? undefined : batchSize)
  },
}

export const killCursorsCommand: Command = {
  fields: { cursors: 'array' },
  async run(context) {
    const { command, cursors } = context
    const namespace = namespaceOf(context)
    if (!Array.isArray(command.cursors)) throw new MongoError(CODES.MissingField, "BSON field 'killCursors.cursors' is missing but a required field")
    const killed: Value[] = []
    const missing: Value[] = []
    for (const id of command.cursors) {
      if (typeof id !== 'bigint') throw typeMismatch("BSON field 'killCursors.cursors' elements must be of type 'long'")
    }
    for (const id of command.cursors) (await cursors.kill(id as bigint, namespace) ? killed : missing).push(id)
    return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: OK }
  },
}

export const countCommand: Command = {
  fields: { query: 'object', limit: 'number', skip: 'number', hint: 'hint', collation: 'object', fields: 'any', let: 'object' },
  async run(context): Promise<Reply> {
    const limit = asInteger(context.command.limit) ?? 0
    const absolute = { ...context, command: { ...context.command, limit: Math.abs(limit) } }
    const { source, query, scope } = findQuery(absolute, namespaceOf(context))
    compileFilter(query.filter, scope)
    return { n: source ? await countMatches(source, query, context) : 0, ok: OK }
  },
}

async function countMatches(source: Source, query: Query, { records }: Context): Promise<number> {
  if (Object.keys(query.filter).length === 0 && isNullish(query.hint)) {
    const all = Math.max(0, records.count(source.collection) - (query.skip ?? 0))
    return query.limit ? Math.min(all, query.limit) : all
  }
  let count = 0
  for await (const batch of find(source, query)) count += batch.length
  return count
}

export const distinctCommand: Command = {
  fields: { key: 'string', query: 'object', collation: 'object', hint: 'hint' },
  async run(context): Promise<Reply> {
    const { command } = context
    if (typeof command.key !== 'string') throw new MongoError(CODES.MissingField, "BSON field 'distinct.key' is missing but a required field")
    if (command.key.includes('\0')) throw badValue('distinct key cannot contain a null byte')
    const { source, query, scope } = findQuery(context, namespaceOf(context))
    compileFilter(query.filter, scope)
    const found = new Map<string, Value>()
    const path = command.key.split('.')
    if (source) {
      // The values come in the collection's order, unless the hinted index leaves documents out.
      const { index } = planQuery(source, query)
      const hint = index?.sparse || index?.partial ? query.hint : undefined
      for await (const batch of find(source, { ...query, hint })) for (const one of batch) addValues(leavesAt(docOf(one), path), found, scope)
    }
    return { values: [...found.values()], ok: OK }
  },
}

function addValues(values: readonly Maybe[], found: Map<string, Value>, { collation, budget }: Scope): void {
  for (const value of values) {
    const key = mapKey(value, collation.fold)
    if (value === undefined || found.has(key)) continue
    found.set(key, value)
    budget.spend(key.length)
  }
}

