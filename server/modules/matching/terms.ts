/** Upper case and full-width forms fall together; both sides of a comparison go through here. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Receives the terms of a text in order: Han characters and pairs of neighbours as codes, everything else as words. */
export interface TermSink {
  /** One character: its code unit. A pair: `pairCode` of both. */
  han(code: number): void
  word(word: string): void
}

/** Two neighbouring Han characters as one 32-bit number: far faster to look up than a string of two. */
export function pairCode(first: number, second: number): number {
  return (first << 16) | second
}

export function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || (code >= 0xf900 && code <= 0xfaff)
}

const otherLetter = /[\p{L}\p{N}\p{Cs}]/u

function isWordPart(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
  if (code >= 0xd800 && code <= 0xdfff) return true
  return otherLetter.test(String.fromCharCode(code))
}

/**
 * Cuts folded text into terms. Single characters plus pairs beat word segmentation for ranking
 * (decision 0005): they need no dictionary and survive terms that no dictionary knows.
 */
export function eachTerm(folded: string, sink: TermSink): void {
  let at = 0
  let previous = 0
  while (at < folded.length) {
    const code = folded.charCodeAt(at)
    if (isHan(code)) {
      sink.han(code)
      if (previous !== 0) sink.han(pairCode(previous, code))
      previous = code
      at += 1
      continue
    }
    previous = 0
    const end = wordEnd(folded, at)
    if (end > at) sink.word(singular(folded.slice(at, end)))
    at = Math.max(end, at + 1)
  }
}

function wordEnd(folded: string, start: number): number {
  let end = start
  while (end < folded.length) {
    const code = folded.charCodeAt(end)
    if (isHan(code) || !isWordPart(code)) break
    end += 1
  }
  return end
}

/** The only inflection worth folding in titles: "sensors" asks for "sensor". Applied to both sides alike. */
function singular(word: string): string {
  return word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** The term as text: codes above 16 bits are pairs. */
export function termOf(code: number): string {
  const first = code >>> 16
  return first === 0 ? String.fromCharCode(code) : String.fromCharCode(first, code & 0xffff)
}

/** How often each term occurs in a text. */
export function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1)
  eachTerm(fold(text), { han: (code) => add(termOf(code)), word: add })
  return counts
}
