import type { Match, MatchNeed, MatchStructure, MatchTeam, ScoreParts } from './match-types.ts'
import { type MatchWeights, matchWeights } from './match-weights.ts'
import type { PairVerdict } from './pair-verdicts.ts'
import { capacityPart, deliveryPart, regionPart, trackPart, trlPart, unknown } from './structure-parts.ts'

/** What was measured on the texts of a pair. */
export type TextParts = Pick<ScoreParts, 'text' | 'indicators'>

/** The parts of one pair. `team` is left out for what has no record and no workload of its own, such as an achievement. */
export function scoreParts(need: MatchNeed, offered: MatchStructure, { text, indicators }: TextParts, verdict: PairVerdict, team?: MatchTeam): ScoreParts {
  return {
    text,
    indicators,
    track: trackPart(need, offered),
    trl: trlPart(need, offered),
    region: regionPart(need, offered),
    delivery: team === undefined ? unknown : deliveryPart(team),
    capacity: team === undefined ? unknown : capacityPart(team),
    verdict: verdict.part,
  }
}

/** The weighted mean of the parts, moved by the verdict, kept between 0 and 1. */
export function weigh(parts: ScoreParts, { parts: weights }: MatchWeights): number {
  const measured = ['text', 'indicators', 'track', 'trl', 'region', 'delivery', 'capacity'] as const
  const sum = measured.reduce((total, part) => total + weights[part] * parts[part], 0)
  const whole = measured.reduce((total, part) => total + weights[part], 0)
  return Math.min(1, Math.max(0, sum / whole + weights.verdict * parts.verdict))
}

/** Whether a ranking shows the pair: enough in common or a good word from staff, and nobody has said no. */
export function isKept(text: number, verdict: PairVerdict, leastText: number): boolean {
  if (verdict.out !== undefined) return false
  return (text > 0 && text >= leastText) || verdict.part > 0
}

/** Worth telling somebody about: it scores enough, or staff have said so. */
export const fits = ({ score, parts }: Match): boolean => score >= matchWeights.leastFit || parts.verdict > 0

/** Pinned ones first, then by score; equal scores in order of id. */
export function byMatchOrder(a: Match, b: Match): number {
  return Number(b.pinned) - Number(a.pinned) || b.score - a.score || (a.id < b.id ? -1 : 1)
}
