import type { DateRange, NumberRange, SearchDocument, SearchFilter } from './search-index.ts'

/** The filter as a question about one document. */
export function passes(document: SearchDocument, filter: SearchFilter = {}): boolean {
  return anyOf(filter.tracks, document.tracks)
    && oneOf(filter.park, document.park)
    && oneOf(filter.district, document.district)
    && oneOf(filter.status, document.status)
    && oneOf(filter.tier, document.tier)
    && oneOf(filter.organisation, document.organisation)
    && anyOf(filter.owners, document.owners ?? [])
    && oneOf(filter.ids, document.id)
    && within(filter.trl, document.trl)
    && within(filter.amount, document.amount)
    && between(filter.deadline, document.deadline)
}

function anyOf(wanted: readonly string[] | undefined, present: readonly string[]): boolean {
  return isOpen(wanted) || present.some((value) => wanted.includes(value))
}

function oneOf(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return isOpen(wanted) || (value !== undefined && wanted.includes(value))
}

function isOpen(wanted: readonly string[] | undefined): wanted is undefined {
  return wanted === undefined || wanted.length === 0
}

function within(range: NumberRange | undefined, value: number | undefined): boolean {
  if (range?.min === undefined && range?.max === undefined) return true
  return value !== undefined && value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity)
}

function between(range: DateRange | undefined, value: string | undefined): boolean {
  const bounds = { ...bound('min', range?.after), ...bound('max', range?.before) }
  return within(bounds, value === undefined ? undefined : Date.parse(value))
}

function bound(end: 'min' | 'max', date: string | undefined): NumberRange {
  return date === undefined ? {} : { [end]: Date.parse(date) }
}
