import { Decimal128 } from 'bson'
import { type Numeric, toNumber } from './values.ts'

/** A number as `$toString` writes it. */
export function numberText(value: Numeric): string {
  if (value instanceof Decimal128 || typeof value === 'bigint') return value.toString()
  const number = toNumber(value)
  if (Object.is(number, -0)) return '-0'
  // C writes exponents with two digits.
  return String(number).replace(/e([+-])(\d)$/, 'e$10$2')
}
