import { Converter } from 'opencc-js/t2cn'
import type { FoldedText } from '../matching/folded-text.ts'

/** Neither engine finds 機器人, ＡＩ or "Laser" by itself when the text says 机器人, AI, laser. */
const simplifiedOf = traditionalTable()

const traditional = new Uint8Array(0x9fff - 0x4e00 + 1)
for (const character of simplifiedOf.keys()) traditional[character.charCodeAt(0) - 0x4e00] = 1

/**
 * One spelling for texts and queries: NFKC, traditional characters simplified one by one, lower case.
 * Character by character, so that highlights can be carried back to the text as written.
 */
export function normalise(text: string): string {
  let folded = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (staysAsItIs(text.charCodeAt(at))) continue
    const character = String.fromCodePoint(text.codePointAt(at)!)
    folded += text.slice(from, at) + normaliseCharacter(character)
    at += character.length - 1
    from = at + 1
  }
  return folded + text.slice(from)
}

/** Nearly every character of a Chinese text: a hundred times faster than asking for each. */
function staysAsItIs(code: number): boolean {
  if (code < 0x80) return code < 65 || code > 90
  return code >= 0x4e00 && code <= 0x9fff && traditional[code - 0x4e00] === 0
}

/** The normalised text together with where each of its units came from. */
export function normaliseWithOffsets(text: string): FoldedText {
  const sources: number[] = []
  let folded = ''
  let offset = 0
  for (const character of text) {
    const piece = normaliseCharacter(character)
    for (let unit = 0; unit < piece.length; unit++) sources.push(offset)
    folded += piece
    offset += character.length
  }
  sources.push(offset)
  return { folded, sources }
}

function normaliseCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x80) return code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : character
  if (code >= 0x4e00 && code <= 0x9fff) return simplifiedOf.get(character) ?? character
  return remembered(character)
}

const others = new Map<string, string>()

/** Punctuation, full-width and compatibility forms: few different ones, each met thousands of times. */
function remembered(character: string): string {
  const known = others.get(character)
  if (known !== undefined) return known
  const piece = Array.from(character.normalize('NFKC').toLowerCase(), (one) => simplifiedOf.get(one) ?? one).join('')
  if (others.size < 10_000) others.set(character, piece)
  return piece
}

/** Asked once for every common Han character, apart from each other so that no phrase rule applies. */
function traditionalTable(): ReadonlyMap<string, string> {
  const convert = Converter({ from: 't', to: 'cn' })
  const all = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, at) => String.fromCharCode(0x4e00 + at))
  const converted = convert(all.join('\n')).split('\n')
  return new Map(all.flatMap((from, at) => (converted[at] !== from ? [[from, converted[at]!] as const] : [])))
}
