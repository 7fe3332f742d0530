import type { MatchText } from './match-types.ts'
import type { FieldWeights } from './match-weights.ts'
import { countTerms } from './terms.ts'

/** A text as weighted term counts. `length` is their sum: what BM25 compares with the average. */
export interface TermVector {
  counts: ReadonlyMap<string, number>
  length: number
}

/** The fields of a text with their weights, in a fixed order. */
export function fieldsOf(text: MatchText, weights: FieldWeights): [text: string, weight: number][] {
  return [
    [text.title, weights.title],
    [text.summary ?? '', weights.summary],
    [text.body ?? '', weights.body],
    [(text.keywords ?? []).join(' '), weights.keywords],
  ]
}

export function termVector(text: MatchText, weights: FieldWeights): TermVector {
  const counts = new Map<string, number>()
  let length = 0
  for (const [field, weight] of fieldsOf(text, weights)) {
    for (const [term, count] of countTerms(field)) {
      counts.set(term, (counts.get(term) ?? 0) + count * weight)
      length += count * weight
    }
  }
  return { counts, length }
}
