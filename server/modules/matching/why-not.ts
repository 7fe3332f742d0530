import type { Match, MatchNeed, MatchTeam, ScoreParts } from './match-types.ts'
import { matchWeights } from './match-weights.ts'
import { PairVerdicts } from './pair-verdicts.ts'
import { matchOf, rankTeams, type RankingContext } from './ranker.ts'
import { isOwnNeed } from './structure-parts.ts'

/** Why a team is not among those shown for a need. */
export type WhyNot =
  | { kind: 'shown'; position: number }
  | { kind: 'unknown-team' | 'own-organisation' | 'vetoed' | 'declined' | 'too-little-text' }
  /** Further down: `part` lost it the most against the last team shown. */
  | { kind: 'outranked'; position: number; part: keyof ScoreParts; own: number; lastShown: number }

/** `shown` is how many teams the page shows; positions count from 1. */
export function whyNot(need: MatchNeed, teamId: string, teams: readonly MatchTeam[], shown: number, context: RankingContext): WhyNot {
  const team = teams.find((one) => one.id === teamId)
  if (team === undefined) return { kind: 'unknown-team' }
  if (isOwnNeed(need, team)) return { kind: 'own-organisation' }
  const { out } = new PairVerdicts(context.verdicts).about(need.id, teamId)
  if (out !== undefined) return { kind: out }
  const ranking = rankTeams(need, teams, context)
  const position = ranking.findIndex((match) => match.id === teamId) + 1
  if (position === 0) return { kind: 'too-little-text' }
  if (position <= shown) return { kind: 'shown', position }
  return { kind: 'outranked', position, ...costliestPart(matchOf(need, team, context), ranking[shown - 1], context) }
}

function costliestPart(own: Match, last: Match | undefined, context: RankingContext) {
  const weights = (context.weights ?? matchWeights).parts
  const names = Object.keys(own.parts) as (keyof ScoreParts)[]
  const loss = (part: keyof ScoreParts) => weights[part] * ((last?.parts[part] ?? 1) - own.parts[part])
  const part = names.reduce((worst, name) => (loss(name) > loss(worst) ? name : worst))
  return { part, own: own.parts[part], lastShown: last?.parts[part] ?? 1 }
}
