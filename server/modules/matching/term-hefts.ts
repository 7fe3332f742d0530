import { itemIdf, type WeightedTerms } from './need-query.ts'
import type { TermCounts } from './term-statistics.ts'

/** What each term of a query is worth among these items: its weight times its rarity. */
export type TermHefts = ReadonlyMap<string, number>

export function heftsOf(query: WeightedTerms, items: TermCounts): TermHefts {
  const hefts = new Map<string, number>()
  for (const [term, weight] of query) hefts.set(term, weight * itemIdf(items.size, items.documentsWith(term)))
  return hefts
}
