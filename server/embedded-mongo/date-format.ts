import { dayOfYear, isoDayOfWeek, isoWeek, isoWeekYear, isoYearStart, DAY, type LocalTime, utcOf, week } from './calendar.ts'
import { MongoError } from './mongo-error.ts'
import { fromLocal, offsetText, parseZone, type Zone } from './time-zone.ts'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

const WRITERS: Readonly<Record<string, (at: LocalTime) => string>> = {
  Y: ({ local }) => year(local.getUTCFullYear()), m: ({ local }) => pad(local.getUTCMonth() + 1, 2), d: ({ local }) => pad(local.getUTCDate(), 2), H: ({ local }) => pad(local.getUTCHours(), 2),
  M: ({ local }) => pad(local.getUTCMinutes(), 2), S: ({ local }) => pad(local.getUTCSeconds(), 2), L: ({ local }) => pad(local.getUTCMilliseconds(), 3), j: ({ local }) => pad(dayOfYear(local), 3),
  w: ({ local }) => String(local.getUTCDay() + 1), u: ({ local }) => String(isoDayOfWeek(local)), U: ({ local }) => pad(week(local), 2), V: ({ local }) => pad(isoWeek(local), 2),
  G: ({ local }) => year(isoWeekYear(local)), z: ({ offset }) => offsetText(offset), Z: ({ offset }) => String(Math.trunc(offset / 60_000)),
  b: ({ local }) => (MONTHS[local.getUTCMonth()] as string).slice(0, 3), B: ({ local }) => MONTHS[local.getUTCMonth()] as string, '%': () => '%',
}

function year(value: number): string {
  if (value < 0 || value > 9999) throw new MongoError(18537, `$dateToString is only defined on year 0-9999, tried to use year ${value}`)
  return pad(value, 4)
}

/** Throws on a format that `formatDate` could not write. */
export function checkFormat(format: string, forParsing = false): void {
  for (const [token, letter] of format.matchAll(/%([\s\S]?)/g)) {
    if (letter === '' ) throw new MongoError(18535, "Unmatched '%' at end of format string")
    const known = forParsing ? PARSERS : WRITERS
    if (!Object.hasOwn(known, letter as string)) throw new MongoError(18536, `Invalid format character '${token}' in format string`)
  }
}

export function formatDate(at: LocalTime, format: string): string {
  return format.replace(/%([\s\S])/g, (_, letter: string) => (WRITERS[letter] as (at: LocalTime) => string)(at))
}

type Parts = Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'dayOfYear' | 'yearDay' | 'isoYear' | 'isoWeek' | 'isoDay' | 'offset', number>>

interface Parser { readonly pattern: string, readonly read?: (text: string, parts: Parts) => void }

const into = (name: keyof Parts): Parser['read'] => (text, parts) => { parts[name] = Number(text) }
const monthNamed = (text: string): number => MONTHS.findIndex(name => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()) + 1

const PARSERS: Readonly<Record<string, Parser>> = {
  Y: { pattern: '\\d{4}', read: into('year') }, m: { pattern: '\\d{1,2}', read: into('month') }, d: { pattern: '\\d{1,2}', read: into('day') }, H: { pattern: '\\d{1,2}', read: into('hour') },
  M: { pattern: '\\d{1,2}', read: into('minute') }, S: { pattern: '\\d{1,2}', read: into('second') }, L: { pattern: '\\d{1,3}', read: (text, parts) => { parts.millisecond = Number(text.padEnd(3, '0')) } },
  // MongoDB counts the days from 0 when it reads %j, and from 1 when it writes it.
  j: { pattern: '\\d{1,3}', read: into('yearDay') }, G: { pattern: '\\d{4}', read: into('isoYear') }, V: { pattern: '\\d{1,2}', read: into('isoWeek') }, u: { pattern: '[1-7]', read: into('isoDay') },
  z: { pattern: '[+-]\\d{2}:?\\d{2}|Z|UTC|GMT', read: (text, parts) => { parts.offset = parseZone(text).offsetAt(0) } }, Z: { pattern: '[+-]?\\d+', read: (text, parts) => { parts.offset = Number(text) * 60_000 } },
  b: { pattern: MONTHS.map(name => name.slice(0, 3)).join('|'), read: (text, parts) => { parts.month = monthNamed(text) } }, B: { pattern: MONTHS.join('|'), read: (text, parts) => { parts.month = monthNamed(text) } },
  '%': { pattern: '%' },
}

const unparsable = (text: string, why: string): MongoError => new MongoError(241, `Error parsing date string '${text}'; ${why}`)

/** Reads a date in the given format. */
export function parseWithFormat(text: string, format: string, zone: Zone | undefined): number {
  const letters: string[] = []
  const source = format.replace(/%([\s\S])|[\\^$.*+?()[\]{}|/]/g, (found, letter: string | undefined) => {
    if (letter === undefined) return `\\${found}`
    letters.push(letter)
    return `(${(PARSERS[letter] as Parser).pattern})`
  })
  const match = new RegExp(`^${source}$`, 'i').exec(text)
  if (!match) throw unparsable(text, `it does not match the format '${format}'`)
  const parts: Parts = {}
  letters.forEach((letter, i) => { PARSERS[letter]?.read?.(match[i + 1] as string, parts) })
  return timeOf(text, parts, zone)
}

function timeOf(text: string, parts: Parts, zone: Zone | undefined): number {
  checkRanges(text, parts)
  if (parts.offset !== undefined && zone) throw unparsable(text, 'you cannot pass in a date/time string with GMT offset together with a timezone argument')
  const local = dayOf(text, parts) + utcOf(1970, 0, 1, parts.hour, parts.minute, parts.second, parts.millisecond)
  return parts.offset !== undefined ? local - parts.offset : zone ? fromLocal(local, zone) : local
}

function dayOf(text: string, { year, month, day, dayOfYear, yearDay, isoYear, isoWeek, isoDay }: Parts): number {
  if (isoYear !== undefined) return isoYearStart(isoYear) + ((isoWeek ?? 1) - 1) * 7 * DAY + ((isoDay ?? 1) - 1) * DAY
  if (year === undefined) throw unparsable(text, 'an incomplete date/time string has been found, with elements missing')
  if (dayOfYear !== undefined) return utcOf(year, 0, dayOfYear)
  if (yearDay !== undefined) return utcOf(year, 0, 1 + yearDay)
  if (month === undefined || day === undefined) throw unparsable(text, 'an incomplete date/time string has been found, with elements missing')
  if (day > new Date(utcOf(year, month, 0)).getUTCDate()) throw unparsable(text, 'the parsed date was invalid')
  return utcOf(year, month - 1, day)
}

const RANGES: Readonly<Partial<Record<keyof Parts, readonly [number, number]>>> = { month: [1, 12], day: [1, 31], hour: [0, 24], minute: [0, 59], second: [0, 60], dayOfYear: [1, 366], yearDay: [0, 366], isoWeek: [1, 53] }

function checkRanges(text: string, parts: Parts): void {
  for (const [name, value] of Object.entries(parts) as [keyof Parts, number][]) {
    const range = RANGES[name]
    if (range && (value < range[0] || value > range[1])) throw unparsable(text, `${name} ${value} is out of range`)
  }
}

const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?\s*(?<half>[ap]\.?m\.?)?`
const COMPACT_TIME = String.raw`(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?(?:[.,](?<fraction>\d+))?`
const ZONE = String.raw`\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?|UTC|GMT|[A-Za-z]+(?:/[A-Za-z_]+)+|[A-Z]{3,4})?`
const NAMES = MONTHS.map(name => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')

/** The forms that are read without a format, commonest first. */
const FORMS = [
  String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`, String.raw`(?<year>\d{4})/(?<month>\d{1,2})/(?<day>\d{1,2})`, String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})`, String.raw`(?<day>\d{1,2})[.-](?<month>\d{1,2})[.-](?<year>\d{4})`, String.raw`(?<isoYear>\d{4})-?W(?<isoWeek>\d{2})-?(?<isoDay>[1-7])?`,
  String.raw`(?<year>\d{4})-?(?<dayOfYear>\d{3})`, String.raw`(?:[A-Za-z]+,?\s+)?(?<name>${NAMES})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`, String.raw`(?:[A-Za-z]+,?\s+)?(?<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?<name>${NAMES})\.?,?[\s-]+(?<year>\d{4})`,
].map(date => new RegExp(`^\\s*${date}(?:(?:[Tt]|\\s+)(?:${TIME}|${COMPACT_TIME.replace(/<(\w+)>/g, '<$1_>')}))?${ZONE}\\s*$`, 'i'))

/** Reads a date in one of the usual forms. */
export function parseFreely(text: string, zone: Zone | undefined): number {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups
    if (groups) return timeOf(text, freeParts(text, groups), zone)
  }
  throw unparsable(text, 'the form is not known')
}

function freeParts(text: string, groups: Readonly<Record<string, string | undefined>>): Parts {
  const parts: Parts = {}
  for (const name of ['year', 'month', 'day', 'hour', 'minute', 'second', 'dayOfYear', 'isoYear', 'isoWeek', 'isoDay'] as const) {
    const found = groups[name] ?? groups[`${name}_`]
    if (found !== undefined) parts[name] = Number(found)
  }
  const fraction = groups.fraction ?? groups.fraction_
  if (fraction !== undefined) parts.millisecond = Number(fraction.padEnd(3, '0').slice(0, 3))
  if (groups.name !== undefined) parts.month = monthNamed(groups.name)
  if (groups.half !== undefined) parts.hour = (parts.hour ?? 0) % 12 + (/^p/i.test(groups.half) ? 12 : 0)
  if (groups.zone !== undefined) parts.offset = zoneOffset(text, groups.zone, parts)
  return parts
}

function zoneOffset(text: string, name: string, parts: Parts): number {
  const zone = parseZone(/^z$/i.test(name) ? 'UTC' : name)
  return zone.offsetAt(dayOf(text, parts))
}
