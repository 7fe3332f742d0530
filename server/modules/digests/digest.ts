import { DIGEST_TOPICS, type DigestTopic, isPaused, type Preferences, type Rhythm, rhythmOf } from '../accounts/preferences.ts'
import { isWorkingDay } from '../policies/working-days.ts'
import type { Policy } from '../policies/policy.ts'

const DAY = 86_400_000
const HOUR_MS = 3_600_000

/** Digests go out at eight in the morning of their reader, weekly ones on the first working day of the week. */
const HOUR = 8
const MONDAY = 1
/** Where nothing else was chosen. */
export const CITY_ZONE = 'Asia/Shanghai'
/** More than this nobody reads; the rest is on the site. */
export const MOST_ITEMS = 8
/** How far back the first digest looks, in milliseconds. */
const FIRST_LOOK = 7 * DAY

export type Calendar = Pick<Policy, 'holidays' | 'workdays' | 'utcOffsetMinutes'>

/** `day` names the digest that is due now; `week` is the day on which this week's was due. Both are civil days. */
export interface Periods { day: string; week: string }

interface Zone { format: Intl.DateTimeFormat; at: number; day: string }
/** With the day asked for last: ten thousand people are asked about at one moment. */
const zones = new Map<string, Zone>()

/** The civil day at an instant: `2026-11-22`. */
export function civilDay(at: Date, timeZone = CITY_ZONE): string {
  const zone = zones.get(timeZone) ?? { format: formatIn(timeZone), at: NaN, day: '' }
  if (zone.at !== at.getTime()) Object.assign(zone, { at: at.getTime(), day: zone.format.format(at) })
  zones.set(timeZone, zone)
  return zone.day
}

/** A zone that this machine does not know is the city's: one person's must not keep back everybody's digests. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' })
  } catch {
    return formatIn(CITY_ZONE)
  }
}

/** Nothing is due on days on which nobody works; what there is to say then is said on the next that somebody does. */
export function periodsAt(now: Date, timeZone: string | null | undefined, calendar: Calendar): Periods | undefined {
  const day = civilDay(new Date(now.getTime() - HOUR * HOUR_MS), timeZone ?? CITY_ZONE)
  if (!isWorkingDay(day, calendar)) return undefined
  return { day, week: firstWorkingDay(day, calendar) }
}

/** Of the week from Monday that holds this working day. */
function firstWorkingDay(day: string, calendar: Calendar): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  const monday = at - ((new Date(at).getUTCDay() - MONDAY + 7) % 7) * DAY
  const week = Array.from({ length: 7 }, (_, i) => new Date(monday + i * DAY).toISOString().slice(0, 10))
  return week.find((one) => isWorkingDay(one, calendar)) ?? day
}

export const firstLook = (now: Date): Date => new Date(now.getTime() - FIRST_LOOK)

/** What a part looked at last: in which period, and up to which place in the journal. */
export interface Covered { period: string; seq: number }

/** One thing to tell. */
export interface DigestItem {
  /** Told once: unique within its topic. */
  key: string
  /** Need id; empty where it is not about one. */
  need: string
  score: number
  reason: { kind: 'match' | 'saved-search' | 'task' | 'late' | 'policy'; text?: string }
  /** For a match: the team, the achievement through which it fits, and what they have in common. */
  team?: string
  through?: string
  pairs?: { need: string; achievement: string }[]
  /** Version of the need's content that the pairs quote. */
  version?: number
}

export interface DigestPart {
  topic: DigestTopic
  rhythm: Rhythm
  /** Best first. */
  items: DigestItem[]
  /** How many more there were. */
  more: number
}

/** What was decided to tell somebody. Kept also when it was nothing, as the place from which the next one looks. */
export interface Digest {
  /** `<person>:<period>`: one mail a day, for all roles of a person. */
  id: string
  person: string
  period: string
  at: Date
  /** By topic, carried on from digest to digest. */
  covered: Partial<Record<DigestTopic, Covered>>
  parts: DigestPart[]
  state: 'told' | 'nothing'
}

/** Topics whose turn it is: daily ones each working day, weekly ones once a week, also when their day was missed. */
export function dueTopics(topics: readonly DigestTopic[], preferences: Preferences, last: Pick<Digest, 'covered'> | undefined, periods: Periods): DigestTopic[] {
  if (isPaused(preferences, periods.day)) return []
  return DIGEST_TOPICS.filter((topic) => topics.includes(topic)).filter((topic) => {
    const rhythm = rhythmOf(preferences, topic)
    const due = rhythm === 'daily' ? periods.day : periods.week
    return rhythm !== 'off' && (last?.covered[topic]?.period ?? '') < due
  })
}

/** From what there is, best first, to what a digest tells: not told before, the best few. */
export function chosen<T extends { key: string }>(ranked: readonly T[], told: ReadonlySet<string>, most = MOST_ITEMS): { items: T[]; more: number } {
  const news = ranked.filter((one) => !told.has(one.key))
  return { items: news.slice(0, most), more: Math.max(0, news.length - most) }
}
