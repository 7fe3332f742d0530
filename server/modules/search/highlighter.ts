import { isHan } from '../matching/terms.ts'
import { normaliseWithOffsets } from './query-normaliser.ts'
import type { Segment } from './search-index.ts'

/** A stretch of the text as written, by UTF-16 offsets. */
export interface Mark {
  start: number
  end: number
}

/** Pieces of a text, those under a mark flagged. Joined they are the text again; a template escapes each. */
export function segments(text: string, marks: readonly Mark[]): Segment[] {
  const pieces: Segment[] = []
  let at = 0
  for (const { start, end } of joined(marks)) {
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false })
    if (end > Math.max(start, at)) pieces.push({ text: text.slice(Math.max(start, at), end), marked: true })
    at = Math.max(at, end)
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false })
  return pieces
}

function joined(marks: readonly Mark[]): Mark[] {
  const ordered = marks.toSorted((a, b) => a.start - b.start)
  const merged: Mark[] = []
  for (const mark of ordered) {
    const last = merged.at(-1)
    if (last !== undefined && mark.start <= last.end) last.end = Math.max(last.end, mark.end)
    else merged.push({ ...mark })
  }
  return merged
}

/** Marks every place where one of the terms stands. Terms are normalised: Han characters, pairs, words. */
export function highlight(text: string, terms: ReadonlySet<string>): Segment[] {
  if (terms.size === 0) return segments(text, [])
  const { folded, sources } = normaliseWithOffsets(text)
  const marks = places(folded, terms).map(({ start, end }) => ({ start: sources[start]!, end: sources[end]! }))
  return segments(text, marks)
}

function places(folded: string, terms: ReadonlySet<string>): Mark[] {
  return [...hanPlaces(folded, terms), ...wordPlaces(folded, terms)]
}

function hanPlaces(folded: string, terms: ReadonlySet<string>): Mark[] {
  const found: Mark[] = []
  for (let at = 0; at < folded.length; at++) {
    if (!isHan(folded.charCodeAt(at))) continue
    if (terms.has(folded.slice(at, at + 2))) found.push({ start: at, end: at + 2 })
    else if (terms.has(folded[at]!)) found.push({ start: at, end: at + 1 })
  }
  return found
}

function wordPlaces(folded: string, terms: ReadonlySet<string>): Mark[] {
  return [...folded.matchAll(/[\p{L}\p{N}]+/gu)].flatMap((match) => latinPieces(match[0], match.index))
    .filter(({ word }) => terms.has(word) || terms.has(word.replace(/s$/, '')))
}

function latinPieces(run: string, offset: number): (Mark & { word: string })[] {
  return [...run.matchAll(/[^\u3400-\u9fff\uf900-\ufaff]+/gu)]
    .map((piece) => ({ word: piece[0], start: offset + piece.index, end: offset + piece.index + piece[0].length }))
}
