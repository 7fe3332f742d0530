import type { ScoreParts } from './match-types.ts'

export type WordedPart = Exclude<keyof ScoreParts, 'verdict'>

/** What is known of both sides; a part of which nothing is known scores one half and must not be worded as half. */
export interface KnownOfBoth {
  tracks: boolean
  trl: boolean
  delivered: number
}

/**
 * A part of a score in one word: `track.all`, `trl.short`, … The words are in the matching catalogue under
 * `matching.word.`; each says what the figure was computed from and nothing more.
 */
export function scoreWords(parts: ScoreParts, known: KnownOfBoth): { part: WordedPart; word: string }[] {
  const words: Record<WordedPart, string> = {
    text: parts.text >= 0.5 ? 'much' : parts.text >= 0.25 ? 'some' : 'little',
    indicators: parts.indicators === 0.5 ? 'unknown' : parts.indicators > 0.5 ? 'met' : 'short',
    track: known.tracks ? (parts.track === 1 ? 'all' : parts.track > 0 ? 'some' : 'none') : 'unknown',
    trl: known.trl ? (parts.trl === 1 ? 'reached' : parts.trl > 0 ? 'near' : 'far') : 'unknown',
    region: parts.region === 1 ? 'park' : parts.region >= 0.8 ? 'district' : parts.region === 0.5 ? 'unknown' : 'elsewhere',
    delivery: known.delivered > 0 ? 'record' : 'none',
    capacity: parts.capacity === 0 ? 'none' : parts.capacity >= 0.99 ? 'free' : 'partly',
  }
  return (Object.keys(words) as WordedPart[]).map((part) => ({ part, word: `${part}.${words[part]}` }))
}
