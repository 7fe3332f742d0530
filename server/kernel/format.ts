import type { Yuan } from './money.ts'

/** Every date a reader sees is the city's, wherever the server runs. */
const TIME_ZONE = 'Asia/Shanghai'

type Instant = Date | string | number

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Intl formatters cost about 50 µs to build and nothing to keep. */
function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, build: () => T): T {
  const known = formats.get(key)
  if (known) return known as T
  const built = build()
  formats.set(key, built)
  return built
}

function instant(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const date = new Date(value as Instant)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`date ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, ...options }))
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options))
}

/** 60万元 in Chinese, ¥600,000 in English; no digit is lost. */
export function formatMoney(yuan: Yuan, locale: string): string {
  if (locale === 'zh-CN') return `${numberFormat(locale, { notation: 'compact', maximumFractionDigits: 8 }).format(yuan)}元`
  return numberFormat(locale, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(yuan)
}

export function formatNumber(value: number, locale: string, digits = 3): string {
  return numberFormat(locale, { maximumFractionDigits: digits }).format(value)
}

/** A share between 0 and 1 as a percentage. */
export function formatPercent(share: number, locale: string, digits = 0): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share)
}

/** 2026年11月22日; nothing for nothing. */
export function formatDate(value: unknown, locale: string): string {
  const date = instant(value)
  return date ? dateFormat(locale, { dateStyle: 'medium' }).format(date) : ''
}

/** 2026年11月22日 17:00, always on the 24-hour clock. */
export function formatDateTime(value: unknown, locale: string): string {
  const date = instant(value)
  if (!date) return ''
  if (isMidnight(date)) return `${dateFormat(locale, { dateStyle: 'medium' }).format(date.getTime() - 1)} 24:00`
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(date)
}

/** Deadlines end with a day: people read `27日 24:00` as the end of the 27th and `28日 00:00` as the 28th. */
function isMidnight(date: Date): boolean {
  return dateFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(date) === '00:00:00'
}

/** For machines: `<time datetime>`. */
export function isoInstant(value: unknown): string {
  return instant(value)?.toISOString() ?? ''
}

/** What `<input type="datetime-local">` (or `date`) expects, in the city's time. */
export function localInput(value: unknown, type: 'date' | 'datetime-local'): string {
  const date = instant(value)
  if (!date) return ''
  const local = dateFormat('sv', { dateStyle: 'short', timeStyle: 'short' }).format(date).replace(' ', 'T')
  return type === 'date' ? local.slice(0, 10) : local
}
