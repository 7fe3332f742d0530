import { record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Person } from './person.ts'
import { type Preferences, withOneRhythm } from './preferences.ts'

const HOUR = 3_600_000

export interface OwnProfile { name: string; preferences: Pick<Preferences, 'locale' | 'digest'> }

/** A person's own name and how we speak to them. Another rhythm than before is one for all topics. */
export function changeProfile(person: Person, { name, preferences: { locale, digest } }: OwnProfile, now: Date): Outcome<Person, never> {
  const before = person.preferences
  const preferences = { ...(digest === before.digest ? before : withOneRhythm(before, digest)), locale }
  return done(record(person, { name: name.trim(), preferences }, { type: 'profile-changed', by: person.id, at: now, data: { locale, digest } }))
}

export type PreferencesRefusal = 'unknown-time-zone'

/** Which mail somebody wants, how often, in which language and by which clock. */
export function changePreferences(person: Person, preferences: Preferences, now: Date): Outcome<Person, PreferencesRefusal> {
  const { locale, digest, topics = {}, pausedUntil = null, timeZone: named = null } = preferences
  const timeZone = named === null ? null : knownTimeZone(named)
  if (timeZone === undefined) return refused('unknown-time-zone', { timeZone: 'error.timeZone' })
  return done(record(person, { preferences: { ...preferences, timeZone } }, { type: 'preferences-changed', by: person.id, at: now, data: { locale, digest, topics, pausedUntil } }))
}

/** As it is usually written: `asia/shanghai` → `Asia/Shanghai`; undefined where there is none of that name. */
function knownTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

/** All sessions end, also those on devices that were lost. */
export function signOutEverywhere(person: Person, now: Date): Outcome<Person, never> {
  return done(record(person, { sessionEpoch: person.sessionEpoch + 1 }, { type: 'signed-out-everywhere', by: person.id, at: now }))
}

/** A new password ends all sessions and every link that was sent: whoever knew the old one is out. */
export function setPassword(person: Person, passwordHash: string, now: Date): Outcome<Person, never> {
  const changes = { passwordHash, sessionEpoch: person.sessionEpoch + 1, reset: null }
  return done(record(person, changes, { type: 'password-set', by: person.id, at: now }))
}

/** The newest link counts; it works for an hour. `hash`: SHA-256 of the token in it. */
export function allowReset(person: Person, hash: string, now: Date): Outcome<Person, never> {
  const reset = { hash, endsAt: new Date(now.getTime() + HOUR) }
  return done(record(person, { reset }, { type: 'password-reset-asked', by: person.id, at: now }))
}

export type ResetRefusal = 'link-invalid'

/** The link is used up by the same write that sets the password. */
export function resetPassword(person: Person, hash: string, passwordHash: string, now: Date): Outcome<Person, ResetRefusal> {
  if (!mayReset(person, hash, now)) return refused('link-invalid')
  return setPassword(person, passwordHash, now)
}

export const mayReset = ({ reset, active }: Person, hash: string, now: Date): boolean =>
  active && reset !== null && reset.hash === hash && now < reset.endsAt
