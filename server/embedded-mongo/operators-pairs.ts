import type { Operator } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { unary } from './operator-arguments.ts'
import { arrayArgument } from './operators-array.ts'
import { isDoc, isNullish, type Maybe, newDoc, typeOf, type Value } from './values.ts'

const arrayToObject = unary((list, name) => {
  if (isNullish(list)) return null
  const made = newDoc()
  const items = arrayArgument(list, name, 40386)
  const pairs = isDoc(items[0]) ? items.map(entryPair) : items.map(arrayPair)
  for (const [key, value] of pairs) made[key] = value
  return made
})

function arrayPair(item: Value): [string, Value] {
  if (!Array.isArray(item)) throw new MongoError(isDoc(item) ? 40391 : 40398, '$arrayToObject requires a consistent input format: arrays of two or objects')
  if (item.length !== 2) throw new MongoError(40397, '$arrayToObject requires an array of size 2 arrays')
  return [objectKey(item[0], 40395), item[1] as Value]
}

function entryPair(item: Value): [string, Value] {
  if (!isDoc(item)) throw new MongoError(40391, '$arrayToObject requires a consistent input format: all elements must be objects')
  if (Object.keys(item).length !== 2 || item.k === undefined || item.v === undefined) throw new MongoError(Object.keys(item).length !== 2 ? 40392 : 40393, "$arrayToObject requires objects with exactly 'k' and 'v'")
  return [objectKey(item.k, 40394), item.v]
}

function objectKey(value: Maybe, code: number): string {
  if (typeof value !== 'string') throw new MongoError(code, '$arrayToObject requires keys of type string')
  if (value.includes('\0')) throw new MongoError(4940401, 'Key field cannot contain an embedded null byte')
  return value
}

const objectToArray = unary((value, name) => {
  if (isNullish(value)) return null
  if (!isDoc(value)) throw new MongoError(40390, `${name} requires a document input, found: ${typeOf(value)}`)
  return Object.keys(value).map(k => newDoc({ k, v: value[k] as Value }))
})

/** Documents as arrays of their fields, and back. */
export const PAIR_OPERATORS: Readonly<Record<string, Operator>> = { $arrayToObject: arrayToObject, $objectToArray: objectToArray }
