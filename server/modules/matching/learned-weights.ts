import type { ScoreParts, Verdict } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'

/** A staff decision with the parts that the pair's score had when it was taken. */
export interface JudgedMatch {
  kind: Verdict['kind']
  parts: ScoreParts
}

/** Decisions it takes to move half of the way that they point to. */
const patience = 50
/** No part may become more than this much stronger or weaker than it was set by hand. */
const most = 1.5

const learnable = ['text', 'track', 'trl', 'region', 'delivery', 'capacity'] as const

/**
 * Weights moved slowly towards what staff approve: a part that is higher in approved and pinned pairs than in refused
 * ones gains. Always computed anew from the base and all decisions, so taking a decision back takes its effect back.
 * The version names the base and the number of decisions.
 */
export function learnedWeights(base: MatchWeights, decisions: readonly JudgedMatch[]): MatchWeights {
  const [liked, refused] = [true, false].map((side) => decisions.filter((one) => isLiked(one) === side))
  if (liked!.length === 0 || refused!.length === 0) return base
  const trust = decisions.length / (decisions.length + patience)
  const moved = learnable.map((part) => [part, base.parts[part] * factor(trust * (meanOf(liked!, part) - meanOf(refused!, part)))] as const)
  return { ...base, version: `${base.version}+${decisions.length}`, parts: { ...base.parts, ...Object.fromEntries(moved) } }
}

function isLiked({ kind }: JudgedMatch): boolean {
  return kind === 'approve' || kind === 'pin'
}

function meanOf(decisions: readonly JudgedMatch[], part: (typeof learnable)[number]): number {
  return decisions.reduce((sum, one) => sum + one.parts[part], 0) / decisions.length
}

/** From 1/most to most, 1 where approved and refused pairs do not differ. */
function factor(difference: number): number {
  return most ** Math.max(-1, Math.min(1, 2 * difference))
}

/** One need's list as it was shown, best first, and what staff then approved of it. */
export interface JudgedList {
  /** ISO 8601 day of the decision. */
  day: string
  shown: readonly string[]
  approved: ReadonlySet<string>
}

/** Share of the first five shown that staff approved or pinned, by week (the Monday it began), oldest first. */
export function precisionByWeek(lists: readonly JudgedList[]): { week: string; precision: number; lists: number }[] {
  const weeks = new Map<string, number[]>()
  for (const list of lists) {
    const week = mondayOf(list.day)
    weeks.set(week, [...(weeks.get(week) ?? []), precisionAtFive(list)])
  }
  const ordered = [...weeks].sort(([a], [b]) => (a < b ? -1 : 1))
  return ordered.map(([week, values]) => ({ week, precision: values.reduce((sum, value) => sum + value, 0) / values.length, lists: values.length }))
}

function precisionAtFive({ shown, approved }: JudgedList): number {
  const first = shown.slice(0, 5)
  return first.length === 0 ? 0 : first.filter((id) => approved.has(id)).length / first.length
}

function mondayOf(day: string): string {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00.000Z`)
  const sinceMonday = (Math.floor(at / 86_400_000) + 3) % 7
  return new Date(at - sinceMonday * 86_400_000).toISOString().slice(0, 10)
}
