import { eachTerm, isHan, termOf } from './terms.ts'

/** Where two folded texts say the same: at least two Han characters or one whole word. Offsets are in the folded texts. */
export interface CommonFragment {
  text: string
  first: number
  second: number
}

const wordLike = /[\p{L}\p{N}]/u

/** Fragments common to both, longest first at each place of the first text, without overlaps there. */
export function commonFragments(first: string, second: string): CommonFragment[] {
  const found: CommonFragment[] = []
  let at = 0
  while (at < first.length - 1) {
    const best = longestAt(first, at, second)
    if (best === undefined) at += 1
    else found.push(best)
    if (best !== undefined) at += best.text.length
  }
  return found
}

function longestAt(first: string, at: number, second: string): CommonFragment | undefined {
  let best: CommonFragment | undefined
  // No fragment is shorter than two characters, and pairs are far rarer than single ones.
  const pair = first.slice(at, at + 2)
  for (let from = second.indexOf(pair); from >= 0; from = second.indexOf(pair, from + 1)) {
    const text = trimmed(first, at, second, from)
    if (text !== '' && text.length > (best?.text.length ?? 0)) best = { text, first: at, second: from }
  }
  return best
}

/** The longest common run from both places, cut back so that it never ends or begins inside a word. */
function trimmed(first: string, at: number, second: string, from: number): string {
  if (insideWord(first, at) || insideWord(second, from)) return ''
  let length = 0
  while (at + length < first.length && first[at + length] === second[from + length]) length += 1
  while (length > 0 && !endsWell(first, at + length, second, from + length)) length -= 1
  return meaningful(first.slice(at, at + length)) ? first.slice(at, at + length) : ''
}

function endsWell(first: string, at: number, second: string, from: number): boolean {
  return !insideWord(first, at) && !insideWord(second, from) && (isHan(first.charCodeAt(at - 1)) || wordLike.test(first[at - 1]!))
}

/** Between two characters of one Latin word or number; Han characters may be parted anywhere. */
function insideWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false
  return joins(text, at - 1) && joins(text, at)
}

function joins(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (isHan(code)) return false
  return wordLike.test(text[at]!) || (code >= 0xd800 && code <= 0xdfff)
}

/** One Han character or a bare number proves nothing. */
function meaningful(text: string): boolean {
  const han = [...text].filter((character) => isHan(character.charCodeAt(0))).length
  return han >= 2 || (han === 0 && /\p{L}{2}/u.test(text)) || (han === 1 && /\p{L}\p{N}|\p{N}\p{L}/u.test(text))
}

/** Pairs and words of a fragment: single characters are left out, as they mean too many things. */
export function fragmentTerms(fragment: string): string[] {
  const terms: string[] = []
  eachTerm(fragment, {
    han: (code) => { if (code >>> 16 !== 0) terms.push(termOf(code)) },
    word: (word) => terms.push(word),
  })
  return terms
}
