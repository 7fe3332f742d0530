import type { FakeSettings } from './fake-meilisearch-settings.ts'
import type { FakeDocument } from './fake-meilisearch-state.ts'

export interface FakeWord { text: string; start: number; end: number }

const icu = new Intl.Segmenter('zh', { granularity: 'word' })

/** Words of a text: the longest known ones first, then those of the Unicode segmenter. Width and script stay as they are. */
export function segment(text: string, known: readonly string[]): FakeWord[] {
  const words: FakeWord[] = []
  let rest = 0
  for (let at = 0; at < text.length; at++) {
    const found = longest(text, at, known)
    if (found === undefined) continue
    words.push(...plain(text.slice(rest, at), rest), { text: found.toLowerCase(), start: at, end: at + found.length })
    rest = at + found.length
    at = rest - 1
  }
  return [...words, ...plain(text.slice(rest), rest)]
}

function longest(text: string, at: number, known: readonly string[]): string | undefined {
  const fitting = known.filter((word) => text.startsWith(word, at))
  return fitting.sort((a, b) => b.length - a.length)[0]
}

function plain(text: string, offset: number): FakeWord[] {
  return [...icu.segment(text)].filter((piece) => piece.isWordLike === true || /\p{Emoji_Presentation}/u.test(piece.segment)).flatMap((piece) => split(piece.segment, offset + piece.index))
}

/** The server parts letters from digits at a point or apostrophe only; Latin text is compared in lower case. */
function split(word: string, start: number): FakeWord[] {
  return [{ text: word.toLowerCase(), start, end: start + word.length }]
}

export interface FakeAsk { text: string; last: boolean }

/** At most ten words of a query count; stop words do not. */
export function askedWords(query: string, known: readonly string[], settings: FakeSettings): FakeAsk[] {
  const words = segment(query, known).map((word) => word.text).slice(0, 10)
  const open = !/\s$/.test(query)
  return words.map((text, at) => ({ text, last: open && at === words.length - 1 })).filter((word) => !settings.stopWords.includes(word.text))
}

/** Whether a word of a document answers a word of the query: itself, longer if still being typed, or a typo away. */
export function answers(word: string, ask: FakeAsk, settings: FakeSettings, typos: boolean): boolean {
  if (word === ask.text || (ask.last && word.startsWith(ask.text))) return true
  const most = typos ? typosFor(ask.text, settings) : 0
  if (most === 0) return false
  return distance(word, ask.text) <= most || (ask.last && distance(word.slice(0, ask.text.length), ask.text) <= most)
}

function typosFor(text: string, { typoTolerance }: FakeSettings): number {
  if (!/^[a-z]/.test(text)) return 0
  const { oneTypo, twoTypos } = typoTolerance.minWordSizeForTypos
  return text.length >= twoTypos ? 2 : text.length >= oneTypo ? 1 : 0
}

/** Damerau–Levenshtein; a wrong first letter counts twice, as the server has it. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]! + (a[0] === b[0] ? 0 : 1)
}

/** All words of a field, lists joined. */
export function fieldText(document: FakeDocument, field: string): string {
  const value = document[field]
  return Array.isArray(value) ? value.join('. ') : typeof value === 'string' ? value : ''
}
