import type { ScoreParts, Verdict } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'

/** A decision on a pair with the parts that its score had when it was taken. */
export interface JudgedMatch {
  kind: Verdict['kind']
  parts: ScoreParts
}

/** What a set of decisions says: how much higher each part is, on average, in what was approved than in what was refused. */
export interface Lesson {
  approved: number
  refused: number
  /** From -1 to 1; 0 for every part while one side is empty. */
  differences: Record<Learnable, number>
}

/** Decisions it takes to move half of the way that they point to. */
const patience = 50
/** No part may become more than this much stronger or weaker than it was set by hand. */
const most = 1.5

export const LEARNABLE = ['text', 'indicators', 'track', 'trl', 'region', 'delivery', 'capacity'] as const
export type Learnable = (typeof LEARNABLE)[number]

export function lessonOf(decisions: readonly JudgedMatch[]): Lesson {
  const liked = decisions.filter(isLiked)
  const refused = decisions.filter((one) => !isLiked(one))
  const known = liked.length > 0 && refused.length > 0
  const differences = LEARNABLE.map((part) => [part, known ? meanOf(liked, part) - meanOf(refused, part) : 0] as const)
  return { approved: liked.length, refused: refused.length, differences: Object.fromEntries(differences) as Lesson['differences'] }
}

/**
 * Weights moved slowly towards what staff approve: a part that is higher in approved and pinned pairs than in refused
 * ones gains. Always computed anew from the base and all decisions, so taking a decision back takes its effect back.
 * The version names the base and the number of decisions.
 */
export function learnedWeights(base: MatchWeights, decisions: readonly JudgedMatch[]): MatchWeights {
  const { approved, refused, differences } = lessonOf(decisions)
  if (approved === 0 || refused === 0) return base
  const trust = decisions.length / (decisions.length + patience)
  const moved = LEARNABLE.map((part) => [part, base.parts[part] * factor(trust * differences[part])] as const)
  return { ...base, version: `${base.version}+${decisions.length}`, parts: { ...base.parts, ...Object.fromEntries(moved) } }
}

function isLiked({ kind }: JudgedMatch): boolean {
  return kind === 'approve' || kind === 'pin'
}

function meanOf(decisions: readonly JudgedMatch[], part: Learnable): number {
  return decisions.reduce((sum, one) => sum + one.parts[part], 0) / decisions.length
}

/** From 1/most to most, 1 where approved and refused pairs do not differ. */
function factor(difference: number): number {
  return most ** Math.max(-1, Math.min(1, 2 * difference))
}
