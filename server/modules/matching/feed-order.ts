import type { Match, MatchNeed } from './match-types.ts'

/** Why a need stands where it stands in a researcher's feed, beside the match itself. */
export interface FeedEntry {
  match: Match
  /** 0 to 1: 1 on the day of publication, half a week later. */
  novelty: number
  /** Full days until bids close; `undefined` without a deadline. */
  daysLeft: number | undefined
  /** What the feed is ordered by; pinned matches come first whatever it is. */
  order: number
}

/** A fresh need gains at most this; enough to pass a look-alike, not to pass a better match. */
const noveltyWeight = 0.08
const halfLifeDays = 7

/** A deadline close enough to act on gains this; one too close to write a bid for loses it. */
const urgencyWeight = 0.05
const soonDays = 14
const tooLateDays = 2

const dayMs = 86_400_000

/** Orders matched needs by fit, novelty and deadline. Needs whose bidding is over are left out. `now` is ISO 8601. */
export function feedOrder(matches: readonly Match[], needs: ReadonlyMap<string, MatchNeed>, now: string): FeedEntry[] {
  const entries = matches.flatMap((match) => entryOf(match, needs.get(match.id), Date.parse(now)) ?? [])
  return entries.sort((a, b) => Number(b.match.pinned) - Number(a.match.pinned) || b.order - a.order || (a.match.id < b.match.id ? -1 : 1))
}

function entryOf(match: Match, need: MatchNeed | undefined, now: number): FeedEntry | undefined {
  const left = need?.deadline === undefined ? undefined : (Date.parse(need.deadline) - now) / dayMs
  if (need === undefined || (left !== undefined && left <= 0)) return undefined
  const novelty = noveltyOf(need.publishedAt, now)
  const order = match.score + noveltyWeight * novelty + urgencyWeight * urgencyOf(left)
  return { match, novelty, daysLeft: left === undefined ? undefined : Math.floor(left), order }
}

function noveltyOf(publishedAt: string | undefined, now: number): number {
  if (publishedAt === undefined) return 0
  return 2 ** (-Math.max(0, now - Date.parse(publishedAt)) / dayMs / halfLifeDays)
}

function urgencyOf(daysLeft: number | undefined): number {
  if (daysLeft === undefined || daysLeft > soonDays) return 0
  return daysLeft < tooLateDays ? -1 : 1
}
