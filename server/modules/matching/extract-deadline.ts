import { extracted, sentencesOf, type Extracted } from './extracted.ts'

const date = /(?:(?<year>20\d\d)\s*[年\-/.]\s*)?(?<month>1[0-2]|0?[1-9])\s*[月\-/.]\s*(?:(?<day>3[01]|[12]\d|0?[1-9])\s*[日号]?|(?<end>底|末))/gu

const before = /截止|截至|揭榜|报名|应征|投标|deadline|due|before|by\s*$/iu
/** The day by which work is to be done is not the day until which bids are taken. */
const other = /^\s*(?:前|之前|以前)[^，,。；;]{0,6}(?:交付|完成|投产|建成|验收|实现|达产)/u
const after = /^\s*(?:前|之前|以前|止|截止|为止)/u

/** The day until which bids are taken, as YYYY-MM-DD; a day without a year is the next such day after `today`. */
export function extractDeadline(source: string, today: string): Extracted<string> | undefined {
  for (const { text, start } of sentencesOf(source)) {
    for (const match of text.matchAll(date)) {
      const end = match.index + match[0].length
      if (!isDeadline(text.slice(Math.max(0, match.index - 16), match.index), text.slice(end))) continue
      const value = dayOf(match, today)
      if (value !== undefined && value > today) return extracted(value, source, start + match.index, start + end)
    }
  }
  return undefined
}

/** A date alone may be anything: a founding day, an audit. */
function isDeadline(left: string, right: string): boolean {
  return !other.test(right) && (before.test(left) || after.test(right))
}

function dayOf(match: RegExpExecArray, today: string): string | undefined {
  const { year, month, day, end } = match.groups ?? {}
  if (year === undefined && !/月/u.test(match[0])) return undefined
  const first = Number(year ?? today.slice(0, 4))
  const years = year === undefined ? [first, first + 1] : [first]
  return years.map((one) => isoDay(one, Number(month), end === undefined ? Number(day) : daysIn(one, Number(month)))).find((one) => one !== undefined && one > today)
}

function isoDay(year: number, month: number, day: number): string | undefined {
  if (day > daysIn(year, month)) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}
