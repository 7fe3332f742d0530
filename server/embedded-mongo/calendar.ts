import { fromLocal, type Zone } from './time-zone.ts'

export const DAY = 86_400_000

/** A moment on the clocks and calendars of a zone. The getters of `local` must be read as UTC. */
export interface LocalTime { readonly local: Date, readonly offset: number }

export function localTime(time: number, zone: Zone): LocalTime {
  const offset = zone.offsetAt(time)
  return { local: new Date(time + offset), offset }
}

/** Milliseconds of a date whose parts may be out of range and carry over. */
export function utcOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, millisecond = 0): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date.getTime() + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond
}

export const dayOfYear = (local: Date): number => Math.floor((local.getTime() - utcOf(local.getUTCFullYear(), 0, 1)) / DAY) + 1
/** 1 is Monday. */
export const isoDayOfWeek = (local: Date): number => (local.getUTCDay() + 6) % 7 + 1
/** 0 to 53; weeks begin on Sunday, and days before the first Sunday are in week 0. */
export const week = (local: Date): number => Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7)

/** The ISO week belongs to the year of its Thursday. */
function thursday(local: Date): Date {
  return new Date(Math.floor(local.getTime() / DAY) * DAY + (4 - isoDayOfWeek(local)) * DAY)
}

export const isoWeekYear = (local: Date): number => thursday(local).getUTCFullYear()
export const isoWeek = (local: Date): number => Math.ceil(dayOfYear(thursday(local)) / 7)

/** Monday of the first ISO week. */
export function isoYearStart(year: number): number {
  const fourth = new Date(utcOf(year, 0, 4))
  return fourth.getTime() - (isoDayOfWeek(fourth) - 1) * DAY
}

export const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const
export type Unit = typeof UNITS[number]

const FIXED: Readonly<Partial<Record<Unit, number>>> = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 }
const MONTHS: Readonly<Partial<Record<Unit, number>>> = { year: 12, quarter: 3, month: 1 }

/** Months and years keep the day or take the month's last one; days keep the clock's time. */
export function addUnits(time: number, unit: Unit, amount: number, zone: Zone): number {
  const fixed = FIXED[unit]
  if (fixed !== undefined) return time + amount * fixed
  const { local } = localTime(time, zone)
  const months = MONTHS[unit]
  const moved = months === undefined ? local.getTime() + amount * DAY * (unit === 'week' ? 7 : 1) : addMonths(local, months * amount)
  return fromLocal(moved, zone)
}

function addMonths(local: Date, months: number): number {
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months]
  const last = new Date(utcOf(year, month + 1, 0)).getUTCDate()
  return utcOf(year, month, Math.min(local.getUTCDate(), last)) + (local.getTime() - Math.floor(local.getTime() / DAY) * DAY)
}

/** How many boundaries of the unit lie between two moments. */
export function differenceIn(from: number, to: number, unit: Unit, zone: Zone, startOfWeek: number): number {
  const [a, b] = [localTime(from, zone).local, localTime(to, zone).local]
  const months = MONTHS[unit]
  if (months !== undefined) return quotient(monthNumber(b), months) - quotient(monthNumber(a), months)
  if (unit === 'day') return quotient(b.getTime(), DAY) - quotient(a.getTime(), DAY)
  if (unit === 'week') return weekNumber(b, startOfWeek) - weekNumber(a, startOfWeek)
  const size = FIXED[unit] as number
  // Hours count on the clock, so a zone's half hours matter.
  return unit === 'hour' ? quotient(b.getTime(), size) - quotient(a.getTime(), size) - quotient(b.getTime() - to - (a.getTime() - from), size) : quotient(to, size) - quotient(from, size)
}

const quotient = (a: number, b: number): number => Math.floor(a / b)
const monthNumber = (local: Date): number => local.getUTCFullYear() * 12 + local.getUTCMonth()
/** The epoch was a Thursday; `startOfWeek` is 1 for Monday. */
const weekNumber = (local: Date, startOfWeek: number): number => quotient(quotient(local.getTime(), DAY) + 4 - startOfWeek, 7)

/** Bins are counted from 2000-01-01 of the zone, weeks from the first start of a week after it. */
export function truncate(time: number, unit: Unit, size: number, zone: Zone, startOfWeek: number): number {
  const { local } = localTime(time, zone)
  const months = MONTHS[unit]
  if (months !== undefined) {
    const bin = months * size
    const from2000 = monthNumber(local) - 2000 * 12
    return fromLocal(utcOf(2000, quotient(from2000, bin) * bin, 1), zone)
  }
  if (unit === 'day' || unit === 'week') return fromLocal(truncateDays(local, unit === 'week' ? 7 * size : size, unit === 'week' ? startOfWeek : undefined), zone)
  const bin = (FIXED[unit] as number) * size
  const origin = fromLocal(utcOf(2000, 0, 1), zone)
  return origin + quotient(time - origin, bin) * bin
}

function truncateDays(local: Date, days: number, startOfWeek: number | undefined): number {
  const origin = utcOf(2000, 0, 1) / DAY
  // 2000-01-01 was a Saturday, day 6 of the ISO week.
  const first = startOfWeek === undefined ? origin : origin + (startOfWeek - 6 + 7) % 7
  return (first + quotient(quotient(local.getTime(), DAY) - first, days) * days) * DAY
}
