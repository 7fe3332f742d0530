import type { DateRange, NumberRange, SearchFilter } from './search-index.ts'

/**
 * Stored values and asked values go through here alike. Meilisearch's filter language cannot express every value that
 * contains a backslash or a quote, and a value that ends a string early would widen the search.
 */
export function storedValue(value: string): string {
  return value.replace(/[%"'\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}

export function writtenValue(stored: string): string {
  return stored.replace(/%(25|22|27|5c)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}

/** The one place where filters are put into words. Empty: no condition. */
export function filterExpression(filter: SearchFilter = {}): string[] {
  const lists = (['tracks', 'park', 'district', 'status', 'tier', 'organisation', 'owners'] as const)
  return [
    ...lists.flatMap((field) => oneOf(field, filter[field])),
    ...oneOf('id', filter.ids),
    ...within('trl', filter.trl),
    ...within('amount', filter.amount),
    ...within('deadline', moments(filter.deadline)),
  ]
}

function oneOf(field: string, values: readonly string[] | undefined): string[] {
  if (values === undefined || values.length === 0) return []
  return [`${field} IN [${values.map((value) => `"${storedValue(value)}"`).join(', ')}]`]
}

function within(field: string, { min, max }: NumberRange = {}): string[] {
  return [...(min === undefined ? [] : [`${field} >= ${numeral(min)}`]), ...(max === undefined ? [] : [`${field} <= ${numeral(max)}`])]
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('a bound must be a finite number')
  return String(value)
}

/** Dates are stored as milliseconds. */
function moments({ after, before }: DateRange = {}): NumberRange {
  return { ...(after === undefined ? {} : { min: Date.parse(after) }), ...(before === undefined ? {} : { max: Date.parse(before) }) }
}
