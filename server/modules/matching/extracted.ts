/** A value found in a text, with the words it was read from: the person who confirms it sees where it comes from. */
export interface Extracted<T> {
  value: T
  /** UTF-16 offsets in the pasted text. */
  start: number
  end: number
  /** Exactly the text from `start` to `end`. */
  text: string
}

export function extracted<T>(value: T, source: string, start: number, end: number): Extracted<T> {
  return { value, start, end, text: source.slice(start, end) }
}

export interface Sentence {
  text: string
  /** Offset in the whole text. */
  start: number
}

/** Sentences and lines: what belongs together when a figure is read. */
export function sentencesOf(source: string): Sentence[] {
  return [...source.matchAll(/[^。；;！？!?\n]+/gu)].map((match) => ({ text: match[0], start: match.index }))
}
