import { extractBudget } from './extract-budget.ts'
import { extractDeadline } from './extract-deadline.ts'
import { extractIndicators, type FoundIndicator } from './extract-indicators.ts'
import { extractKeywords, extractTracks, type TrackWords } from './extract-topics.ts'
import { extractTrl } from './extract-trl.ts'
import type { Extracted } from './extracted.ts'

/** What a pasted text says about a need. A proposal: the person who pasted it confirms each value beside its source. */
export interface NeedExtraction {
  /** Whole yuan. */
  budget: Extracted<number> | undefined
  /** YYYY-MM-DD. */
  deadline: Extracted<string> | undefined
  indicators: Extracted<FoundIndicator>[]
  keywords: Extracted<string>[]
  /** Track ids. */
  tracks: Extracted<string>[]
  /** 1 to 9. */
  trlNow: Extracted<number> | undefined
  trlWanted: Extracted<number> | undefined
}

/** Longer texts are cut: nobody confirms what a hundred pages say. */
const longest = 20_000

/** `today` is YYYY-MM-DD in the market's time zone: a day without a year is read from there. */
export function extractNeed(pasted: string, { today, tracks }: { today: string; tracks: readonly TrackWords[] }): NeedExtraction {
  const text = pasted.slice(0, longest)
  const trl = extractTrl(text)
  return {
    budget: extractBudget(text),
    deadline: extractDeadline(text, today),
    indicators: extractIndicators(text),
    keywords: extractKeywords(text),
    tracks: extractTracks(text, tracks),
    trlNow: trl.now,
    trlWanted: trl.wanted,
  }
}
