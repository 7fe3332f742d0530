import { compare, equal } from './compare.ts'
import type { Scope } from './expression.ts'
import { mapKey } from './keys.ts'
import { element, isOperatorDoc } from './match.ts'
import { badValue, failedToParse, notSupported } from './mongo-error.ts'
import { regexOf } from './regex.ts'
import { compileSort } from './sort.ts'
import type { Change } from './update-parts.ts'
import { asInteger, isDoc, type Doc, isNumeric, type Maybe, toNumber, typeOf, type Value } from './values.ts'

/** `$push`, `$addToSet`, `$pop`, `$pull` and `$pullAll`. */
export function arrayOperator(name: string, argument: Value, scope: Scope): Change {
  switch (name) {
    case '$push': return push(argument, scope)
    case '$addToSet': return addToSet(argument, scope)
    case '$pop': return pop(argument)
    case '$pull': return remove(name, pullTest(argument, scope))
    case '$pullAll': return remove(name, pullAllTest(argument, scope))
    case '$pushAll': throw failedToParse(`Unknown modifier: ${name}`)
    default: throw failedToParse(`Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`)
  }
}

function arrayOf(current: Maybe, name: string, path: string): readonly Value[] {
  if (current === undefined) return []
  if (!Array.isArray(current)) throw badValue(`The field '${path}' must be an array but is of type ${typeOf(current)} (${name})`)
  return current
}

const PUSH_MODIFIERS = ['$each', '$slice', '$sort', '$position']

function push(argument: Value, scope: Scope): Change {
  if (!isDoc(argument) || !('$each' in argument)) return (current, path) => [...arrayOf(current, '$push', path), argument]
  const unknown = Object.keys(argument).find(name => !PUSH_MODIFIERS.includes(name))
  if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown}`)
  const items = eachItems(argument.$each, '$push')
  const slice = wholeNumber(argument.$slice, '$slice')
  const position = wholeNumber(argument.$position, '$position')
  const sort = argument.$sort === undefined ? undefined : pushSort(argument.$sort, scope)
  return (current, path) => {
    const array = insertAt(arrayOf(current, '$push', path), items, position)
    return sliced(sort ? array.sort(sort) : array, slice)
  }
}

function eachItems(value: Maybe, name: string): Value[] {
  if (!Array.isArray(value)) throw badValue(`The argument to $each in ${name} must be an array but it was of type ${typeOf(value)}`)
  return value
}

function wholeNumber(value: Maybe, name: string): number | undefined {
  if (value === undefined) return undefined
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) throw badValue(`The value for ${name} must be an integer value but was given type: ${typeOf(value)}`)
  return asInteger(value) ?? toNumber(value)
}

function insertAt(array: readonly Value[], items: readonly Value[], position: number | undefined): Value[] {
  const at = position === undefined ? array.length : position < 0 ? Math.max(0, array.length + position) : Math.min(position, array.length)
  return [...array.slice(0, at), ...items, ...array.slice(at)]
}

function sliced(array: Value[], slice: number | undefined): Value[] {
  if (slice === undefined) return array
  return slice === 0 ? [] : slice < 0 ? array.slice(slice) : array.slice(0, slice)
}

function pushSort(spec: Value, scope: Scope): (a: Value, b: Value) => number {
  if (!isDoc(spec)) {
    const order = asInteger(spec)
    if (order !== 1 && order !== -1) throw badValue('The $sort element value must be either 1 or -1')
    return (a, b) => order * compare(a, b, scope.collation.compareStrings)
  }
  if (Object.keys(spec).length === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.')
  for (const [field, order] of Object.entries(spec)) checkPushSort(field, order)
  const sort = compileSort(spec, scope)
  return (a, b) => sort.compare(sort.keyOf(a), sort.keyOf(b))
}

function checkPushSort(field: string, order: Value): void {
  const direction = asInteger(order)
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1')
  if (field.split('.').includes('')) throw badValue(`The $sort field is a dotted field but has an empty part: ${field}`)
}

function addToSet(argument: Value, { collation }: Scope): Change {
  const items = isDoc(argument) && '$each' in argument ? addToSetItems(argument) : [argument]
  return (current, path) => {
    const array = [...arrayOf(current, '$addToSet', path)]
    const known = new Set(array.map(item => mapKey(item, collation.fold)))
    for (const item of items) {
      const key = mapKey(item, collation.fold)
      if (known.has(key)) continue
      known.add(key)
      array.push(item)
    }
    return array
  }
}

function addToSetItems(argument: Doc): Value[] {
  const extra = Object.keys(argument).find(name => name !== '$each')
  if (extra) throw badValue(`Found unexpected fields after $each in $addToSet: ${extra}`)
  return eachItems(argument.$each, '$addToSet')
}

function pop(argument: Value): Change {
  const end = isNumeric(argument) ? toNumber(argument) : undefined
  if (end === undefined) throw failedToParse(`Expected a number in: $pop`)
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${end}`)
  return (current, path) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) throw typeMismatchArray(path, current)
    return end === 1 ? current.slice(0, -1) : current.slice(1)
  }
}

const typeMismatchArray = (path: string, current: Value): Error => Object.assign(badValue(`Path '${path}' contains an element of non-array type '${typeOf(current)}'`), { code: 14 })

function remove(name: string, test: (item: Value) => boolean): Change {
  return (current, path) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) throw badValue(`Cannot apply ${name} to a non-array value at '${path}'`)
    return current.filter(item => !test(item))
  }
}

/** A document asks about fields, an operator about the element, anything else for equality. */
function pullTest(argument: Value, scope: Scope): (item: Value) => boolean {
  if (isOperatorDoc(argument) && '$text' in argument) throw notSupported('$text')
  if (isDoc(argument)) {
    const matches = element(argument, scope)
    return item => matches(item)
  }
  const regex = regexOf(argument)
  return item => (regex && typeof item === 'string' ? regex.test(item) : equal(item, argument, scope.collation.compareStrings))
}

function pullAllTest(argument: Value, { collation }: Scope): (item: Value) => boolean {
  if (!Array.isArray(argument)) throw badValue(`$pullAll requires an array argument but was given a ${typeOf(argument)}`)
  const keys = new Set(argument.map(item => mapKey(item, collation.fold)))
  return item => keys.has(mapKey(item, collation.fold))
}
