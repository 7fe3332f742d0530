import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson'
import { compareNumbers } from './numbers.ts'
import { type Doc, type Maybe, type Numeric, type TypeName, typeOf, type Value } from './values.ts'

/** BSON's order of types. Missing sorts with null; int, long, double and decimal are one. */
export const TYPE_ORDER: Readonly<Record<TypeName, number>> = {
  minKey: 1, undefined: 5, missing: 10, null: 10, int: 20, long: 20, double: 20, decimal: 20, string: 30, symbol: 30, object: 40, array: 50, binData: 60,
  objectId: 70, bool: 80, date: 90, timestamp: 100, regex: 110, javascript: 120, javascriptWithScope: 130, maxKey: 250,
}

export type CompareStrings = (a: string, b: string) => number

/**
 * Strings by their code points, which is the order of their UTF-8 bytes.
 * JavaScript compares UTF-16 units, where surrogates sort below U+E000.
 */
export const compareBinary: CompareStrings = (a, b) => {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return unitRank(x) - unitRank(y)
  }
  return a.length - b.length
}

const unitRank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

/** The order of BSON values, used by matching, sorting and distinct; `encodeKey` gives the same order as bytes. */
export function compare(a: Maybe, b: Maybe, strings: CompareStrings = compareBinary): number {
  if (typeof a === 'string' && typeof b === 'string') return strings(a, b)
  const [left, right] = [typeOf(a), typeOf(b)]
  return TYPE_ORDER[left] - TYPE_ORDER[right] || compareSameType(left, a, b, strings)
}

/** As expressions compare: missing is below null there. */
export function compareInExpression(a: Maybe, b: Maybe, strings?: CompareStrings): number {
  if ((a === undefined) !== (b === undefined) && (a ?? null) === null && (b ?? null) === null) return a === undefined ? -1 : 1
  return compare(a, b, strings)
}

export const equal = (a: Maybe, b: Maybe, strings?: CompareStrings): boolean => compare(a, b, strings) === 0

function compareSameType(type: TypeName, a: Maybe, b: Maybe, strings: CompareStrings): number {
  switch (type) {
    case 'int': case 'long': case 'double': case 'decimal': return compareNumbers(a as Numeric, b as Numeric)
    case 'string': case 'symbol': return strings(textOf(a), textOf(b))
    case 'object': return compareDocs(a as Doc, b as Doc, strings)
    case 'array': return compareArrays(a as Value[], b as Value[], strings)
    case 'bool': return Number(a) - Number(b)
    case 'date': return (a as Date).getTime() - (b as Date).getTime()
    case 'objectId': return Buffer.compare((a as ObjectId).id, (b as ObjectId).id)
    default: return compareRare(type, a as Value, b as Value)
  }
}

export const textOf = (value: Maybe): string => (typeof value === 'string' ? value : (value as BSONSymbol).value)

function compareRare(type: TypeName, a: Value, b: Value): number {
  switch (type) {
    case 'binData': return compareBinaries(a as Binary, b as Binary)
    case 'timestamp': return compareNumbers((a as Timestamp).toBigInt(), (b as Timestamp).toBigInt())
    case 'regex': return compareBinary((a as BSONRegExp).pattern, (b as BSONRegExp).pattern) || compareBinary((a as BSONRegExp).options, (b as BSONRegExp).options)
    case 'javascript': case 'javascriptWithScope': return compareBinary((a as Code).code, (b as Code).code)
    default: return 0
  }
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
}

/** Field by field in stored order: type, then name, then value; the shorter one is less. */
function compareDocs(a: Doc, b: Doc, strings: CompareStrings): number {
  const [left, right] = [Object.keys(a), Object.keys(b)]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i] as string, right[i] as string]
    const order = TYPE_ORDER[typeOf(a[x])] - TYPE_ORDER[typeOf(b[y])] || compareBinary(x, y) || compare(a[x], b[y], strings)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareArrays(a: readonly Value[], b: readonly Value[], strings: CompareStrings): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compare(a[i], b[i], strings)
    if (order !== 0) return order
  }
  return a.length - b.length
}
