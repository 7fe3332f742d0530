import type { Figure } from './figures.ts'
import { indicatorPart, targetsOf } from './indicator-part.ts'
import { byMatchOrder, fits, isKept, scoreParts, weigh } from './match-score.ts'
import type { Match, MatchNeed, MatchTeam } from './match-types.ts'
import { matchWeights, type MatchWeights } from './match-weights.ts'
import { type NeedScorer, needScorer } from './need-scorer.ts'
import { PairVerdicts } from './pair-verdicts.ts'
import type { RankingContext } from './ranker.ts'
import { isOwnNeed, teamStructure, unknown } from './structure-parts.ts'
import { TeamBook } from './team-book.ts'
import { carryingTexts } from './team-text.ts'
import type { TermStatistics } from './term-statistics.ts'

/** Text scores that an index has computed belong to one need; here there are many. */
export type BulkContext = Omit<RankingContext, 'textScores'>

export interface BulkOptions {
  /** Keep only so many needs for each team; default all. Memory grows with teams times this. */
  perPerson?: number
  /** Keep only what is worth telling somebody about; default everything that has something in common. */
  fitting?: boolean
}

/**
 * Needs for each of many teams: by team id what `rankNeeds(team, needs, context)` gives, best first, cut at `perPerson`.
 * Every team has an entry, empty if nothing fits. Figures agree to six digits. The teams' texts are inverted once and each
 * need passes over them once: about 20 ms per need and 10,000 teams, so a digest's few new needs take less than a second
 * while a whole re-match belongs in a thread (`createBulkMatching`). Team and need ids are each unique; an achievement id
 * that several teams share stands for the same text. Pure: no store, no clock; nothing thrown.
 */
export function bulkMatch(
  needs: readonly MatchNeed[], teams: readonly MatchTeam[], context: BulkContext, options: BulkOptions = {},
): Map<string, Match[]> {
  const weights = context.weights ?? matchWeights
  return bulkMatchOf(needs.map((need) => marketNeed(need, context.statistics, weights)), teams, context, options)
}

/** A need made ready to be held against many teams, slice by slice. */
export interface MarketNeed { need: MatchNeed; scorer: NeedScorer; targets: Figure[] }

export const marketNeed = (need: MatchNeed, statistics: TermStatistics, weights: MatchWeights): MarketNeed =>
  ({ need, scorer: needScorer(need, statistics, weights), targets: targetsOf(need) })

/** `bulkMatch` with needs that were made ready under the same statistics and weights. */
export function bulkMatchOf(
  needs: readonly MarketNeed[], teams: readonly MatchTeam[], context: BulkContext, { perPerson = Infinity, fitting = false }: BulkOptions = {},
): Map<string, Match[]> {
  const weights = context.weights ?? matchWeights
  const leastText = context.leastText ?? weights.leastText
  const book = new TeamBook(teams, context.statistics.items, weights)
  const verdicts = new PairVerdicts(context.verdicts)
  const offers = teams.map((team) => ({ team, structure: teamStructure(team), best: [] as Match[] }))
  for (const { need, scorer, targets } of needs) {
    const comparison = book.compare(scorer)
    offers.forEach(({ team, structure, best }, at) => {
      const text = comparison.text(at)
      const verdict = verdicts.about(need.id, team.id)
      if (isOwnNeed(need, team) || !isKept(text, verdict, leastText)) return
      const through = comparison.through(at)
      const indicators = targets.length === 0 ? unknown : indicatorPart(targets, carryingTexts(team, through))
      const parts = scoreParts(need, structure, { text, indicators }, verdict, team)
      const match = { id: need.id, score: weigh(parts, weights), parts, pinned: verdict.pinned, weights: weights.version, through }
      if (!fitting || fits(match)) keep(best, match, perPerson)
    })
  }
  return new Map(offers.map(({ team, best }) => [team.id, best.sort(byMatchOrder).slice(0, perPerson)]))
}

/** Lists are cut when they have doubled: cheaper than keeping each in order, and never twice as long as asked for. */
function keep(best: Match[], match: Match, most: number): void {
  best.push(match)
  if (best.length >= 2 * most) best.sort(byMatchOrder).splice(most)
}
