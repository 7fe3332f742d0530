import { civilDate } from '../policies/working-days.ts'
import type { Preferences } from '../accounts/person.ts'

const DAY = 86_400_000
const MINUTE = 60_000

/** Digests go out at eight in the morning of the city, weekly ones on Monday. */
const HOUR = 8
const MONDAY = 1
/** China keeps one time the year round. */
export const CITY = { holidays: [], workdays: [], utcOffsetMinutes: 480 }

export type Rhythm = Exclude<Preferences['digest'], 'off'>
/** More than this nobody reads; the rest is on the site. */
export const MOST_ITEMS = 8

/** The civil date of the last moment at which a digest of this rhythm was due: one digest per person and such date. */
export function periodOf(rhythm: Rhythm, now: Date): string {
  const sinceHour = new Date(now.getTime() - HOUR * 60 * MINUTE)
  if (rhythm === 'daily') return civilDate(sinceHour, CITY)
  const weekday = new Date(`${civilDate(sinceHour, CITY)}T00:00:00Z`).getUTCDay()
  return civilDate(new Date(sinceHour.getTime() - ((weekday - MONDAY + 7) % 7) * DAY), CITY)
}

/** How far back a first digest looks. */
export function firstSince(rhythm: Rhythm, now: Date): Date {
  return new Date(now.getTime() - (rhythm === 'daily' ? 1 : 7) * DAY)
}

/** What was decided to tell somebody. Kept also when it was nothing, as the place from which the next one looks. */
export interface Digest {
  /** `<person>:<period>`. */
  id: string
  person: string
  period: string
  rhythm: Rhythm
  at: Date
  /** Position in the journal up to which news were looked at. */
  seq: number
  /** Ids of needs, best first. */
  needs: string[]
  /** How many more there were. */
  more: number
  state: 'decided' | 'queued' | 'nothing'
}

/** From ranked needs to those a digest tells: new ones, not told before, the best few. */
export function chosen(ranked: readonly string[], fresh: ReadonlySet<string>, told: ReadonlySet<string>): { needs: string[]; more: number } {
  const news = ranked.filter((id) => fresh.has(id) && !told.has(id))
  return { needs: news.slice(0, MOST_ITEMS), more: Math.max(0, news.length - MOST_ITEMS) }
}
