import { Binary, Decimal128, ObjectId, Timestamp } from 'bson'
import { fromDecimal128, parseDecimal, roundDecimal, roundedDouble, toDecimal128 } from './decimal.ts'
import { parseFreely } from './date-format.ts'
import { type ConvertOptions, binaryNumber, binaryText, failure, toBinary, unsupported } from './convert-binary.ts'
import { MongoError, notSupported } from './mongo-error.ts'
import { exactInteger, fitsLong, isNaNNumber } from './numbers.ts'
import { numberText } from './number-text.ts'
import { double, isInt32, isNumeric, isTruthy, type Numeric, toNumber, type TypeName, typeOf, type Value } from './values.ts'

/** Converts as `$convert` does; throws a conversion failure where MongoDB has none. */
export function convertValue(value: Value, to: TypeName, options: ConvertOptions = {}): Value {
  if (to !== 'bool' && typeOf(value) === to && to !== 'binData') return value
  switch (to) {
    case 'double': return toDouble(value, options)
    case 'string': return toText(value, options)
    case 'bool': return toBool(value)
    case 'int': return toInt(value, options)
    case 'long': return toLong(value, options)
    case 'decimal': return toDecimal(value)
    case 'date': return toDate(value)
    case 'objectId': return toObjectId(value)
    case 'binData': return toBinary(value, options)
    default: throw unsupported(value, to)
  }
}

function toBool(value: Value): boolean {
  return isNumeric(value) || typeof value === 'boolean' ? isTruthy(value) : true
}

function toDouble(value: Value, options: ConvertOptions): Value {
  if (typeof value === 'boolean') return double(value ? 1 : 0)
  if (value instanceof Date) return double(value.getTime())
  if (typeof value === 'string') return double(parseDouble(value))
  if (value instanceof Binary) return double(Number(binaryNumber(value, options, [4, 8], 'float')))
  if (!isNumeric(value)) throw unsupported(value, 'double')
  const number = toNumber(value)
  if (value instanceof Decimal128 && !Number.isFinite(number) && typeof fromDecimal128(value) !== 'string') throw failure('Conversion would overflow target type in $convert with no onError value')
  return double(number)
}

function parseDouble(text: string): number {
  const decimal = /^\s/.test(text) || /\s$/.test(text) ? undefined : parseDecimal(text)
  if (decimal === undefined) return parseHex(text)
  const number = typeof decimal === 'string' ? Number(decimal) : Number(text)
  if (typeof decimal !== 'string' && (!Number.isFinite(number) || (number === 0 && decimal.coefficient !== 0n))) throw failure(`Failed to parse number '${text}' in $convert with no onError value: Out of range`)
  return number
}

/** Hexadecimal as in C, with a binary exponent: `+0x1.8p1` is 3. MongoDB refuses a plain `0x` in front. */
function parseHex(text: string): number {
  const parts = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d{1,5}))?$/i.exec(text)
  const [whole, fraction] = [parts?.[2] ?? '', parts?.[3] ?? '']
  if (!parts || whole + fraction === '') throw failure(`Failed to parse number '${text}' in $convert with no onError value: Did not consume whole string.`)
  if (text.startsWith('0x')) throw failure('Illegal hexadecimal input in $convert with no onError value')
  const number = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(parts[4] ?? 0) - 4 * fraction.length)
  return parts[1] === '-' ? -number : number
}

function toInt(value: Value, options: ConvertOptions): Value {
  const whole = wholeOf(value, 'int', options)
  if (whole < -2147483648n || whole > 2147483647n) throw failure('Conversion would overflow target type in $convert with no onError value')
  return Number(whole)
}

function toLong(value: Value, options: ConvertOptions): Value {
  if (value instanceof Date) return BigInt(value.getTime())
  const whole = wholeOf(value, 'long', options)
  if (!fitsLong(whole)) throw failure('Conversion would overflow target type in $convert with no onError value')
  return whole
}

function wholeOf(value: Value, to: 'int' | 'long', options: ConvertOptions): bigint {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string') return parseWhole(value)
  if (value instanceof Binary) return BigInt(binaryNumber(value, options, to === 'int' ? [1, 2, 4] : [1, 2, 4, 8], 'int'))
  if (!isNumeric(value)) throw unsupported(value, to)
  return truncated(value)
}

function truncated(value: Numeric): bigint {
  if (typeof value === 'bigint') return value
  if (isNaNNumber(value)) throw failure('Attempt to convert NaN value to integer type in $convert with no onError value')
  if (!(value instanceof Decimal128)) {
    const number = toNumber(value)
    if (!Number.isFinite(number)) throw failure('Attempt to convert infinity value to integer type in $convert with no onError value')
    return BigInt(Math.trunc(number))
  }
  const decimal = fromDecimal128(value)
  if (typeof decimal === 'string') throw failure('Attempt to convert infinity value to integer type in $convert with no onError value')
  return exactInteger(toDecimal128(roundDecimal(decimal, 0, 'trunc'))) ?? 2n ** 64n
}

function parseWhole(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw failure(`Failed to parse number '${text}' in $convert with no onError value: Bad digit`)
  return BigInt(text.replace(/^\+/, ''))
}

function toDecimal(value: Value): Value {
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0')
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()))
  if (typeof value === 'string') {
    const decimal = parseDecimal(value)
    if (decimal === undefined) throw failure(`Failed to parse number '${value}' in $convert with no onError value`)
    const made = toDecimal128(decimal)
    if (typeof decimal !== 'string' && typeof fromDecimal128(made) === 'string') throw failure('Conversion from string to decimal would overflow')
    return made
  }
  if (!isNumeric(value)) throw unsupported(value, 'decimal')
  return typeof value === 'bigint' || isInt32(value) ? Decimal128.fromString(String(value)) : toDecimal128(roundedDouble(toNumber(value)))
}

function toDate(value: Value): Value {
  if (typeof value === 'string') return new Date(parseFreely(value, undefined))
  if (value instanceof ObjectId) return new Date(Buffer.from(value.id).readInt32BE(0) * 1000)
  if (value instanceof Timestamp) return new Date(value.t * 1000)
  if (!isNumeric(value) || isInt32(value)) throw unsupported(value, 'date')
  const whole = truncated(value)
  if (!fitsLong(whole)) throw failure('Conversion would overflow target type in $convert with no onError value')
  return new Date(Number(whole))
}

function toObjectId(value: Value): Value {
  if (typeof value !== 'string') throw unsupported(value, 'objectId')
  if (!/^[0-9a-f]{24}$/i.test(value)) throw failure(`Failed to parse objectId '${value}' in $convert with no onError value: Invalid string length for parsing to OID`)
  return ObjectId.createFromHexString(value)
}

function toText(value: Value, { format }: ConvertOptions): string {
  if (isNumeric(value)) return numberText(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return isoText(value)
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Binary) return binaryText(value, format)
  throw unsupported(value, 'string')
}

/** Four digits of the year, and no sign: other years cannot be written. */
export function isoText(date: Date): string {
  const year = date.getUTCFullYear()
  if (year < 0 || year > 9999) throw new MongoError(18537, `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`)
  return date.toISOString()
}

export const refuseBase = (): MongoError => notSupported('$convert with base')
