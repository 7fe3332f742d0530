import { type Actor, belongsTo, hasRole, isOfficer, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import type { Yuan } from '../../kernel/money.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** Tiers of cultivation (梯次培育): which level nurtures it. */
export const TIERS = ['district', 'city', 'province', 'nation'] as const
export const OFFERS = ['transfer', 'licence', 'joint-development', 'investment', 'open'] as const

/** What its owners write about an achievement. */
export interface AchievementContent {
  title: string
  summary: string
  keywords: string[]
  /** Teams that made it. */
  teams: string[]
  tracks: string[]
  trl: number | null
  tier: (typeof TIERS)[number] | null
  evidence: string
  /** What it can be had for; null where nobody has said. */
  offer: (typeof OFFERS)[number] | null
  price: Yuan | null
}

/** A result of research that somebody could use (科技成果). Published achievements are public in full. */
export interface Achievement extends Aggregate, AchievementContent {
  organisation: string
  published: boolean
  /** Identity in the file it was imported from, so that a repeated import finds it. */
  source: string | null
  /** When its content last changed here; absent for what the seed brought. */
  changedAt?: Date
}

export type AchievementRefusal = 'not-owner' | 'not-verified' | 'incomplete' | 'already-published' | 'not-in-library'

/** Researchers write down what their organisation has; officers what they collect from others. */
export const mayAddAchievement = (actor: Viewer): boolean => hasRole(actor, 'researcher') || isOfficer(actor)

/** Its own researchers keep an achievement; officers keep what was imported. */
export function mayKeepAchievement(achievement: Pick<Achievement, 'organisation' | 'source'>, viewer: Viewer): boolean {
  const own = belongsTo(viewer, achievement.organisation) && mayAddAchievement(viewer)
  return own || (isOfficer(viewer) && achievement.source !== null)
}

export function draftAchievement(id: string, content: AchievementContent, actor: Actor, now: Date): Outcome<Achievement, AchievementRefusal> {
  if (!mayAddAchievement(actor)) return refused('not-owner')
  const blank = { ...content, id, revision: 0, events: [], organisation: actor.organisation, published: false, source: null }
  return done(changed(blank, {}, 'achievement-drafted', actor, now))
}

export function editAchievement(
  achievement: Achievement, content: AchievementContent, actor: Actor, now: Date,
): Outcome<Achievement, AchievementRefusal> {
  if (!mayKeepAchievement(achievement, actor)) return refused('not-owner')
  const missing = achievement.published ? missingInAchievement(content) : {}
  if (Object.keys(missing).length > 0) return refused('incomplete', missing)
  return done(changed(achievement, content, 'achievement-edited', actor, now))
}

/** From here on everybody may read it, so somebody must have checked that its owner exists. */
export function publishAchievement(achievement: Achievement, actor: Actor, now: Date): Outcome<Achievement, AchievementRefusal> {
  if (!mayKeepAchievement(achievement, actor)) return refused('not-owner')
  if (!actor.verified) return refused('not-verified')
  if (achievement.published) return refused('already-published')
  const missing = missingInAchievement(achievement)
  if (Object.keys(missing).length > 0) return refused('incomplete', missing)
  return done(changed(achievement, { published: true }, 'achievement-published', actor, now))
}

/** Takes it out of the library; it stays its owner's draft. */
export function retireAchievement(achievement: Achievement, actor: Actor, now: Date): Outcome<Achievement, AchievementRefusal> {
  if (!mayKeepAchievement(achievement, actor)) return refused('not-owner')
  if (!achievement.published) return refused('not-in-library')
  return done(changed(achievement, { published: false }, 'achievement-retired', actor, now))
}

/** What a reader needs to tell whether it is any use to them: dotted field → catalogue key. */
export function missingInAchievement({ title, summary, tracks }: AchievementContent): Record<string, string> {
  return {
    ...(title.trim() === '' ? { title: 'error.required' } : {}),
    ...(summary.trim() === '' ? { summary: 'error.required' } : {}),
    ...(tracks.length === 0 ? { tracks: 'error.required' } : {}),
  }
}

export interface AchievementView extends Omit<Achievement, 'events' | 'source' | 'changedAt'> {
  changedAt: Date | null
  /** The reader may edit, publish and retire it. */
  keeper: boolean
}

/** The one place that decides who sees an achievement; undefined means it does not exist for them. */
export function viewAchievement(achievement: Achievement, viewer: Viewer, ownerVerified: boolean): AchievementView | undefined {
  const keeper = mayKeepAchievement(achievement, viewer)
  if (!(achievement.published && ownerVerified) && !keeper) return undefined
  const { events: _events, source: _source, changedAt = null, ...shown } = achievement
  return { ...shown, changedAt, keeper }
}

function changed(before: Achievement, changes: Partial<Achievement>, type: string, by: Actor, at: Date): Achievement {
  return record(before, { ...changes, changedAt: at }, { type, by: by.id, at })
}
