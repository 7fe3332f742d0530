import { Decimal128 } from 'bson'

/** An exact decimal number, or one of the values that are none. */
export type Decimal = { readonly coefficient: bigint; readonly exponent: number; readonly negative: boolean } | 'NaN' | 'Infinity' | '-Infinity'
export type Finite = Exclude<Decimal, string>

const DIGITS = 34
const MAX_EXPONENT = 6111
const MIN_EXPONENT = -6176

export const power10 = (n: number): bigint => 10n ** BigInt(n)
export const finite = (coefficient: bigint, exponent: number, negative = coefficient < 0n): Finite =>
  ({ coefficient: coefficient < 0n ? -coefficient : coefficient, exponent, negative })

/** Reads the bits of IEEE 754-2008 decimal128 (binary integer significand). */
export function fromDecimal128(value: Decimal128): Decimal {
  const bytes = Buffer.from(value.bytes.buffer, value.bytes.byteOffset, 16)
  const low = bytes.readBigUInt64LE(0)
  const high = bytes.readBigUInt64LE(8)
  const negative = high >> 63n === 1n
  const special = (high >> 58n) & 31n
  if (special === 31n) return 'NaN'
  if (special === 30n) return negative ? '-Infinity' : 'Infinity'
  // A significand of this form is beyond 34 digits, so the value is zero.
  if (special >= 24n) return finite(0n, 0, negative)
  return { coefficient: ((high & 0x1ffffffffffffn) << 64n) | low, exponent: Number((high >> 49n) & 0x3fffn) + MIN_EXPONENT, negative }
}

/** Rounds to 34 digits, half to even, and to infinity or zero beyond the range. */
export function toDecimal128(value: Decimal): Decimal128 {
  if (typeof value === 'string') return Decimal128.fromString(value)
  const { coefficient, exponent, negative } = fit(value)
  if (exponent > MAX_EXPONENT) return Decimal128.fromString(negative ? '-Infinity' : 'Infinity')
  return Decimal128.fromString(`${negative ? '-' : ''}${coefficient}E${exponent}`)
}

/** The value within decimal128's digits and exponents; an exponent above the range means infinity. */
export function fit(value: Finite): Finite {
  let { coefficient, exponent } = value
  const drop = Math.max(String(coefficient).length - DIGITS, MIN_EXPONENT - exponent, 0)
  if (drop > 0) [coefficient, exponent] = [divideHalfEven(coefficient, drop), exponent + drop]
  if (String(coefficient).length > DIGITS) [coefficient, exponent] = [coefficient / 10n, exponent + 1]
  if (exponent > MAX_EXPONENT && coefficient === 0n) exponent = MAX_EXPONENT
  while (exponent > MAX_EXPONENT && String(coefficient).length < DIGITS) [coefficient, exponent] = [coefficient * 10n, exponent - 1]
  return { coefficient, exponent, negative: value.negative }
}

function divideHalfEven(coefficient: bigint, drop: number): bigint {
  const unit = power10(Math.min(drop, 7000))
  const quotient = coefficient / unit
  const twice = (coefficient % unit) * 2n
  return twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/** Every finite double is a decimal: m·2^-k = m·5^k·10^-k. */
export function exactDouble(value: number): Decimal {
  if (!Number.isFinite(value)) return String(value) as Decimal
  if (value === 0) return finite(0n, 0, Object.is(value, -0))
  let exponent = 0
  let scaled = value
  while (!Number.isInteger(scaled)) { scaled *= 2; exponent-- }
  return finite(BigInt(scaled) * 5n ** BigInt(-exponent), exponent)
}

/** A double as `$toDecimal` shows it: 15 significant digits. */
export function roundedDouble(value: number): Decimal {
  if (!Number.isFinite(value)) return String(value) as Decimal
  return value === 0 ? finite(0n, 0, Object.is(value, -0)) : parseDecimal(value.toPrecision(15)) ?? 'NaN'
}

export function parseDecimal(text: string): Decimal | undefined {
  const special = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(text)
  if (special) return /nan/i.test(text) ? 'NaN' : special[1] === '-' ? '-Infinity' : 'Infinity'
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text)
  if (!parts || !(parts[2] || parts[3])) return undefined
  const fraction = parts[3] ?? ''
  return finite(BigInt((parts[2] ?? '') + fraction), Number(parts[4] ?? 0) - fraction.length, parts[1] === '-')
}

const signed = (value: Finite): bigint => (value.negative ? -value.coefficient : value.coefficient)
/** The power of ten of the first digit, to compare sizes without writing zeros. */
const magnitude = (value: Finite): number => String(value.coefficient).length + value.exponent

/** Orders two decimals; NaN is below everything and equal to itself, as in MongoDB's sort. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (typeof a === 'string' || typeof b === 'string') return rank(a) - rank(b)
  const [x, y] = [signed(a), signed(b)]
  if (x === 0n || y === 0n || x < 0n !== y < 0n) return x < y ? -1 : x > y ? 1 : 0
  if (magnitude(a) !== magnitude(b)) return (magnitude(a) < magnitude(b)) === x > 0n ? -1 : 1
  const lowest = Math.min(a.exponent, b.exponent)
  const [left, right] = [x * power10(a.exponent - lowest), y * power10(b.exponent - lowest)]
  return left < right ? -1 : left > right ? 1 : 0
}

const rank = (value: Decimal): number => (value === 'NaN' ? -2 : value === '-Infinity' ? -1 : value === 'Infinity' ? 1 : 0)

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || typeof b === 'string') {
    if (a === 'NaN' || b === 'NaN') return 'NaN'
    if (typeof a === 'string') return typeof b === 'string' && a !== b ? 'NaN' : a
    return b
  }
  // Adding something far too small to matter must not write thousands of zeros.
  const [big, small] = magnitude(a) >= magnitude(b) ? [a, b] : [b, a]
  if (small.coefficient === 0n && big.coefficient === 0n) return finite(0n, Math.min(a.exponent, b.exponent), a.negative && b.negative)
  if (big.coefficient !== 0n && magnitude(big) - magnitude(small) > 80) return fit(finite(signed(big) * power10(40), big.exponent - 40))
  const lowest = Math.min(a.exponent, b.exponent)
  return fit(finite(signed(a) * power10(a.exponent - lowest) + signed(b) * power10(b.exponent - lowest), lowest))
}

export function negateDecimal(a: Decimal): Decimal {
  if (typeof a === 'string') return a === 'NaN' ? a : a === 'Infinity' ? '-Infinity' : 'Infinity'
  return { ...a, negative: !a.negative }
}

const isNegative = (a: Decimal): boolean => (typeof a === 'string' ? a === '-Infinity' : a.negative)
const isZero = (a: Decimal): boolean => typeof a !== 'string' && a.coefficient === 0n

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = isNegative(a) !== isNegative(b)
  if (typeof a === 'string' || typeof b === 'string') {
    if (a === 'NaN' || b === 'NaN' || isZero(a) || isZero(b)) return 'NaN'
    return negative ? '-Infinity' : 'Infinity'
  }
  return fit({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent, negative })
}

/** Quotient to 34 digits; trailing zeros that the division made go, as IEEE 754 wants the exponent near a's minus b's. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = isNegative(a) !== isNegative(b)
  if (a === 'NaN' || b === 'NaN') return 'NaN'
  if (typeof a === 'string') return typeof b === 'string' ? 'NaN' : negative ? '-Infinity' : 'Infinity'
  if (typeof b === 'string') return finite(0n, MIN_EXPONENT, negative)
  if (b.coefficient === 0n) return a.coefficient === 0n ? 'NaN' : negative ? '-Infinity' : 'Infinity'
  const shift = Math.max(0, 40 + String(b.coefficient).length - String(a.coefficient).length)
  const scaled = a.coefficient * power10(shift)
  // A sticky digit keeps the half-to-even rounding right when the division does not end.
  const quotient = (scaled / b.coefficient) * 10n + (scaled % b.coefficient === 0n ? 0n : 1n)
  return trimZeros(fit({ coefficient: quotient, exponent: a.exponent - b.exponent - shift - 1, negative }), a.exponent - b.exponent)
}

function trimZeros(value: Finite, ideal: number): Finite {
  let { coefficient, exponent } = value
  if (coefficient === 0n) return { ...value, exponent: ideal }
  while (exponent < ideal && coefficient % 10n === 0n) [coefficient, exponent] = [coefficient / 10n, exponent + 1]
  return { coefficient, exponent, negative: value.negative }
}

/** Remainder with the dividend's sign, as C's fmod. */
export function remainderDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'string' || b === 'NaN' || isZero(b)) return 'NaN'
  if (typeof b === 'string') return a
  const lowest = Math.min(a.exponent, b.exponent)
  return fit(finite((a.coefficient * power10(a.exponent - lowest)) % (b.coefficient * power10(b.exponent - lowest)), lowest, a.negative))
}

/** A whole decimal written out to the unit; NaN when that takes more digits than there are. */
export function inUnits(value: Decimal): Decimal {
  if (typeof value === 'string' || value.exponent <= 0 || value.coefficient === 0n) return value
  return magnitude(value) > DIGITS ? 'NaN' : { ...value, coefficient: value.coefficient * power10(value.exponent), exponent: 0 }
}

export type Rounding = 'floor' | 'ceil' | 'trunc' | 'half-even'

/** Rounds to `places` digits after the point (before it, when negative). */
export function roundDecimal(value: Decimal, places: number, rounding: Rounding): Decimal {
  if (typeof value === 'string' || value.exponent >= -places) return value
  const drop = -places - value.exponent
  const unit = power10(Math.min(drop, 7000))
  const rest = value.coefficient % unit !== 0n
  const up = rest && (rounding === 'floor' ? value.negative : rounding === 'ceil' ? !value.negative : false)
  const coefficient = rounding === 'half-even' ? divideHalfEven(value.coefficient, drop) : value.coefficient / unit + (up ? 1n : 0n)
  return fit({ coefficient, exponent: -places, negative: value.negative })
}
