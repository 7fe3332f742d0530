import type { HelperOptions } from 'handlebars'
import { formatDate, formatDateTime, formatMoney, formatNumber, formatPercent, isoInstant } from '../kernel/format.ts'
import type { Locale } from '../http/page.ts'
import type { Words } from '../kernel/words.ts'
import { toneOf } from './status-tone.ts'

export type Helper = (this: unknown, ...args: unknown[]) => unknown

/** What every template can reach as `@locale`, `@words`…, at any depth. */
interface ViewData {
  locale: Locale
  words: Words
}

/** Handlebars passes its options last. */
function split(args: unknown[]): { values: unknown[]; hash: Record<string, unknown>; data: ViewData } {
  const options = args.at(-1) as HelperOptions
  return { values: args.slice(0, -1), hash: options.hash as Record<string, unknown>, data: options.data as ViewData }
}

/** The same reading of "empty" as Handlebars' own `if`. */
function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

/** `{{date}}` without a value is nearly always a field of that name: say so instead of printing nothing. */
function pure(name: string, least: number, of: (values: unknown[], hash: Record<string, unknown>, data: ViewData) => unknown): Helper {
  return (...args) => {
    const { values, hash, data } = split(args)
    if (values.length < least) throw new Error(`Helper "${name}" needs ${least} value(s); for a field of that name write {{this.${name}}}`)
    return of(values, hash, data)
  }
}

/** Follows a dotted path over own properties only. */
export function valueAt(object: unknown, path: unknown): unknown {
  let value = object
  for (const part of String(path).split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** Handlebars does not protect against `javascript:` links: only web, mail and relative addresses pass. */
export function safeUrl(value: unknown): string {
  // Browsers drop tabs and line breaks inside an address: "/\t/host" is "//host" to them.
  const text = String(value ?? '').replaceAll(/\p{Cc}/gu, '').trim()
  const relative = /^(?:[/?#]|\.{1,2}\/)/.test(text) && !/^\/[/\\]/.test(text)
  return relative || /^(?:https?:\/\/|mailto:|tel:)/i.test(text) ? text : '#'
}

const numeric = (value: unknown, format: (number: number) => string): string =>
  value === undefined || value === null || value === '' ? '' : format(Number(value))

const definitions: Record<string, [least: number, of: Parameters<typeof pure>[2]]> = {
  t: [1, ([key], hash, { words }) => words(String(key), hash)],
  money: [1, ([yuan], _, { locale }) => numeric(yuan, (number) => formatMoney(number, locale))],
  number: [1, ([value], { digits }, { locale }) => numeric(value, (number) => formatNumber(number, locale, digits as number | undefined))],
  percent: [1, ([share], { digits }, { locale }) => numeric(share, (number) => formatPercent(number, locale, digits as number | undefined))],
  date: [1, ([value], _, { locale }) => formatDate(value, locale)],
  datetime: [1, ([value], _, { locale }) => formatDateTime(value, locale)],
  iso: [1, ([value]) => isoInstant(value)],
  eq: [2, ([left, right]) => left === right],
  gt: [2, ([left, right]) => Number(left) > Number(right)],
  lt: [2, ([left, right]) => Number(left) < Number(right)],
  and: [1, (values) => (values.every(truthy) ? values.at(-1) : false)],
  or: [1, (values) => values.find(truthy) ?? values.at(-1)],
  not: [1, ([value]) => !truthy(value)],
  array: [0, (values) => values],
  object: [0, (_, hash) => hash],
  concat: [1, (values) => values.map((value) => String(value ?? '')).join('')],
  join: [2, ([list, separator]) => (Array.isArray(list) ? list.join(String(separator)) : '')],
  get: [2, ([object, path]) => valueAt(object, path)],
  includes: [2, ([list, value]) => (Array.isArray(list) ? list.map(String).includes(String(value)) : list !== undefined && String(list) === String(value))],
  add: [2, ([left, right]) => Number(left) + Number(right)],
  encode: [1, ([value]) => encodeURIComponent(String(value ?? ''))],
  url: [1, ([value]) => safeUrl(value)],
  status: [2, ([kind, state], _, { words }) => words(`state.${String(kind)}.${String(state)}`)],
  tone: [2, ([kind, state]) => toneOf(String(kind), String(state))],
}

/** Helpers any template may call; each is pure, none returns markup. */
export const viewHelpers: Record<string, Helper> = Object.fromEntries(
  Object.entries(definitions).map(([name, [least, of]]) => [name, pure(name, least, of)]),
)
