import type { MatchWeights } from './match-weights.ts'
import { itemIdf, type WeightedTerms } from './need-query.ts'
import type { TermHefts } from './term-hefts.ts'
import type { TermCounts } from './term-statistics.ts'
import type { TermVector } from './term-vector.ts'

/** BM25's share of a term's weight that an item of this length earns by containing it so often. Between 0 and k1 + 1. */
export function saturation(count: number, length: number, averageLength: number, weights: MatchWeights): number {
  const { k1, b } = weights
  const relative = averageLength > 0 ? length / averageLength : 1
  return (count * (k1 + 1)) / (count + k1 * (1 - b + b * relative))
}

/** Weighted BM25 of one item, the same figure that the embedded index gives for it. 0 when no term is shared. */
export function textScore(query: WeightedTerms, item: TermVector, items: TermCounts, weights: MatchWeights): number {
  let score = 0
  for (const [term, weight] of query) {
    const count = item.counts.get(term)
    if (count === undefined) continue
    score += weight * itemIdf(items.size, items.documentsWith(term)) * saturation(count, item.length, items.averageLength, weights)
  }
  return score
}

/** What an item of average length that contained every term of the query once would score. */
export function idealScore(hefts: TermHefts): number {
  let ideal = 0
  for (const heft of hefts.values()) ideal += heft
  return ideal
}

/** The text part, 0 to 1: rises steeply at first, as no item shares more than a fraction of a whole need. */
export function textPart(score: number, ideal: number, halfText: number): number {
  if (score <= 0 || ideal <= 0) return 0
  const share = score / ideal
  return share / (share + halfText)
}
