import { compare } from './compare.ts'
import { compileExpression, type Env, type Evaluate, type Scope } from './expression.ts'
import { mapKey } from './keys.ts'
import { MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { divide } from './numbers.ts'
import { compileSort } from './sort.ts'
import { standardDeviation, type Total, totalOf } from './statistics.ts'
import { asInteger, isDoc, isNullish, isNumeric, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'

/** Takes in values one by one and says at the end what they come to. */
export interface Accumulator { add(env: Env): void, result(): Maybe }
/** Makes a fresh accumulator for each group; `n` may depend on the group's key. */
export type NewAccumulator = (group: Env) => Accumulator

type FromValues = (scope: Scope) => { add(value: Maybe): void, result(): Maybe }

/** Accumulators that see one expression's value per document. */
const SIMPLE: Readonly<Record<string, FromValues>> = {
  $sum: () => { const total = totalOf(); return { add: value => { if (isNumeric(value)) total.add(value) }, result: () => total.sum() } },
  $avg: () => average(),
  $min: scope => extreme(-1, scope),
  $max: scope => extreme(1, scope),
  $first: () => { let first: Maybe; let any = false; return { add: value => { if (!any) { first = value ?? null; any = true } }, result: () => first ?? null } },
  $last: () => { let last: Maybe = null; return { add: value => { last = value ?? null }, result: () => last } },
  $push: ({ budget }) => { const all: Value[] = []; return { add: value => { if (value !== undefined) { budget.spend(16); all.push(value) } }, result: () => all } },
  $addToSet: scope => distinctValues(scope),
  $stdDevPop: () => standardDeviation(false),
  $stdDevSamp: () => standardDeviation(true),
  $mergeObjects: () => mergeObjects(),
  $concatArrays: () => { const all: Value[] = []; return { add: value => { all.push(...arrayInput('$concatArrays', value)) }, result: () => all } },
  $setUnion: scope => { const all = distinctValues(scope); return { add: value => { arrayInput('$setUnion', value).forEach(item => { all.add(item) }) }, result: () => all.result() } },
}

function average(): ReturnType<FromValues> {
  const total: Total = totalOf()
  let count = 0
  return { add: value => { if (isNumeric(value)) { total.add(value); count++ } }, result: () => (count === 0 ? null : divide(total.sum(), count)) }
}

function extreme(sign: number, { collation }: Scope): ReturnType<FromValues> {
  let best: Maybe
  return {
    add: value => { if (!isNullish(value) && (best === undefined || Math.sign(compare(value, best, collation.compareStrings)) === sign)) best = value },
    result: () => best ?? null,
  }
}

function distinctValues({ collation, budget }: Scope): ReturnType<FromValues> {
  const found = new Map<string, Value>()
  return {
    add: value => {
      if (value === undefined) return
      const key = mapKey(value, collation.fold)
      if (found.has(key)) return
      budget.spend(key.length)
      found.set(key, value)
    },
    result: () => [...found.values()],
  }
}

function mergeObjects(): ReturnType<FromValues> {
  let merged = newDoc()
  return {
    add: value => {
      if (isNullish(value)) return
      if (!isDoc(value)) throw new MongoError(5911200, `$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`)
      merged = newDoc(merged, value)
    },
    result: () => merged,
  }
}

function arrayInput(name: string, value: Maybe): readonly Value[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw typeMismatch(`${name} requires array inputs, but input is of type ${typeOf(value)}`)
  return value
}

/** Compiles `{$sum: '$a'}` and its like, as `$group` takes them. */
export function compileAccumulator(field: string, spec: Value, scope: Scope): NewAccumulator {
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`)
  if (field.startsWith('$')) throw new MongoError(40236, `The field name '${field}' cannot be an operator name`)
  if (!isDoc(spec)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`)
  const names = Object.keys(spec)
  if (names[0]?.startsWith('$') === false) throw new MongoError(40234, `The field '${field}' must be an accumulator object`)
  if (names.length !== 1) throw new MongoError(40238, `The field '${field}' must specify one accumulator`)
  return accumulator(names[0] as string, spec[names[0] as string] as Value, scope)
}

export function accumulator(name: string, argument: Value, scope: Scope): NewAccumulator {
  const make = SIMPLE[name]
  if (make) return simple(make, singleArgument(name, argument, scope), scope)
  switch (name) {
    case '$count': return countAll(argument)
    case '$firstN': case '$lastN': case '$minN': case '$maxN': return severalOf(name, argument, scope)
    case '$top': case '$bottom': case '$topN': case '$bottomN': return ranked(name, argument, scope)
    case '$accumulator': case '$median': case '$percentile': throw notSupported(`accumulator ${name}`)
    default: throw new MongoError(15952, `unknown group operator '${name}'`)
  }
}

function simple(make: FromValues, evaluate: Evaluate, scope: Scope): NewAccumulator {
  return () => {
    const inner = make(scope)
    return { add: env => { inner.add(evaluate(env)) }, result: () => inner.result() }
  }
}

function singleArgument(name: string, argument: Value, scope: Scope): Evaluate {
  if (Array.isArray(argument)) throw new MongoError(40237, `The ${name} accumulator is a unary operator`)
  return compileExpression(argument, scope)
}

function countAll(argument: Value): NewAccumulator {
  if (Array.isArray(argument)) throw new MongoError(40237, 'The $count accumulator is a unary operator')
  if (!isDoc(argument) || Object.keys(argument).length > 0) throw typeMismatch('$count takes no arguments, i.e. $count:{}')
  return () => { let count = 0; return { add: () => { count++ }, result: () => count } }
}

/** Checks an argument's fields by name. */
function namedArguments(name: string, argument: Value, required: readonly string[]): Doc {
  if (!isDoc(argument)) throw new MongoError(5787900, `specification must be an object; found ${name}: ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(field => !required.includes(field))
  if (unknown) throw new MongoError(5787901, `Unknown argument for ${name}: ${unknown}`)
  const missing = required.find(field => argument[field] === undefined)
  if (missing) throw new MongoError(missing === 'n' ? 5787906 : missing === 'sortBy' ? 5788005 : 5787907, `Missing value for '${missing}'`)
  return argument
}

export function countOf(name: string, value: Maybe): number {
  if (!isNumeric(value)) throw new MongoError(5787902, `Value for 'n' must be of integral type, but found ${typeOf(value)}`)
  const n = asInteger(value)
  if (n === undefined) throw new MongoError(5787903, `Value for 'n' must be of integral type in ${name}`)
  if (n <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${n}`)
  return n
}

function severalOf(name: string, argument: Value, scope: Scope): NewAccumulator {
  const { n, input } = namedArguments(name, argument, ['n', 'input'])
  const [count, evaluate] = [compileExpression(n as Value, scope), compileExpression(input as Value, scope)]
  return group => {
    const wanted = countOf(name, count(group))
    const kept: Value[] = []
    return { add: env => { keepSome(name, kept, evaluate(env), wanted, scope) }, result: () => sortedSome(name, kept, wanted, scope) }
  }
}

function keepSome(name: string, kept: Value[], value: Maybe, n: number, { budget }: Scope): void {
  if (name === '$firstN') { if (kept.length < n) kept.push(value ?? null); return }
  if (name === '$lastN') { kept.push(value ?? null); if (kept.length > n) kept.shift(); return }
  if (isNullish(value)) return
  budget.spend(16)
  kept.push(value)
}

function sortedSome(name: string, kept: readonly Value[], n: number, { collation }: Scope): Value[] {
  if (name === '$firstN' || name === '$lastN') return [...kept]
  const sign = name === '$minN' ? 1 : -1
  return [...kept].sort((a, b) => sign * compare(a, b, collation.compareStrings)).slice(0, n)
}

/** `$top` and `$bottom`, alone or with `n`: outputs in the order of `sortBy`. */
function ranked(name: string, argument: Value, scope: Scope): NewAccumulator {
  const several = name.endsWith('N')
  const { n, output, sortBy } = namedArguments(name, argument, several ? ['n', 'output', 'sortBy'] : ['output', 'sortBy'])
  if (!isDoc(sortBy)) throw new MongoError(10065, `expected 'sortBy' to already be an object in the arguments to ${name}`)
  const sort = compileSort(sortBy, scope)
  const evaluate = compileExpression(output as Value, scope)
  const count = several ? compileExpression(n as Value, scope) : undefined
  return group => {
    const wanted = count ? countOf(name, count(group)) : 1
    const kept: { key: readonly Maybe[], value: Value }[] = []
    const result = (): Maybe => {
      const ordered = kept.sort((a, b) => sort.compare(a.key, b.key)).map(({ value }) => value)
      const chosen = name.startsWith('$top') ? ordered.slice(0, wanted) : ordered.slice(-wanted)
      return several ? chosen : chosen[0] ?? null
    }
    return { add: env => { scope.budget.spend(32); kept.push({ key: sort.keyOf(env.current), value: evaluate(env) ?? null }) }, result }
  }
}
