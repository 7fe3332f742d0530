import type { Role } from '../../kernel/actor.ts'

export const RHYTHMS = ['daily', 'weekly', 'off'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/**
 * What a digest may tell of. `needs`: new ones that fit; `matches`: teams that fit one's own needs; `tasks`: what waits
 * for the reader; `desk`: the staff's queue; `policies`: what supports one's enterprise.
 */
export const DIGEST_TOPICS = ['tasks', 'desk', 'needs', 'matches', 'policies'] as const
export type DigestTopic = (typeof DIGEST_TOPICS)[number]

export interface Preferences {
  locale: 'zh-CN' | 'en'
  /** Rhythm of every topic that has none of its own. */
  digest: Rhythm
  topics?: Partial<Record<DigestTopic, Rhythm>>
  /** The first civil day (`2026-12-01`) on which digests come again. */
  pausedUntil?: string | null
  /** IANA name; left out: the city's. */
  timeZone?: string | null
}

const CONCERNED: Record<DigestTopic, readonly Role[]> = {
  tasks: ['issuer', 'manager', 'reviewer', 'researcher'], desk: ['officer'], needs: ['researcher'], matches: ['issuer', 'manager'],
  policies: ['issuer', 'manager'],
}

/** The topics that can ever say something to somebody with these roles. */
export const topicsOf = (roles: readonly Role[]): DigestTopic[] =>
  DIGEST_TOPICS.filter((topic) => CONCERNED[topic].some((role) => roles.includes(role)))

export const rhythmOf = ({ digest, topics }: Preferences, topic: DigestTopic): Rhythm => topics?.[topic] ?? digest

/** `day`: a civil day where the reader is. */
export const isPaused = ({ pausedUntil }: Preferences, day: string): boolean => Boolean(pausedUntil) && day < (pausedUntil ?? '')

/** One rhythm for everything: what was chosen for single topics is forgotten. */
export function withOneRhythm(preferences: Preferences, digest: Rhythm): Preferences {
  const { topics: _topics, ...rest } = preferences
  return { ...rest, digest }
}
