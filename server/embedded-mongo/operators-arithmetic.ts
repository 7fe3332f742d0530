import { Decimal128 } from 'bson'
import { exactDouble, finite, fit, fromDecimal128, inUnits, negateDecimal, type Rounding, roundDecimal, toDecimal128 } from './decimal.ts'
import type { Operator } from './expression.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { add, divide, exactInteger, fitsLong, toWhole, isZeroNumber, multiply, narrow, remainder, subtract } from './numbers.ts'
import { operator, strict, unary, wrongType } from './operator-arguments.ts'
import { double, isInt32, isNullish, isNumeric, type Maybe, type Numeric, toNumber, typeOf, type Value } from './values.ts'

/** The number that an operator needs. */
export function numeric(value: Maybe, name: string, code: number = CODES.TypeMismatch): Numeric {
  if (!isNumeric(value)) throw wrongType(`${name} only supports numeric types, not ${typeOf(value)}`, code)
  return value
}

export const isWhole = (value: Numeric): value is number | bigint => typeof value === 'bigint' || isInt32(value)

/** Numbers, and at most one date, which the rest moves by milliseconds. */
function sum(values: readonly Maybe[]): Maybe {
  let total: Numeric = 0
  let date: Date | undefined
  let none = false
  for (const value of values) {
    if (isNullish(value)) none = true
    else if (value instanceof Date) {
      if (date) throw new MongoError(16612, 'only one date allowed in an $add expression')
      date = value
    } else if (isNumeric(value)) total = add(total, value)
    else throw wrongType(`$add only supports numeric or date types, not ${typeOf(value)}`)
  }
  return none ? null : date ? moved(date, total) : total
}

function moved(date: Date, by: Numeric): Date {
  const amount = toNumber(by)
  const time = date.getTime() + (by instanceof Decimal128 ? toWhole(by) : Math.round(Math.abs(amount)) * Math.sign(amount))
  if (Number.isNaN(amount) || Math.abs(time) > 2 ** 63) throw new MongoError(CODES.Overflow, 'date overflow')
  return new Date(time)
}

function difference([a, b]: readonly Value[]): Maybe {
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime())
  if (a instanceof Date && isNumeric(b)) return moved(a, subtract(0, b))
  if (isNumeric(a) && isNumeric(b)) return subtract(a, b)
  throw wrongType(`can't $subtract ${typeOf(b)} from ${typeOf(a)}`)
}

function product(values: readonly Maybe[]): Maybe {
  let total: Numeric = 1
  let none = false
  for (const value of values) {
    if (isNullish(value)) none = true
    else total = multiply(total, numeric(value, '$multiply'))
  }
  return none ? null : total
}

function quotient([a, b]: readonly Value[]): Maybe {
  if (!isNumeric(a) || !isNumeric(b)) throw wrongType(`$divide only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`)
  if (isZeroNumber(b)) throw new MongoError(CODES.BadValue, "can't $divide by zero")
  return divide(a, b)
}

function modulo([a, b]: readonly Value[]): Maybe {
  if (!isNumeric(a) || !isNumeric(b)) throw wrongType(`$mod only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`, 16611)
  if (isZeroNumber(b)) throw new MongoError(16610, "can't $mod by zero")
  return remainder(a, b)
}

function absolute(value: Numeric): Maybe {
  if (value instanceof Decimal128) { const decimal = fromDecimal128(value); return typeof decimal !== 'string' && decimal.negative || decimal === '-Infinity' ? toDecimal128(negateDecimal(decimal)) : value }
  if (typeof value === 'bigint') {
    if (value === -(2n ** 63n)) throw new MongoError(28680, "can't take $abs of long long min")
    return value < 0n ? -value : value
  }
  if (isInt32(value)) return value === -2147483648 ? 2147483648n : Math.abs(value)
  return double(Math.abs(toNumber(value)))
}

/** A function of a number; whole numbers come back as they are. */
function rounding(direction: 'floor' | 'ceil'): Operator {
  return strict(1, 1, ([given], name) => {
    const value = numeric(given, name, 28765)
    if (isWhole(value)) return value
    if (value instanceof Decimal128) return toDecimal128(inUnits(roundDecimal(fromDecimal128(value), 0, direction)))
    return double(Math[direction](toNumber(value)))
  })
}

/** `$round` and `$trunc`: to a number of places, on the exact decimal value. */
function toPlaces(mode: Rounding): Operator {
  return operator(1, 2, ([given, placesGiven], name) => {
    if (isNullish(given)) return null
    const value = numeric(given, name, 51081)
    if (placesGiven === null) return null
    const places = placesOf(placesGiven, name)
    if (isWhole(value)) return places >= 0 ? value : roundWhole(value, places, mode)
    if (value instanceof Decimal128) return toDecimal128(roundDecimal(fromDecimal128(value), places, mode))
    return roundDouble(toNumber(value), places, mode)
  })
}

function placesOf(value: Maybe, name: string): number {
  if (value === undefined) return 0
  if (!isNumeric(value)) throw new MongoError(16004, `precision argument to ${name} must be a number, but is ${typeOf(value)}`)
  if (!(value instanceof Decimal128) && !Number.isFinite(toNumber(value))) throw new MongoError(31109, `precision argument to ${name} must be finite`)
  const places = exactInteger(value)
  if (places === undefined) throw new MongoError(51082, `precision argument to ${name} must be a integral value`)
  if (places < -20n || places > 100n) throw new MongoError(51083, `cannot apply ${name} with precision value ${places} value must be in [-20, 100]`)
  return Number(places)
}

function roundWhole(value: number | bigint, places: number, mode: Rounding): Numeric {
  const rounded = exactInteger(toDecimal128(roundDecimal(finite(BigInt(value), 0), places, mode))) ?? 0n
  if (!fitsLong(rounded)) throw new MongoError(51080, 'invalid conversion from Decimal128 result in $round')
  return narrow(rounded, value)
}

function roundDouble(value: number, places: number, mode: Rounding): Numeric {
  const exact = exactDouble(value)
  if (typeof exact === 'string') return double(value)
  const rounded = toDecimal128(roundDecimal(fit(exact), places, mode))
  return double(Number(rounded.toString()))
}

function bitwise(start: bigint, apply: (a: bigint, b: bigint) => bigint): Operator {
  return operator(0, Infinity, (values, name) => {
    if (values.some(value => !isNullish(value) && !(isNumeric(value) && isWhole(value)))) throw wrongType(`${name} only supports int and long operands`)
    if (values.some(isNullish)) return null
    const result = (values as (number | bigint)[]).reduce<bigint>((bits, value) => apply(bits, BigInt(value)), start)
    return values.some(value => typeof value === 'bigint') ? BigInt.asIntN(64, result) : Number(BigInt.asIntN(32, result))
  })
}

const bitNot = strict(1, 1, ([value], name) => {
  if (typeof value === 'bigint') return ~value
  if (!isInt32(value)) throw wrongType(`${name} only supports int and long, not: ${typeOf(value)}`)
  return ~value
})

export const ARITHMETIC_OPERATORS: Readonly<Record<string, Operator>> = {
  $add: operator(0, Infinity, sum), $subtract: strict(2, 2, difference), $multiply: operator(0, Infinity, product), $divide: strict(2, 2, quotient), $mod: strict(2, 2, modulo),
  $abs: strict(1, 1, ([value], name) => absolute(numeric(value, name, 28765))), $ceil: rounding('ceil'), $floor: rounding('floor'), $round: toPlaces('half-even'), $trunc: toPlaces('trunc'),
  $bitAnd: bitwise(-1n, (a, b) => a & b), $bitOr: bitwise(0n, (a, b) => a | b), $bitXor: bitwise(0n, (a, b) => a ^ b), $bitNot: bitNot,
  $rand: () => () => double(Math.random()),
  $isNumber: unary(value => isNumeric(value)),
}
