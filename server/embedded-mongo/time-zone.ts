import { MongoError } from './mongo-error.ts'

/** A time zone: how far local time is ahead of UTC, at a moment. */
export interface Zone { readonly name: string, offsetAt(time: number): number }

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 }

const zones = new Map<string, Zone>([['UTC', UTC], ['GMT', UTC], ['Z', UTC]])

/** Reads `+05:30`, `+0530`, `+05` or an Olson name. */
export function parseZone(text: string): Zone {
  const known = zones.get(text)
  if (known) return known
  const made = fixedZone(text) ?? namedZone(text)
  zones.set(text, made)
  return made
}

function fixedZone(text: string): Zone | undefined {
  const parts = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text)
  if (!parts) return undefined
  const offset = (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000 * (parts[1] === '-' ? -1 : 1)
  return { name: text, offsetAt: () => offset }
}

function namedZone(text: string): Zone {
  if (!/^[A-Z]/.test(text)) throw unknownZone(text)
  const format = formatFor(text)
  // Intl takes names in any case, MongoDB does not.
  const { timeZone } = format.resolvedOptions()
  if (timeZone !== text && timeZone.toLowerCase() === text.toLowerCase()) throw unknownZone(text)
  const cache = new Map<number, number>()
  return {
    name: text,
    offsetAt: time => {
      // Offsets change at whole quarters of an hour, so one answer serves for fifteen minutes.
      const quarter = Math.floor(time / 900_000)
      const known = cache.get(quarter)
      if (known !== undefined) return known
      if (cache.size > 10_000) cache.clear()
      const offset = measure(format, quarter * 900_000)
      cache.set(quarter, offset)
      return offset
    },
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  } catch {
    throw unknownZone(timeZone)
  }
}

const unknownZone = (text: string): MongoError => new MongoError(40485, `unrecognized time zone identifier: "${text}"`)

function measure(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name))
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year')
  const local = new Date(0)
  local.setUTCFullYear(year, part('month') - 1, part('day'))
  local.setUTCHours(part('hour'), part('minute'), part('second'))
  return local.getTime() - time
}

/** The moment at which clocks of the zone show this; in the hour that clocks skip, the later one. */
export function fromLocal(local: number, zone: Zone): number {
  const guess = local - zone.offsetAt(local)
  return local - zone.offsetAt(guess)
}

/** `+0530`, as `%z` writes it. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(Math.trunc(offset / 60_000))
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
}
