import { Decimal128, Double } from 'bson'
import { addDecimals, compareDecimals, type Decimal, divideDecimals, exactDouble, finite, fromDecimal128, multiplyDecimals, negateDecimal, remainderDecimals, roundDecimal, roundedDouble, toDecimal128 } from './decimal.ts'
import { double, isInt32, type Numeric, toNumber } from './values.ts'

const LONG_MAX = 2n ** 63n - 1n
const LONG_MIN = -(2n ** 63n)

export const fitsLong = (value: bigint): boolean => value >= LONG_MIN && value <= LONG_MAX

const isInteger = (value: Numeric): value is number | bigint => typeof value === 'bigint' || isInt32(value)

/** The exact decimal value, to compare with. */
export function exactDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal128) return fromDecimal128(value)
  return typeof value === 'bigint' ? finite(value, 0) : exactDouble(toNumber(value))
}

/** The decimal value for arithmetic: a double counts with 15 digits, as MongoDB converts it. */
export function asDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal128) return fromDecimal128(value)
  return typeof value === 'bigint' ? finite(value, 0) : isInt32(value) ? finite(BigInt(value), 0) : roundedDouble(toNumber(value))
}

/** Numbers of all types in one order; NaN is the lowest and equal to itself. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a instanceof Decimal128 || b instanceof Decimal128) return compareDecimals(exactDecimal(a), exactDecimal(b))
  const x = a instanceof Double ? a.value : a
  const y = b instanceof Double ? b.value : b
  if (x < y) return -1
  if (x > y) return 1
  return Number(Number.isNaN(y)) - Number(Number.isNaN(x))
}

/** An integer result in the wider of the operands' types: int overflows to long, long to double. */
export function narrow(result: bigint, a: Numeric, b: Numeric = a): Numeric {
  const small = Number(result)
  if (typeof a === 'number' && typeof b === 'number' && isInt32(small)) return small
  return fitsLong(result) ? result : small
}

interface Operation {
  readonly integers?: (a: bigint, b: bigint) => bigint
  readonly doubles: (a: number, b: number) => number
  readonly decimals: (a: Decimal, b: Decimal) => Decimal
}

function apply(operation: Operation, a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128) return toDecimal128(operation.decimals(asDecimal(a), asDecimal(b)))
  if (operation.integers && isInteger(a) && isInteger(b)) return narrow(operation.integers(BigInt(a), BigInt(b)), a, b)
  return double(operation.doubles(toNumber(a), toNumber(b)))
}

const ADD: Operation = { integers: (a, b) => a + b, doubles: (a, b) => a + b, decimals: addDecimals }
const SUBTRACT: Operation = { integers: (a, b) => a - b, doubles: (a, b) => a - b, decimals: (a, b) => addDecimals(a, negateDecimal(b)) }
const MULTIPLY: Operation = { integers: (a, b) => a * b, doubles: (a, b) => a * b, decimals: multiplyDecimals }
const DIVIDE: Operation = { doubles: (a, b) => a / b, decimals: divideDecimals }
const REMAINDER: Operation = { integers: (a, b) => a % b, doubles: (a, b) => a % b, decimals: remainderDecimals }

/** Small ints are by far the commonest operands, so they take no detour through bigint. */
export function add(a: Numeric, b: Numeric): Numeric {
  if (isInt32(a) && isInt32(b) && isInt32(a + b)) return a + b
  return apply(ADD, a, b)
}
export const subtract = (a: Numeric, b: Numeric): Numeric => apply(SUBTRACT, a, b)
export const multiply = (a: Numeric, b: Numeric): Numeric => apply(MULTIPLY, a, b)
export const divide = (a: Numeric, b: Numeric): Numeric => apply(DIVIDE, a, b)
export const remainder = (a: Numeric, b: Numeric): Numeric => apply(REMAINDER, a, b)

export function isZeroNumber(value: Numeric): boolean {
  return compareNumbers(value, 0) === 0
}

export function isNaNNumber(value: Numeric): boolean {
  return value instanceof Decimal128 ? fromDecimal128(value) === 'NaN' : Number.isNaN(toNumber(value))
}

/** A number used as a count: doubles lose their fraction, decimals are rounded half to even. */
export function toWhole(value: Numeric): number {
  if (!(value instanceof Decimal128)) return Math.trunc(toNumber(value))
  return Number(toDecimal128(roundDecimal(fromDecimal128(value), 0, 'half-even')).toString())
}

/** The value as an integer without rounding it, or undefined. Takes long values beyond 2^53 too. */
export function exactInteger(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value
  const decimal = exactDecimal(value)
  if (typeof decimal === 'string' || decimal.exponent > 40) return undefined
  const unit = 10n ** BigInt(Math.abs(decimal.exponent))
  if (decimal.exponent < 0 && decimal.coefficient % unit !== 0n) return undefined
  const size = decimal.exponent < 0 ? decimal.coefficient / unit : decimal.coefficient * unit
  return decimal.negative ? -size : size
}
