import { compareInExpression } from './compare.ts'
import { bind, checkVariableName, compileExpression, type Evaluate, type Operator, type Scope } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { compileNamed, namedArguments, operator, unary } from './operator-arguments.ts'
import { asInteger, isNullish, isNumeric, isTruthy, type Doc, type Maybe, typeOf, type Value } from './values.ts'

/** The array that an operator needs. */
export function arrayArgument(value: Maybe, name: string, code: number): readonly Value[] {
  if (!Array.isArray(value)) throw new MongoError(code, `The argument to ${name} must be an array, but was of type: ${typeOf(value)}`)
  return value
}

/** A whole number in the range of int32, as positions are. */
function position(value: Maybe, name: string, codes: { type: number, whole: number }): number {
  if (!isNumeric(value)) throw new MongoError(codes.type, `${name}'s argument must be numeric, but is ${typeOf(value)}`)
  const number = asInteger(value)
  if (number === undefined || Math.abs(number) > 2147483648) throw new MongoError(codes.whole, `${name}'s argument must be representable as a 32-bit integer`)
  return number
}

const elementAt = operator(2, 2, ([list, at], name) => {
  if (isNullish(list) || isNullish(at)) return null
  const items = arrayArgument(list, name, 28689)
  const index = position(at, name, { type: 28690, whole: 28691 })
  return items[index < 0 ? items.length + index : index]
})

const endOf = (at: 0 | -1): Operator => unary((list, name) => {
  if (isNullish(list)) return null
  return arrayArgument(list, name, 28689).at(at)
})

const concat = operator(0, Infinity, (lists, name, { budget }) => {
  if (lists.some(list => !isNullish(list) && !Array.isArray(list))) throw new MongoError(28664, `${name} only supports arrays, not ${typeOf(lists.find(list => !isNullish(list) && !Array.isArray(list)))}`)
  if (lists.some(isNullish)) return null
  const all = (lists as Value[][]).flat()
  budget.spend(all.length * 8)
  return all
})

/** `input`, a variable for each element, and what to do with it. */
interface Iteration { readonly input: Evaluate, readonly cellOf: (item: Value) => void, readonly body: Evaluate, readonly spec: Doc, readonly inner: Scope }

function iteration(argument: Value, scope: Scope, name: string, bodyName: string, optional: readonly string[], codes: { object: number, unknown: number, missing: number }): Iteration {
  const spec = namedArguments(argument, name, ['input', bodyName], optional, codes)
  const variable = spec.as === undefined ? 'this' : checkVariableName(spec.as)
  const { inner, cells } = bind(scope, [variable])
  const [cell] = cells
  const cellOf = (item: Value): void => { scope.budget.tick(); if (cell) cell.value = item }
  return { input: compileExpression(spec.input as Value, scope), cellOf, body: compileExpression(spec[bodyName] as Value, inner), spec, inner }
}

const filter: Operator = (argument, scope, name) => {
  const { input, cellOf, body, spec } = iteration(argument, scope, name, 'cond', ['as', 'limit'], { object: 28646, unknown: 28647, missing: 28648 })
  const limit = spec.limit === undefined ? undefined : compileExpression(spec.limit, scope)
  return env => {
    const list = input(env)
    if (isNullish(list)) return null
    const wanted = limitOf(limit?.(env))
    const kept: Value[] = []
    for (const item of arrayArgument(list, name, 28651)) {
      cellOf(item)
      if (isTruthy(body(env)) && kept.push(item) >= wanted) break
    }
    return kept
  }
}

function limitOf(value: Maybe): number {
  if (isNullish(value)) return Infinity
  const limit = asInteger(value)
  if (limit === undefined) throw new MongoError(327391, '$filter: limit must be represented as a 32-bit integral value')
  if (limit <= 0) throw new MongoError(327392, '$filter: limit must be greater than 0')
  return limit
}

const map: Operator = (argument, scope, name) => {
  const { input, cellOf, body } = iteration(argument, scope, name, 'in', ['as'], { object: 16878, unknown: 16879, missing: 16882 })
  return env => {
    const list = input(env)
    if (isNullish(list)) return null
    return arrayArgument(list, name, 16883).map(item => { cellOf(item); return body(env) ?? null })
  }
}

const reduce: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['input', 'initialValue', 'in'], [], { object: 40075, unknown: 40076, missing: 40079 })
  const { inner, cells: [item, value] } = bind(scope, ['this', 'value'])
  const [input, initial, body] = [compileExpression(spec.input as Value, scope), compileExpression(spec.initialValue as Value, scope), compileExpression(spec.in as Value, inner)]
  return env => {
    const list = input(env)
    if (isNullish(list)) return null
    let result = initial(env)
    for (const one of arrayArgument(list, name, 40080)) {
      scope.budget.tick()
      if (item && value) { item.value = one; value.value = result }
      result = body(env)
    }
    return result ?? null
  }
}

const includes = operator(2, 2, ([needle, list], name, { collation }) => {
  if (!Array.isArray(list)) throw new MongoError(40081, `${name} requires an array as a second argument, found: ${typeOf(list)}`)
  return list.some(item => compareInExpression(item, needle, collation.compareStrings) === 0)
})

const indexOf = operator(2, 4, (values, name, { collation }) => {
  const [list, needle] = values
  if (isNullish(list)) return null
  const items = arrayArgument(list, name, 40090)
  const [from, to] = [bound(values, 2, name, 0), bound(values, 3, name, items.length)]
  for (let i = from; i < Math.min(to, items.length); i++) if (compareInExpression(items[i], needle, collation.compareStrings) === 0) return i
  return -1
})

/** An optional start or end, counted from 0. */
export function bound(values: readonly Maybe[], at: number, name: string, fallback: number): number {
  if (values.length <= at) return fallback
  const value = isNumeric(values[at]) ? asInteger(values[at]) : undefined
  if (value === undefined || Math.abs(value) > 2147483647) throw new MongoError(40096, `${name} requires an integral ${at === 2 ? 'starting' : 'ending'} index, found a value of type: ${typeOf(values[at])}`)
  if (value < 0) throw new MongoError(40097, `${name} requires a nonnegative ${at === 2 ? 'starting' : 'ending'} index, found: ${value}`)
  return value
}

const RANGE_CODES = { start: { type: 34443, whole: 34444 }, end: { type: 34445, whole: 34446 }, step: { type: 34447, whole: 34448 } }

const range = operator(2, 3, ([first, last, by = 1], name, { budget }) => {
  const start = position(first, name, RANGE_CODES.start)
  const end = position(last, name, RANGE_CODES.end)
  const step = position(by, name, RANGE_CODES.step)
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value')
  budget.spend(Math.max(0, Math.ceil((end - start) / step)) * 16)
  const made: Value[] = []
  for (let i = start; step > 0 ? i < end : i > end; i += step) made.push(i)
  return made
})

const reverse = unary((list, name) => (isNullish(list) ? null : [...arrayArgument(list, name, 34435)].reverse()))
const size = unary((list, name) => arrayArgument(list, name, 17124).length)

const slice = operator(2, 3, (values, name) => {
  const [list, a, b] = values
  if (values.some(isNullish)) return null
  const items = arrayArgument(list, name, 28724)
  const first = position(a, name, { type: 28725, whole: 28726 })
  if (values.length === 2) return first >= 0 ? items.slice(0, first) : items.slice(first)
  const count = position(b, name, { type: 28727, whole: 28728 })
  if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`)
  const from = first >= 0 ? first : Math.max(0, items.length + first)
  return items.slice(from, from + count)
})

const zip: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['inputs'], ['useLongestLength', 'defaults'], { object: 34460, unknown: 34464, missing: 34465 })
  const parts = compileNamed(spec, ['inputs', 'defaults'], scope)
  if (!Array.isArray(spec.inputs)) throw new MongoError(34461, `inputs must be an array of expressions, found ${typeOf(spec.inputs)}`)
  if (spec.inputs.length === 0) throw new MongoError(34465, '$zip requires at least one input array')
  if (spec.defaults !== undefined && !Array.isArray(spec.defaults)) throw new MongoError(34462, `defaults must be an array of expressions, found ${typeOf(spec.defaults)}`)
  if (spec.useLongestLength !== undefined && typeof spec.useLongestLength !== 'boolean') throw new MongoError(34463, `useLongestLength must be a bool, found ${typeOf(spec.useLongestLength)}`)
  const longest = spec.useLongestLength === true
  if (spec.defaults !== undefined && !longest) throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true')
  if (Array.isArray(spec.defaults) && spec.defaults.length !== spec.inputs.length) throw new MongoError(34467, 'defaults and inputs must have the same length')
  return env => zipped(parts.inputs?.(env) as Value[], parts.defaults?.(env) as Value[] | undefined, longest)
}

function zipped(lists: readonly Value[], defaults: readonly Value[] | undefined, longest: boolean): Maybe {
  if (lists.some(isNullish)) return null
  const items = lists.map(list => { if (!Array.isArray(list)) throw new MongoError(34468, `$zip found a non-array expression in input: ${typeOf(list)}`); return list })
  const lengths = items.map(list => list.length)
  const length = longest ? Math.max(...lengths) : Math.min(...lengths)
  return Array.from({ length }, (_, i) => items.map((list, j) => (i < list.length ? list[i] as Value : defaults?.[j] ?? null)))
}

export const ARRAY_OPERATORS: Readonly<Record<string, Operator>> = {
  $arrayElemAt: elementAt, $first: endOf(0), $last: endOf(-1), $concatArrays: concat, $filter: filter, $map: map, $reduce: reduce, $in: includes, $indexOfArray: indexOf, $isArray: unary(value => Array.isArray(value)),
  $range: range, $reverseArray: reverse, $size: size, $slice: slice, $zip: zip,
}

