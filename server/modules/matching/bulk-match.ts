import { indicatorPart, targetsOf } from './indicator-part.ts'
import { byMatchOrder, isKept, scoreParts, weigh } from './match-score.ts'
import type { Match, MatchNeed, MatchTeam } from './match-types.ts'
import { matchWeights } from './match-weights.ts'
import { needScorer } from './need-scorer.ts'
import { PairVerdicts } from './pair-verdicts.ts'
import type { RankingContext } from './ranker.ts'
import { isOwnNeed, teamStructure, unknown } from './structure-parts.ts'
import { TeamBook } from './team-book.ts'
import { carryingTexts } from './team-text.ts'

/** Text scores that an index has computed belong to one need; here there are many. */
export type BulkContext = Omit<RankingContext, 'textScores'>

export interface BulkOptions {
  /** Keep only so many needs for each team; default all. Memory grows with teams times this. */
  perPerson?: number
}

/**
 * Needs for each of many teams: by team id what `rankNeeds(team, needs, context)` gives, best first, cut at `perPerson`.
 * Every team has an entry, empty if nothing fits. Figures agree to six digits. The teams' texts are inverted once and each
 * need passes over them once: about 20 ms per need and 10,000 teams, so a digest's few new needs take less than a second
 * while a whole re-match belongs in a worker (`match-worker.ts`). Team and need ids are each unique; an achievement id
 * that several teams share stands for the same text. Pure: no store, no clock; nothing thrown.
 */
export function bulkMatch(
  needs: readonly MatchNeed[], teams: readonly MatchTeam[], context: BulkContext, { perPerson = Infinity }: BulkOptions = {},
): Map<string, Match[]> {
  const weights = context.weights ?? matchWeights
  const leastText = context.leastText ?? weights.leastText
  const book = new TeamBook(teams, context.statistics.items, weights)
  const verdicts = new PairVerdicts(context.verdicts)
  const offers = teams.map((team) => ({ team, structure: teamStructure(team), best: [] as Match[] }))
  for (const need of needs) {
    const comparison = book.compare(needScorer(need, context.statistics, weights))
    const targets = targetsOf(need)
    offers.forEach(({ team, structure, best }, at) => {
      const text = comparison.text(at)
      const verdict = verdicts.about(need.id, team.id)
      if (isOwnNeed(need, team) || !isKept(text, verdict, leastText)) return
      const through = comparison.through(at)
      const indicators = targets.length === 0 ? unknown : indicatorPart(targets, carryingTexts(team, through))
      const parts = scoreParts(need, structure, { text, indicators }, verdict, team)
      keep(best, { id: need.id, score: weigh(parts, weights), parts, pinned: verdict.pinned, weights: weights.version, through }, perPerson)
    })
  }
  return new Map(offers.map(({ team, best }) => [team.id, best.sort(byMatchOrder).slice(0, perPerson)]))
}

/** Lists are cut when they have doubled: cheaper than keeping each in order, and never twice as long as asked for. */
function keep(best: Match[], match: Match, most: number): void {
  best.push(match)
  if (best.length >= 2 * most) best.sort(byMatchOrder).splice(most)
}
