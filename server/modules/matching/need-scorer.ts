import type { MatchNeed, MatchText } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'
import { needQuery, type WeightedTerms } from './need-query.ts'
import { heftsOf, type TermHefts } from './term-hefts.ts'
import type { TermStatistics } from './term-statistics.ts'
import { termVector, type TermVector } from './term-vector.ts'
import { idealScore, textPart, textScore } from './text-score.ts'

/** One need made ready to be compared with many texts. */
export interface NeedScorer {
  query: WeightedTerms
  /** The query weighed under the statistics it was made with. */
  hefts: TermHefts
  /** Text part of an item, 0 to 1. */
  part(item: MatchText): number
  /** The same from a raw score that an index has computed already. */
  partOf(score: number): number
}

export function needScorer(need: MatchNeed, statistics: TermStatistics, weights: MatchWeights): NeedScorer {
  const query = needQuery(need.text, statistics.needs, weights)
  const hefts = heftsOf(query, statistics.items)
  const ideal = idealScore(hefts)
  const partOf = (score: number) => textPart(score, ideal, weights.halfText)
  return {
    query,
    hefts,
    partOf,
    part: (item) => partOf(textScore(query, vectorOf(item, weights), statistics.items, weights)),
  }
}

/** Cutting a text costs more than scoring it: as long as the caller keeps the text object, it is cut once. */
const vectors = new WeakMap<MatchText, { version: string; vector: TermVector }>()

function vectorOf(text: MatchText, weights: MatchWeights): TermVector {
  const known = vectors.get(text)
  if (known?.version === weights.version) return known.vector
  const vector = termVector(text, weights.item)
  vectors.set(text, { version: weights.version, vector })
  return vector
}
