import { compileExpression, fieldPath, type Scope } from './expression.ts'
import { compileFilter } from './match.ts'
import { MongoError } from './mongo-error.ts'
import type { Batches, PipelineContext, Stage, StageBuilder } from './pipeline-parts.ts'
import { slice, sortBatches } from './query.ts'
import { compileRedact } from './redact.ts'
import { compileSort } from './sort.ts'
import { isDoc, isNumeric, type Doc, type Maybe, newDoc, toNumber, typeOf, type Value } from './values.ts'

/** Stages that pass documents on: fewer of them, more of them, or in another order. */
export const flowStage: StageBuilder = (argument, context, name) => {
  switch (name) {
    case '$match': return match(argument, context)
    case '$limit': { const limit = limitOf(argument); return source => slice(source, 0, limit) }
    case '$skip': { const skip = wholeNumber(argument, 5107200, '$skip'); return source => slice(source, skip, 0) }
    case '$sort': return sort(argument, context.scope)
    case '$sample': return sample(argument)
    case '$unwind': return unwind(argument)
    case '$redact': return redact(argument, context.scope)
    default: return count(argument)
  }
}

function match(argument: Value, { scope }: PipelineContext): Stage {
  if (!isDoc(argument)) throw new MongoError(15959, 'the match filter must be an expression in an object')
  const matches = compileFilter(argument, scope)
  return flat(doc => (matches(doc) ? [doc] : []), scope)
}

function flat(each: (doc: Doc) => Doc[], { budget }: Scope): Stage {
  return async function* (source) {
    for await (const batch of source) {
      yield batch.flatMap(doc => { budget.tick(); return each(doc) })
      await budget.breathe()
    }
  }
}

function limitOf(argument: Value): number {
  const limit = wholeNumber(argument, 2107201, '$limit')
  if (limit === 0) throw new MongoError(15958, 'the limit must be positive')
  return limit
}

function wholeNumber(argument: Value, code: number, name: string): number {
  if (!isNumeric(argument)) throw new MongoError(code, `invalid argument to ${name} stage: Expected a number in: ${name}: ${typeOf(argument)}`)
  const number = toNumber(argument)
  if (!Number.isInteger(number)) throw new MongoError(code, `invalid argument to ${name} stage: Expected an integer`)
  if (number < 0 || number >= 2 ** 63) throw new MongoError(code, `invalid argument to ${name} stage: Expected a non-negative number`)
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}

function sort(argument: Value, scope: Scope): Stage {
  if (!isDoc(argument)) throw new MongoError(15973, 'the $sort key specification must be an object')
  if (Object.keys(argument).length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key')
  const order = compileSort(argument, scope)
  return source => sortBatches(source, doc => order.keyOf(doc), order, Infinity, scope.budget)
}

function sample(argument: Value): Stage {
  if (!isDoc(argument)) throw new MongoError(28745, 'the $sample stage specification must be an object')
  const unknown = Object.keys(argument).find(name => name !== 'size')
  if (unknown) throw new MongoError(28748, `unrecognized option to $sample: ${unknown}`)
  if (argument.size === undefined) throw new MongoError(28749, '$sample stage must specify a size')
  if (!isNumeric(argument.size)) throw new MongoError(28746, 'size argument to $sample must be a number')
  const size = Math.trunc(toNumber(argument.size))
  if (size < 1) throw new MongoError(28747, 'size argument to $sample must be a positive integer')
  return async function* (source) { yield await draw(source, size) }
}

/** Every set of that size is equally likely, in one pass (reservoir sampling). */
async function draw(source: Batches, size: number): Promise<Doc[]> {
  const kept: Doc[] = []
  let seen = 0
  for await (const batch of source) {
    for (const doc of batch) {
      const at = seen++ < size ? kept.length : Math.floor(Math.random() * seen)
      if (at < size) kept[at] = doc
    }
  }
  return kept
}

function count(argument: Value): Stage {
  if (typeof argument !== 'string') throw new MongoError(40156, 'the count field must be a non-empty string')
  if (argument === '') throw new MongoError(40157, 'the count field must be a non-empty string')
  if (argument.startsWith('$')) throw new MongoError(40158, "the count field cannot be a $-prefixed path")
  if (argument.includes('\0')) throw new MongoError(40159, 'the count field cannot contain a null byte')
  if (argument.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'")
  if (argument === '_id') throw new MongoError(9039800, 'the count field cannot be _id')
  return async function* (source) {
    let total = 0
    for await (const batch of source) total += batch.length
    if (total > 0) yield [newDoc({ [argument]: total })]
  }
}

interface Unwinding { readonly parts: readonly string[], readonly index: string | undefined, readonly keepEmpty: boolean }

function unwind(argument: Value): Stage {
  const options = unwindOptions(argument)
  return async function* (source) { for await (const batch of source) yield batch.flatMap(doc => unwound(doc, options)) }
}

function unwindOptions(argument: Value): Unwinding {
  if (typeof argument === 'string') return { parts: unwindPath(argument), index: undefined, keepEmpty: false }
  if (!isDoc(argument)) throw new MongoError(15981, `expected either a string or an object as specification for $unwind stage, got ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name))
  if (unknown) throw new MongoError(28811, `unrecognized option to $unwind stage: ${unknown}`)
  if (argument.path === undefined) throw new MongoError(28812, 'no path specified to $unwind stage')
  if (typeof argument.path !== 'string') throw new MongoError(28808, `expected a string as the path for $unwind stage, got ${typeOf(argument.path)}`)
  const keep = argument.preserveNullAndEmptyArrays
  if (keep !== undefined && typeof keep !== 'boolean') throw new MongoError(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage')
  return { parts: unwindPath(argument.path), index: unwindIndex(argument.includeArrayIndex), keepEmpty: keep === true }
}

function unwindPath(path: string): string[] {
  if (path === '') throw new MongoError(28812, 'no path specified to $unwind stage')
  if (!path.startsWith('$')) throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  return fieldPath(path.slice(1))
}

function unwindIndex(value: Maybe): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '') throw new MongoError(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage')
  if (value.startsWith('$')) throw new MongoError(28822, 'includeArrayIndex option to $unwind stage should not be prefixed with a \'$\'')
  fieldPath(value)
  return value
}

function unwound(doc: Doc, { parts, index, keepEmpty }: Unwinding): Doc[] {
  const value = plainValue(doc, parts)
  const items = Array.isArray(value) ? value : value === null || value === undefined ? [] : undefined
  const place = (copy: Doc, at: Value): Doc => (index === undefined ? copy : copyAlong(copy, index.split('.'), at))
  if (!items) return [place(copyAlong(doc, parts, value as Value), null)]
  if (items.length > 0) return items.map((item, i) => place(copyAlong(doc, parts, item), BigInt(i)))
  return keepEmpty ? [place(Array.isArray(value) ? copyAlong(doc, parts, undefined) : newDoc(doc), null)] : []
}

/** Unlike an expression, `$unwind` does not look into arrays on the way. */
function plainValue(doc: Doc, parts: readonly string[]): Maybe {
  let at: Maybe = doc
  for (const part of parts) at = isDoc(at) ? at[part] : undefined
  return at
}

/** A copy that shares everything but the path; undefined removes the field. */
function copyAlong(doc: Doc, parts: readonly string[], value: Maybe, at = 0): Doc {
  const copy = newDoc(doc)
  const name = parts[at] as string
  const inner = doc[name]
  if (at < parts.length - 1) copy[name] = copyAlong(isDoc(inner) ? inner : newDoc(), parts, value, at + 1)
  else if (value === undefined) delete copy[name]
  else copy[name] = value
  return copy
}

function redact(argument: Value, scope: Scope): Stage {
  const apply = compileRedact(argument, scope)
  return flat(doc => { const kept = apply(doc); return kept ? [kept] : [] }, scope)
}

/** Sessions have no state here: there is the one of this command. */
export const sessionsStage: StageBuilder = (_argument, { session, scope }) => async function* () {
  if (session) yield [newDoc({ _id: session, lastUse: scope.now })]
}

/** `$documents`: the pipeline's input is written in it. */
export const documentsStage: StageBuilder = (argument, { scope }) => {
  const evaluate = compileExpression(argument, scope)
  return async function* () {
    const docs = evaluate({ root: undefined, current: undefined })
    if (!Array.isArray(docs)) throw new MongoError(5858203, 'an array is expected as $documents argument')
    if (!docs.every(isDoc)) throw new MongoError(40228, '$documents elements must be objects')
    yield docs
  }
}
