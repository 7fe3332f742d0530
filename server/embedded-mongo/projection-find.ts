import type { Scope } from './expression.ts'
import { element, type Matcher } from './match.ts'
import { badValue, MongoError } from './mongo-error.ts'
import type { Position } from './paths.ts'
import { asInteger, isDoc, isNumeric, type Doc, type Maybe, toNumber, typeOf, type Value } from './values.ts'

/** What find's own projections make of a field. */
export type Transform = (value: Maybe, doc: Doc, position?: Position) => Maybe

/** `a.$`: the element that the filter matched. */
export const matchedElement: Transform = (value, _doc, position) => {
  if (!Array.isArray(value)) return value
  if (position?.index === undefined) throw new MongoError(51246, "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array")
  return value.slice(position.index, position.index + 1)
}

/** `{$slice: n}` and `{$slice: [skip, n]}`. */
export function slicing(value: Value): Transform {
  const [skip, limit] = sliceArguments(value)
  return found => (Array.isArray(found) ? sliceArray(found, skip, limit) : found)
}

function sliceArguments(value: Value): [number | undefined, number] {
  const whole = (item: Maybe): number => {
    if (!isNumeric(item)) throw new MongoError(28667, `Invalid $slice syntax. The given syntax { $slice: ${typeOf(item)} } did not match the find() syntax`)
    return asInteger(item) ?? Math.trunc(toNumber(item))
  }
  if (!Array.isArray(value)) return [undefined, whole(value)]
  if (value.length !== 2) throw new MongoError(28667, 'Invalid $slice syntax: expected two numbers')
  if (whole(value[1]) <= 0) throw new MongoError(28724, '$slice limit must be positive')
  return [whole(value[0]), whole(value[1])]
}

function sliceArray(array: readonly Value[], skip: number | undefined, limit: number): Value[] {
  if (skip === undefined) return limit >= 0 ? array.slice(0, limit) : array.slice(limit)
  const from = skip >= 0 ? skip : Math.max(0, array.length + skip)
  return array.slice(from, from + limit)
}

/** `{$elemMatch: …}`: the first element that matches, alone. */
export function firstMatch(value: Value, parts: readonly string[], scope: Scope): Transform {
  if (parts.length > 1) throw badValue('Cannot use $elemMatch projection on a nested field')
  if (!isDoc(value)) throw badValue(`elemMatch: Invalid argument, object required, but got ${typeOf(value)}`)
  const matches: Matcher = element(value, scope)
  return found => {
    const item = Array.isArray(found) ? found.find(one => matches(one)) : undefined
    return item === undefined ? undefined : [item]
  }
}
