import { Decimal128 } from 'bson'
import { addDecimals, exactDouble, fromDecimal128, toDecimal128 } from './decimal.ts'
import { add } from './numbers.ts'
import { double, isInt32, isNumeric, type Maybe, type Numeric, toNumber } from './values.ts'

export interface Total { add(value: Numeric): void, sum(): Numeric }

/**
 * A sum that keeps small doubles beside great ones (Neumaier's compensation), as MongoDB's does,
 * and has the widest type of its parts.
 */
export function totalOf(): Total {
  let whole: Numeric = 0
  let sum = 0
  let lost = 0
  let doubles = false
  return {
    add: value => {
      if (typeof value === 'bigint' || isInt32(value) || value instanceof Decimal128) { whole = add(whole, value); return }
      const number = toNumber(value)
      const next = sum + number
      lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum
      sum = next
      doubles = true
    },
    sum: () => {
      if (!doubles) return whole
      const total = Number.isFinite(sum) ? sum + lost : sum
      return whole instanceof Decimal128 ? toDecimal128(addDecimals(fromDecimal128(whole), exactDouble(total))) : add(whole, double(total))
    },
  }
}

/** Standard deviation (Welford's method); null where it has no meaning. */
export function standardDeviation(sample: boolean): { add(value: Maybe): void, result(): Maybe } {
  let count = 0
  let mean = 0
  let squares = 0
  return {
    add: value => {
      if (!isNumeric(value)) return
      const number = toNumber(value)
      count++
      const difference = number - mean
      mean += difference / count
      squares += difference * (number - mean)
    },
    result: () => (count <= (sample ? 1 : 0) ? null : double(Math.sqrt(squares / (count - (sample ? 1 : 0))))),
  }
}
