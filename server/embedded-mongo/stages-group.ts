import { type Accumulator, compileAccumulator, type NewAccumulator } from './accumulators.ts'
import { assignBuckets, isGranularity } from './bucket-auto.ts'
import { compare, TYPE_ORDER } from './compare.ts'
import { compileExpression, type Env, type Evaluate, type Scope } from './expression.ts'
import { mapKey } from './keys.ts'
import { MongoError } from './mongo-error.ts'
import type { Batches, Stage, StageBuilder } from './pipeline-parts.ts'
import { asInteger, isDoc, isNumeric, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'

type Fields = readonly (readonly [string, NewAccumulator])[]

function compileFields(spec: Doc, scope: Scope): Fields {
  return Object.entries(spec).map(([field, value]) => [field, compileAccumulator(field, value, scope)] as const)
}

class Group {
  readonly #parts: [string, Accumulator][]
  constructor(fields: Fields, key: Env) { this.#parts = fields.map(([field, make]) => [field, make(key)]) }
  add(env: Env): void { for (const [, part] of this.#parts) part.add(env) }

  result(id: Value): Doc {
    const made = newDoc({ _id: id })
    for (const [field, part] of this.#parts) made[field] = part.result() ?? null
    return made
  }
}

export const groupStage: StageBuilder = (argument, { scope }) => {
  if (!isDoc(argument)) throw new MongoError(15947, "a group's fields must be specified in an object")
  if (argument._id === undefined) throw new MongoError(15955, 'a group specification must include an _id')
  const { _id, ...rest } = argument
  return grouping(compileExpression(_id, scope), compileFields(rest, scope), scope)
}

function grouping(keyOf: Evaluate, fields: Fields, scope: Scope): Stage {
  return async function* (source) {
    const groups = new Map<string, { id: Value, group: Group }>()
    for await (const batch of source) {
      for (const doc of batch) addToGroup(groups, doc, keyOf, fields, scope)
      await scope.budget.breathe()
    }
    yield [...groups.values()].map(({ id, group }) => group.result(id))
  }
}

function addToGroup(groups: Map<string, { id: Value, group: Group }>, doc: Doc, keyOf: Evaluate, fields: Fields, { collation, budget }: Scope): void {
  const env = { root: doc, current: doc }
  const id = keyOf(env) ?? null
  const key = mapKey(id, collation.fold)
  let known = groups.get(key)
  if (!known) {
    budget.spend(key.length + 100)
    groups.set(key, known = { id, group: new Group(fields, { root: { _id: id }, current: id }) })
  }
  known.group.add(env)
  budget.tick()
}

export const sortByCountStage: StageBuilder = (argument, context) => {
  const isExpression = (typeof argument === 'string' && argument.startsWith('$')) || (isDoc(argument) && Object.keys(argument).length === 1 && Object.keys(argument)[0]?.startsWith('$') === true)
  if (typeof argument === 'string' && !isExpression) throw new MongoError(40148, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object')
  if (isDoc(argument) && !isExpression) throw new MongoError(40147, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object')
  if (!isExpression) throw new MongoError(40149, 'the sortByCount field must be specified as a string or as an object')
  const group = groupStage({ _id: argument, count: { $sum: 1 } }, context, '$group')
  return async function* (source) {
    for await (const groups of group(source)) yield groups.sort((a, b) => compare(b.count, a.count))
  }
}

export const bucketStage: StageBuilder = (argument, { scope }) => {
  if (!isDoc(argument)) throw new MongoError(40201, `Argument to $bucket stage must be an object, but found type: ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['groupBy', 'boundaries', 'default', 'output'].includes(name))
  if (unknown) throw new MongoError(40197, `Unrecognized option to $bucket: ${unknown}`)
  if (argument.groupBy === undefined || argument.boundaries === undefined) throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified")
  const groupBy = groupByOf(argument.groupBy, 40202, scope)
  const boundaries = boundariesOf(argument.boundaries, scope)
  const fallback = argument.default === undefined ? undefined : constant(argument.default, 40195, scope)
  checkDefault(fallback, boundaries)
  const fields = outputOf(argument.output, 40196, scope)
  const keyOf: Evaluate = env => bucketOf(groupBy(env), boundaries, fallback, scope)
  const group = grouping(keyOf, fields, scope)
  return async function* (source) {
    for await (const groups of group(source)) yield groups.sort((a, b) => compare(a._id, b._id, scope.collation.compareStrings))
  }
}

function groupByOf(value: Value, code: number, scope: Scope): Evaluate {
  const isExpression = (typeof value === 'string' && value.startsWith('$')) || (isDoc(value) && Object.keys(value)[0]?.startsWith('$') === true)
  if (!isExpression) throw new MongoError(code, "the 'groupBy' field must be defined as a $-prefixed path or an expression")
  return compileExpression(value, scope)
}

/** Boundaries and defaults are expressions without documents. */
function constant(value: Value, code: number, scope: Scope): Value {
  if (typeof value === 'string' && value.startsWith('$') && !value.startsWith('$$')) throw new MongoError(code, 'the value must be a constant expression')
  return compileExpression(value, scope)({ root: undefined, current: undefined }) ?? null
}

function boundariesOf(value: Value, scope: Scope): Value[] {
  if (!Array.isArray(value)) throw new MongoError(40200, `The $bucket 'boundaries' field must be an array, but found type: ${typeOf(value)}`)
  if (value.length < 2) throw new MongoError(40192, "The $bucket 'boundaries' field must have at least 2 values")
  const boundaries = value.map(item => constant(item, 40191, scope))
  for (let i = 1; i < boundaries.length; i++) {
    const [low, high] = [boundaries[i - 1] as Value, boundaries[i] as Value]
    if (TYPE_ORDER[typeOf(low)] !== TYPE_ORDER[typeOf(high)]) throw new MongoError(40193, 'All values in the the \'boundaries\' option to $bucket must have the same type')
    if (compare(low, high, scope.collation.compareStrings) >= 0) throw new MongoError(40194, "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order")
  }
  return boundaries
}

function checkDefault(fallback: Maybe, boundaries: readonly Value[]): void {
  if (fallback === undefined) return
  if (compare(fallback, boundaries[0]) >= 0 && compare(fallback, boundaries[boundaries.length - 1]) < 0) throw new MongoError(40199, "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary")
}

function bucketOf(value: Maybe, boundaries: readonly Value[], fallback: Maybe, { collation }: Scope): Value {
  const above = boundaries.findIndex(boundary => compare(value, boundary, collation.compareStrings) < 0)
  if (above > 0) return boundaries[above - 1] as Value
  if (fallback === undefined) throw new MongoError(7158303, '$switch could not find a matching branch for an input, and no default was specified.')
  return fallback
}

function outputOf(value: Maybe, code: number, scope: Scope): Fields {
  if (value === undefined) return compileFields({ count: { $sum: 1 } }, scope)
  if (!isDoc(value)) throw new MongoError(code, `The 'output' field must be an object, but found type: ${typeOf(value)}`)
  if (value._id !== undefined) throw new MongoError(15948, 'the output may not have a field _id')
  return compileFields(value, scope)
}

export const bucketAutoStage: StageBuilder = (argument, { scope }) => {
  if (!isDoc(argument)) throw new MongoError(40240, `The argument to $bucketAuto must be an object, but found type: ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['groupBy', 'buckets', 'output', 'granularity'].includes(name))
  if (unknown) throw new MongoError(40245, `Unrecognized option to $bucketAuto: ${unknown}`)
  if (argument.groupBy === undefined || argument.buckets === undefined) throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified")
  const groupBy = groupByOf(argument.groupBy, 40239, scope)
  const buckets = bucketCount(argument.buckets)
  const granularity = granularityOf(argument.granularity)
  const fields = outputOf(argument.output, 40244, scope)
  return async function* (source) { yield await bucketed(source, groupBy, fields, buckets, granularity, scope) }
}

function bucketCount(value: Value): number {
  if (!isNumeric(value)) throw new MongoError(40241, `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${typeOf(value)}`)
  const count = asInteger(value)
  if (count === undefined || count > 2147483647) throw new MongoError(40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer")
  if (count <= 0) throw new MongoError(40243, "The $bucketAuto 'buckets' field must be greater than 0")
  return count
}

function granularityOf(value: Maybe): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new MongoError(40261, `The $bucketAuto 'granularity' field must be a string, but found type: ${typeOf(value)}`)
  if (!isGranularity(value)) throw new MongoError(40257, `Unknown rounding granularity '${value}'`)
  return value
}

async function bucketed(source: Batches, groupBy: Evaluate, fields: Fields, buckets: number, granularity: string | undefined, scope: Scope): Promise<Doc[]> {
  const items: { key: Value, doc: Doc }[] = []
  for await (const batch of source) {
    for (const doc of batch) items.push({ key: groupBy({ root: doc, current: doc }) ?? null, doc })
    scope.budget.spend(batch.length * 64)
    await scope.budget.breathe()
  }
  items.sort((a, b) => compare(a.key, b.key, scope.collation.compareStrings))
  return assignBuckets(items.map(({ key }) => key), buckets, granularity).map(({ from, to, min, max }) => {
    const id = newDoc({ min, max })
    const group = new Group(fields, { root: { _id: id }, current: id })
    for (const { doc } of items.slice(from, to)) group.add({ root: doc, current: doc })
    return group.result(id)
  })
}

