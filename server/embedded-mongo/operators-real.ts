import { Decimal128 } from 'bson'
import { decimalExp, decimalLn, decimalLog10, decimalPower, decimalSqrt } from './decimal-functions.ts'
import { type Decimal, divideDecimals, finite, fromDecimal128, negateDecimal, addDecimals, toDecimal128 } from './decimal.ts'
import type { Operator } from './expression.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { asDecimal, fitsLong, isNaNNumber, isZeroNumber, narrow, compareNumbers } from './numbers.ts'
import { strict } from './operator-arguments.ts'
import { isWhole, numeric } from './operators-arithmetic.ts'
import { double, type Maybe, type Numeric, toNumber, type Value } from './values.ts'

interface RealFunction {
  readonly double: (x: number) => number
  readonly decimal?: (x: Decimal) => Decimal
  /** Where the function has no value, and the error for it. */
  readonly domain?: { readonly holds: (x: Numeric) => boolean, readonly code: number, readonly message: string }
}

function real({ double: apply, decimal, domain }: RealFunction): Operator {
  return strict(1, 1, ([given], name) => {
    const value = numeric(given, name, 28765)
    if (domain && !isNaNNumber(value) && !domain.holds(value)) throw new MongoError(domain.code, `${name}${domain.message}`)
    if (!(value instanceof Decimal128)) return double(apply(toNumber(value)))
    if (!decimal) throw new MongoError(CODES.NotImplemented, `${name} of a decimal is not supported by the embedded MongoDB stand-in: set MONGODB_URI to a MongoDB server`)
    return toDecimal128(decimal(fromDecimal128(value)))
  })
}

const positive = (code: number) => ({ holds: (x: Numeric) => compareNumbers(x, 0) > 0, code, message: "'s argument must be a positive number" })
const within = (low: number, high: number) => ({ holds: (x: Numeric) => compareNumbers(x, low) >= 0 && compareNumbers(x, high) <= 0, code: 50989, message: ` cannot be applied to a value outside [${low}, ${high}]` })
const finiteOnly = { holds: (x: Numeric) => Number.isFinite(toNumber(x)) || x instanceof Decimal128, code: 50989, message: ' cannot be applied to an infinite value' }

function logarithm([given, base]: readonly Value[]): Maybe {
  const [x, b] = [numeric(given, '$log', 28756), numeric(base, '$log', 28757)]
  if (compareNumbers(x, 0) <= 0 && !isNaNNumber(x)) throw new MongoError(28758, "$log's argument must be a positive number")
  if (compareNumbers(b, 0) <= 0 && !isNaNNumber(b) || compareNumbers(b, 1) === 0) throw new MongoError(28759, "$log's base must be a positive number not equal to 1")
  if (x instanceof Decimal128 || b instanceof Decimal128) return toDecimal128(divideDecimals(decimalLn(asDecimal(x)), decimalLn(asDecimal(b))))
  return double(Math.log(toNumber(x)) / Math.log(toNumber(b)))
}

function power([given, by]: readonly Value[]): Maybe {
  const [base, exponent] = [numeric(given, '$pow', 28762), numeric(by, '$pow', 28763)]
  if (isZeroNumber(base) && compareNumbers(exponent, 0) < 0 && !isNaNNumber(exponent)) throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent')
  if (base instanceof Decimal128 || exponent instanceof Decimal128) return toDecimal128(decimalPower(asDecimal(base), asDecimal(exponent)))
  if (isWhole(base) && isWhole(exponent)) return wholePower(BigInt(base), BigInt(exponent), base, exponent)
  return double(toNumber(base) ** toNumber(exponent))
}

function wholePower(base: bigint, exponent: bigint, a: Numeric, b: Numeric): Numeric {
  if (exponent < 0n) return base === 1n ? narrow(1n, a, b) : base === -1n ? narrow(exponent % 2n === 0n ? 1n : -1n, a, b) : double(Number(base) ** Number(exponent))
  const result = base === 0n || base === 1n || base === -1n ? base ** (exponent === 0n ? 0n : 2n - exponent % 2n) : exponent <= 64n ? base ** exponent : undefined
  return result !== undefined && fitsLong(result) ? narrow(result, a, b) : Number(base) ** Number(exponent)
}

function sigmoidDecimal(x: Decimal): Decimal {
  const one = finite(1n, 0)
  return divideDecimals(one, addDecimals(one, decimalExp(negateDecimal(x))))
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))

/** Powers, logarithms and trigonometry. */
export const REAL_OPERATORS: Readonly<Record<string, Operator>> = {
  $exp: real({ double: Math.exp, decimal: decimalExp }),
  $ln: real({ double: Math.log, decimal: decimalLn, domain: positive(28766) }),
  $log10: real({ double: Math.log10, decimal: decimalLog10, domain: positive(28761) }),
  $log: strict(2, 2, logarithm), $pow: strict(2, 2, power),
  $sqrt: real({ double: Math.sqrt, decimal: decimalSqrt, domain: { holds: x => compareNumbers(x, 0) >= 0, code: 28714, message: "'s argument must be greater than or equal to 0" } }),
  $sigmoid: real({ double: sigmoid, decimal: sigmoidDecimal }),
  $sin: real({ double: Math.sin, domain: finiteOnly }), $cos: real({ double: Math.cos, domain: finiteOnly }), $tan: real({ double: Math.tan, domain: finiteOnly }),
  $asin: real({ double: Math.asin, domain: within(-1, 1) }), $acos: real({ double: Math.acos, domain: within(-1, 1) }), $atan: real({ double: Math.atan }),
  $sinh: real({ double: Math.sinh }), $cosh: real({ double: Math.cosh }), $tanh: real({ double: Math.tanh }),
  $asinh: real({ double: Math.asinh }), $acosh: real({ double: Math.acosh, domain: within(1, Infinity) }), $atanh: real({ double: Math.atanh, domain: within(-1, 1) }),
  $degreesToRadians: real({ double: x => x * (Math.PI / 180) }), $radiansToDegrees: real({ double: x => x * (180 / Math.PI) }),
  $atan2: strict(2, 2, ([y, x], name) => double(Math.atan2(toNumber(numeric(y, name, 51044)), toNumber(numeric(x, name, 51045))))),
}
