import type { MatchText } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'
import type { TermCounts } from './term-statistics.ts'
import { countTerms } from './terms.ts'

/** What is looked for: terms with their weights. */
export type WeightedTerms = ReadonlyMap<string, number>

/**
 * A whole need as a query. Its title says what is wanted, its body repeats it among form boilerplate
 * ("the company has", "technical indicators are as follows"), so each term is weighed by how rare it is among needs.
 */
export function needQuery(need: MatchText, needs: TermCounts, weights: MatchWeights): WeightedTerms {
  const terms = new Map<string, number>()
  const add = (term: string, weight: number) => terms.set(term, (terms.get(term) ?? 0) + weight)
  for (const [term, count] of countTerms(need.title)) add(term, weights.need.title * count)
  for (const [term, count] of countTerms((need.keywords ?? []).join(' '))) add(term, weights.need.keywords * count)
  for (const [term, count] of countTerms(bodyOf(need))) add(term, weights.need.body * (1 + Math.log(count)))
  for (const [term, weight] of terms) terms.set(term, weight * needIdf(term, needs, weights.leastNeedIdf))
  return terms
}

function bodyOf(need: MatchText): string {
  return [need.summary, need.body].filter(Boolean).join('\n')
}

/** Rarity among needs: ln((needs + 1) / (needs with the term + 0.5)), never below the floor. */
export function needIdf(term: string, needs: TermCounts, least: number): number {
  return Math.max(least, Math.log((needs.size + 1) / (needs.documentsWith(term) + 0.5)))
}

/** Rarity among items, as BM25 has it: never negative. */
export function itemIdf(size: number, documentsWith: number): number {
  return Math.log(1 + (size - documentsWith + 0.5) / (documentsWith + 0.5))
}
