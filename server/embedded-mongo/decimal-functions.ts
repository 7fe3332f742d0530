import { type Decimal, divideDecimals, type Finite, finite, fit, multiplyDecimals, negateDecimal, power10, roundDecimal } from './decimal.ts'

/** Digits after the point while computing: enough that 34 of the result are right. */
const SCALE = 60
const ONE = power10(SCALE)

/** A decimal as a whole number of 10^-60; what lies below is cut. */
function toFixed(value: Finite): bigint {
  const shift = SCALE + value.exponent
  const size = shift >= 0 ? value.coefficient * power10(shift) : value.coefficient / power10(Math.min(-shift, 7000))
  return value.negative ? -size : size
}

/** Drops the zeros that fixed-point computing leaves at the end. */
function tidy(value: Finite): Finite {
  let { coefficient, exponent } = fit(value)
  if (coefficient === 0n) return finite(0n, 0)
  while (exponent < 0 && coefficient % 10n === 0n) [coefficient, exponent] = [coefficient / 10n, exponent + 1]
  return { coefficient, exponent, negative: value.negative }
}

/** e^x: by its series for the rest of x by ln 10, and the power of ten for the whole. */
export function decimalExp(x: Decimal): Decimal {
  if (typeof x === 'string') return x === '-Infinity' ? finite(0n, 0) : x
  if (x.coefficient === 0n) return finite(1n, 0)
  if (String(x.coefficient).length + x.exponent > 5) return x.negative ? finite(0n, -6176) : 'Infinity'
  const fixed = toFixed(x)
  const tens = fixed / LN10_FIXED
  return tidy(finite(expSeries(fixed - tens * LN10_FIXED), Number(tens) - SCALE))
}

function expSeries(x: bigint): bigint {
  let term = ONE
  let sum = ONE
  for (let n = 1n; term !== 0n; n++) {
    term = (term * x) / (ONE * n)
    sum += term
  }
  return sum
}

/** ln x = 2·artanh((m-1)/(m+1)) + k·ln 10, with m in [1, 10) brought near 1 by square roots. */
export function decimalLn(x: Decimal): Decimal {
  if (typeof x === 'string') return x === '-Infinity' ? 'NaN' : x
  if (x.coefficient === 0n) return '-Infinity'
  if (x.negative) return 'NaN'
  const digits = String(x.coefficient).length
  const mantissa = toFixed({ coefficient: x.coefficient, exponent: 1 - digits, negative: false })
  return tidy(finite(lnFixed(mantissa) + BigInt(digits - 1 + x.exponent) * LN10_FIXED, -SCALE))
}

/** The power of ten of the first digit is exact, so only the mantissa's logarithm is rounded. */
export function decimalLog10(x: Decimal): Decimal {
  if (typeof x === 'string' || x.coefficient === 0n || x.negative) return decimalLn(x)
  const digits = String(x.coefficient).length
  const mantissa = toFixed({ coefficient: x.coefficient, exponent: 1 - digits, negative: false })
  return tidy(finite((lnFixed(mantissa) * ONE) / LN10_FIXED + BigInt(digits - 1 + x.exponent) * ONE, -SCALE))
}

function lnFixed(x: bigint): bigint {
  let root = x
  let doublings = 0n
  while (root > ONE + ONE / 10n) { root = squareRoot(root * ONE); doublings++ }
  const ratio = ((root - ONE) * ONE) / (root + ONE)
  const square = (ratio * ratio) / ONE
  let sum = 0n
  for (let power = ratio, n = 1n; power !== 0n; n += 2n) {
    sum += power / n
    power = (power * square) / ONE
  }
  return (sum * 2n) << doublings
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let x = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (x + value / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

const LN10_FIXED = lnFixed(10n * ONE)

export function decimalSqrt(x: Decimal): Decimal {
  if (typeof x === 'string') return x === '-Infinity' ? 'NaN' : x
  if (x.coefficient === 0n) return finite(0n, Math.floor(x.exponent / 2), x.negative)
  const shift = 80 + ((80 + x.exponent) % 2 === 0 ? 0 : 1)
  const scaled = x.coefficient * power10(shift)
  const root = squareRoot(scaled)
  const exact = root * root === scaled
  const result = fit(finite(exact ? root : root * 10n + 1n, (x.exponent - shift) / 2 - (exact ? 0 : 1)))
  return exact ? strip(result, Math.floor(x.exponent / 2)) : result
}

function strip(value: Finite, ideal: number): Finite {
  let { coefficient, exponent } = value
  while (exponent < ideal && coefficient % 10n === 0n) [coefficient, exponent] = [coefficient / 10n, exponent + 1]
  return { coefficient, exponent, negative: value.negative }
}

/** Exact for whole exponents of a sensible size, else e^(y·ln x). */
export function decimalPower(x: Decimal, y: Decimal): Decimal {
  if (typeof y !== 'string' && y.coefficient === 0n) return finite(1n, 0)
  if (x === 'NaN' || y === 'NaN') return 'NaN'
  if (typeof x !== 'string' && typeof y !== 'string' && isWhole(y) && String(y.coefficient).length + y.exponent <= 4) return wholePower(x, y)
  if (typeof x === 'string' || typeof y === 'string') return infinitePower(x, y)
  return x.negative ? 'NaN' : decimalExp(multiplyDecimals(decimalLn(x), y))
}

const isWhole = (value: Finite): boolean => roundDecimal(value, 0, 'trunc') === value || toFixed(value) % ONE === 0n

function wholePower(x: Finite, y: Finite): Decimal {
  const times = Number(toFixed(y) / ONE)
  let result: Decimal = finite(1n, 0)
  for (let i = 0; i < Math.abs(times); i++) result = multiplyDecimals(result, x)
  return times < 0 ? divideDecimals(finite(1n, 0), result) : result
}

function infinitePower(x: Decimal, y: Decimal): Decimal {
  const [base, exponent] = [toDouble(x), toDouble(y)]
  const result = base ** exponent
  return Number.isNaN(result) ? 'NaN' : result === 0 ? finite(0n, 0) : result < 0 ? negateDecimal('Infinity') : Number.isFinite(result) ? finite(BigInt(result), 0) : 'Infinity'
}

const toDouble = (value: Decimal): number => (typeof value === 'string' ? Number(value) : Number(`${value.negative ? '-' : ''}${value.coefficient}E${value.exponent}`))
