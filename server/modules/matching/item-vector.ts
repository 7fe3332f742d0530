import type { MatchWeights } from './match-weights.ts'
import { itemIdf, type WeightedTerms } from './need-query.ts'
import { project } from './random-projection.ts'
import type { TermCounts } from './term-statistics.ts'
import type { TermVector } from './term-vector.ts'
import { saturation } from './text-score.ts'

/** An item's BM25 weights as a dense vector: its cosine with `queryVector` comes close to the weighted BM25 score. */
export function itemVector(item: TermVector, counts: TermCounts, weights: MatchWeights): number[] | undefined {
  const average = counts.averageLength
  return project([...item.counts].map(([term, count]) => {
    const idf = itemIdf(counts.size, counts.documentsWith(term))
    return [term, idf * saturation(count, item.length, average, weights)] as const
  }))
}

export function queryVector(query: WeightedTerms): number[] | undefined {
  return project(query)
}
