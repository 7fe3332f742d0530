import { foldWithOffsets, type FoldedText } from './folded-text.ts'
import type { MatchText } from './match-types.ts'

export type ClauseField = 'title' | 'summary' | 'body'

/** A stretch between two punctuation marks: short enough to read, long enough to mean something. */
export interface Clause extends FoldedText {
  field: ClauseField
  /** Offset of the clause in its field, in UTF-16 code units. */
  start: number
  text: string
}

const stops = /[。！？；，、;!?\n\r\t：:（）()【】\[\]“”"《》]|,(?!\d)|\.(?!\d)/u
const partsAndStops = new RegExp(`(${stops.source})`, 'u')
const longest = 80

/** Cut once for as long as the caller keeps the text object. */
export function clausesOf(text: MatchText): readonly Clause[] {
  const clauses = known.get(text) ?? cutAll(text)
  known.set(text, clauses)
  return clauses
}

const known = new WeakMap<MatchText, readonly Clause[]>()

function cutAll(text: MatchText): Clause[] {
  return (['title', 'summary', 'body'] as const).flatMap((field) => cut(text[field] ?? '', field))
}

function cut(text: string, field: ClauseField): Clause[] {
  const clauses: Clause[] = []
  let start = 0
  for (const piece of text.split(partsAndStops)) {
    if (!stops.test(piece)) clauses.push(...short(piece, start, field))
    start += piece.length
  }
  return clauses
}

/** A run without punctuation is cut at fixed lengths, never inside a surrogate pair. */
function short(piece: string, start: number, field: ClauseField): Clause[] {
  const trimmed = piece.trim()
  if (trimmed.length < 2) return []
  const offset = start + piece.indexOf(trimmed)
  const end = safeCut(trimmed, longest)
  const text = trimmed.slice(0, end)
  const clause = { field, start: offset, text, ...foldWithOffsets(text) }
  return [clause, ...(end < trimmed.length ? short(trimmed.slice(end), offset + end, field) : [])]
}

function safeCut(text: string, at: number): number {
  if (text.length <= at) return text.length
  const last = text.charCodeAt(at - 1)
  return last >= 0xd800 && last <= 0xdbff ? at - 1 : at
}
