import type { MatchText } from '../matching/match-types.ts'
import { normalise } from './query-normaliser.ts'

/** The text as both engines compare it: traditional and full-width spellings meet. */
export function normalisedText({ title, summary = '', body = '', keywords = [] }: MatchText): MatchText {
  return { title: normalise(title), summary: normalise(summary), body: normalise(body), keywords: keywords.map(normalise) }
}
