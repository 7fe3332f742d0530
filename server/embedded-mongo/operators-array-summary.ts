import { accumulator, countOf } from './accumulators.ts'
import { compare } from './compare.ts'
import { compileExpression, type Env, type Operator, type Scope } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { argumentsOf, namedArguments } from './operator-arguments.ts'
import { arrayArgument } from './operators-array.ts'
import { compileSort } from './sort.ts'
import { asInteger, isDoc, isNullish, type Value } from './values.ts'

const sortArray: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['input', 'sortBy'], [], { object: 2942500, unknown: 2942501, missing: 2942502 })
  const input = compileExpression(spec.input as Value, scope)
  const order = arrayOrder(spec.sortBy as Value, scope)
  return env => {
    const list = input(env)
    return isNullish(list) ? null : [...arrayArgument(list, name, 2942504)].sort(order)
  }
}

function arrayOrder(sortBy: Value, scope: Scope): (a: Value, b: Value) => number {
  if (isDoc(sortBy)) {
    if (Object.keys(sortBy).length === 0) throw new MongoError(2942505, 'the sort pattern must not be empty')
    const sort = compileSort(sortBy, scope)
    return (a, b) => sort.compare(sort.keyOf(a), sort.keyOf(b))
  }
  const direction = asInteger(sortBy)
  if (direction !== 1 && direction !== -1) throw new MongoError(2942503, 'The $sort element value must be either 1 or -1')
  return (a, b) => direction * compare(a, b, scope.collation.compareStrings)
}

/** `$firstN` and its like over an array's elements. */
function severalOf(pick: (items: readonly Value[], n: number, scope: Scope) => Value[]): Operator {
  return (argument, scope, name) => {
    const spec = namedArguments(argument, name, ['n', 'input'], [], { object: 5787900, unknown: 5787901, missing: 5787906 })
    const [n, input] = [compileExpression(spec.n as Value, scope), compileExpression(spec.input as Value, scope)]
    return env => {
      const list = input(env)
      if (isNullish(list)) return null
      const items = arrayArgument(list, name, 5788200)
      return pick(items, countOf(name, n(env)), scope)
    }
  }
}

const extremes = (sign: number) => severalOf((items, n, { collation }) => items.filter(item => item !== null).sort((a, b) => sign * compare(a, b, collation.compareStrings)).slice(0, n))

/** `$sum`, `$max` and their like over arguments, or over the one argument's elements. */
const accumulating: Operator = (argument, scope, name) => {
  const parts = argumentsOf(argument, name, 0, Infinity).map(item => compileExpression(item, scope))
  const make = accumulator(name, '$$CURRENT', scope)
  return env => {
    const values = parts.map(part => part(env))
    const inputs = parts.length === 1 && Array.isArray(values[0]) ? values[0] : values
    const total = make(env)
    for (const current of inputs) total.add({ root: current, current } satisfies Env)
    return total.result()
  }
}

/** Operators that order an array or sum it up. */
export const SUMMARY_OPERATORS: Readonly<Record<string, Operator>> = {
  $sortArray: sortArray,
  $firstN: severalOf((items, n) => items.slice(0, n)), $lastN: severalOf((items, n) => items.slice(-n)), $minN: extremes(1), $maxN: extremes(-1),
  $sum: accumulating, $avg: accumulating, $min: accumulating, $max: accumulating, $stdDevPop: accumulating, $stdDevSamp: accumulating,
}
