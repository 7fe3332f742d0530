import { Binary, BSONRegExp } from 'bson'
import type { Collation } from './collation.ts'
import { compare, equal, TYPE_ORDER } from './compare.ts'
import { mapKey } from './keys.ts'
import { badValue, CODES, failedToParse, MongoError, typeMismatch } from './mongo-error.ts'
import { exactInteger, isNaNNumber } from './numbers.ts'
import { regexOf, toRegExp } from './regex.ts'
import { asInteger, type Doc, isDoc, isNumberType, isNumeric, type Maybe, toNumber, TYPE_NUMBERS, type TypeName, typeOf, type Value } from './values.ts'

export type LeafTest = (leaf: Maybe) => boolean

/** The operators that look at one value at a time (array elements one by one, then the array). */
export function leafOperator(name: string, value: Value, spec: Doc, collation: Collation): LeafTest {
  switch (name) {
    case '$eq': return leaf => equal(leaf, value, collation.compareStrings)
    case '$gt': case '$gte': case '$lt': case '$lte': return comparison(name, value, collation)
    case '$in': return oneOf(value, collation)
    case '$regex': return regex(value, spec.$options)
    case '$options': throw badValue('$options needs a $regex')
    case '$mod': return modulo(value)
    case '$type': return ofType(value)
    case '$bitsAllSet': case '$bitsAllClear': case '$bitsAnySet': case '$bitsAnyClear': return bits(name, value)
    default: throw badValue(`unknown operator: ${name}`)
  }
}

function comparison(name: string, value: Value, collation: Collation): LeafTest {
  if (regexOf(value)) throw badValue(`Can't have RegEx as arg to predicate over field.`)
  const orEqual = name === '$gte' || name === '$lte'
  const sign = name.startsWith('$gt') ? 1 : -1
  const type = typeOf(value)
  const anyType = type === 'minKey' || type === 'maxKey'
  if (isNumeric(value) && isNaNNumber(value)) return leaf => orEqual && equal(leaf, value)
  const bracket = TYPE_ORDER[type]
  return leaf => {
    if (!anyType && (TYPE_ORDER[typeOf(leaf)] !== bracket || (isNumeric(leaf) && isNaNNumber(leaf)))) return false
    const order = compare(leaf, value, collation.compareStrings)
    return order === 0 ? orEqual : Math.sign(order) === sign
  }
}

function oneOf(value: Value, collation: Collation): LeafTest {
  if (!Array.isArray(value)) throw badValue('$in needs an array')
  if (value.some(item => isDoc(item) && isOperatorName(Object.keys(item)[0]))) throw badValue('cannot nest $ under $in')
  const patterns = value.flatMap(item => regexOf(item) ?? [])
  const keys = new Set(value.map(item => mapKey(item, collation.fold)))
  return leaf => keys.has(mapKey(leaf, collation.fold)) || (typeof leaf === 'string' && patterns.some(pattern => pattern.test(leaf)))
}

const isOperatorName = (name: string | undefined): boolean => name !== undefined && name.startsWith('$') && !['$ref', '$id', '$db'].includes(name)

function regex(value: Value, options: Maybe): LeafTest {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string')
  const stored = value instanceof BSONRegExp ? value : undefined
  if (!stored && typeof value !== 'string') throw badValue('$regex has to be a string')
  if (stored?.options && options !== undefined) throw new MongoError(51075, 'options set in both $regex and $options')
  const pattern = stored?.pattern ?? (value as string)
  const flags = options ?? stored?.options ?? ''
  const compiled = toRegExp(pattern, flags)
  const itself = new BSONRegExp(pattern, flags)
  return leaf => (typeof leaf === 'string' ? compiled.test(leaf) : typeOf(leaf) === 'symbol' ? compiled.test(String(leaf)) : equal(leaf, itself))
}

function modulo(value: Value): LeafTest {
  if (!Array.isArray(value)) throw badValue('malformed mod, needs to be an array')
  if (value.length < 2) throw badValue('malformed mod, not enough elements')
  if (value.length > 2) throw badValue('malformed mod, too many elements')
  const [divisor, rest] = value.map(item => truncated(item, 'malformed mod, divisor and remainder must be numbers'))
  if (divisor === 0n) throw badValue('divisor cannot be 0')
  return leaf => {
    if (!isNumeric(leaf)) return false
    const number = truncatedOrNone(leaf)
    return number !== undefined && number % (divisor as bigint) === rest
  }
}

function truncated(value: Maybe, complaint: string): bigint {
  if (!isNumeric(value)) throw badValue(complaint)
  const found = truncatedOrNone(value)
  if (found === undefined) throw badValue(complaint)
  return found
}

function truncatedOrNone(value: Maybe): bigint | undefined {
  if (!isNumeric(value)) return undefined
  if (typeof value === 'bigint') return value
  const number = Math.trunc(toNumber(value))
  return Number.isFinite(number) && Math.abs(number) < 2 ** 63 ? exactInteger(value) ?? BigInt(number) : undefined
}

function ofType(value: Value): LeafTest {
  const names = (Array.isArray(value) ? value : [value]).map(typeName)
  if (names.length === 0) throw failedToParse('$type must match at least one type')
  return leaf => { const type = typeOf(leaf); return names.includes(type) || (names.includes('number') && isNumberType(type)) }
}

function typeName(value: Value): string {
  if (typeof value === 'string') {
    if (value !== 'number' && !Object.values(TYPE_NUMBERS).includes(value as TypeName) && !LEGACY.has(value)) throw badValue(`Unknown type name alias: ${value}`)
    return value
  }
  if (!isNumeric(value)) throw typeMismatch('type must be represented as a number or a string')
  const number = asInteger(value)
  const name = number === undefined ? undefined : TYPE_NUMBERS[number] ?? LEGACY_NUMBERS[number]
  if (name === undefined) throw badValue(`Invalid numerical type code: ${String(value)}`)
  return name
}

/** Types that exist in BSON and are never stored here, so they match nothing. */
const LEGACY = new Set(['undefined', 'dbPointer', 'javascriptWithScope'])
const LEGACY_NUMBERS: Readonly<Record<number, string>> = { 6: 'undefined', 12: 'dbPointer', 15: 'javascriptWithScope' }

function bits(name: string, value: Value): LeafTest {
  const mask = bitMask(value)
  return leaf => {
    const found = bitsOf(leaf)
    if (found === undefined) return false
    const common = found & mask
    if (name === '$bitsAllSet') return common === mask
    if (name === '$bitsAllClear') return common === 0n
    return name === '$bitsAnySet' ? common !== 0n : common !== mask
  }
}

function bitMask(value: Value): bigint {
  if (Array.isArray(value)) return value.reduce<bigint>((mask, position) => mask | (1n << BigInt(bitPosition(position))), 0n)
  if (value instanceof Binary) return binaryBits(value)
  if (!isNumeric(value)) throw badValue('value takes an Array, a number, or a BinData but received: ' + typeOf(value))
  const number = exactInteger(value)
  if (number === undefined) throw failedToParse('Expected an integer')
  if (number < 0n || number >= 2n ** 63n) throw failedToParse('Expected a non-negative number')
  return number
}

function bitPosition(value: Maybe): number {
  const position = asInteger(value)
  if (position === undefined) throw badValue('bit positions must be an integer')
  if (position < 0) throw badValue('bit positions must be >= 0')
  // Far beyond any stored value's size, and a mask of that length would exhaust memory.
  return Math.min(position, 1_000_000)
}

/** A number's two's complement, without end to the left; binary data counts from its first byte. */
function bitsOf(leaf: Maybe): bigint | undefined {
  if (leaf instanceof Binary) return binaryBits(leaf)
  if (!isNumeric(leaf)) return undefined
  const number = exactInteger(leaf)
  return number === undefined || number < -(2n ** 63n) || number >= 2n ** 63n ? undefined : number
}

function binaryBits(value: Binary): bigint {
  const hex = Buffer.from(value.buffer.subarray(0, value.position)).reverse().toString('hex')
  return BigInt(`0x${hex || '0'}`)
}

/** A whole number in an argument, in any number type. */
export function integerArgument(value: Maybe, name: string): number {
  if (!isNumeric(value)) throw failedToParse(`Failed to parse ${name}. Expected a number in: ${name}`)
  const integer = asInteger(value)
  if (integer === undefined) throw new MongoError(CODES.FailedToParse, `Failed to parse ${name}. Expected an integer`)
  return integer
}
