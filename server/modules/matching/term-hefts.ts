import type { MatchWeights } from './match-weights.ts'
import { itemIdf, type WeightedTerms } from './need-query.ts'
import type { TermCounts } from './term-statistics.ts'

/** What each term of a query adds to a text that is nothing but that term: its weight, its rarity and BM25's gain. */
export type TermHefts = ReadonlyMap<string, number>

export function heftsOf(query: WeightedTerms, counted: TermCounts, { k1 }: MatchWeights): TermHefts {
  const hefts = new Map<string, number>()
  for (const [term, weight] of query) hefts.set(term, weight * (k1 + 1) * itemIdf(counted.size, counted.documentsWith(term)))
  return hefts
}
