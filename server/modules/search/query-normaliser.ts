import { Converter } from 'opencc-js/t2cn'
import type { FoldedText } from '../matching/folded-text.ts'

/** Neither engine finds 機器人, ＡＩ or "Laser" by itself when the text says 机器人, AI, laser. */
const simplifiedOf = traditionalTable()

/**
 * One spelling for texts and queries: NFKC, traditional characters simplified one by one, lower case.
 * Character by character, so that highlights can be carried back to the text as written.
 */
export function normalise(text: string): string {
  return normaliseWithOffsets(text).folded
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
  return Array.from(character.normalize('NFKC').toLowerCase(), (one) => simplifiedOf.get(one) ?? one).join('')
}

/** Asked once for every common Han character, apart from each other so that no phrase rule applies. */
function traditionalTable(): ReadonlyMap<string, string> {
  const convert = Converter({ from: 't', to: 'cn' })
  const all = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, at) => String.fromCharCode(0x4e00 + at))
  const converted = convert(all.join('\n')).split('\n')
  return new Map(all.flatMap((from, at) => (converted[at] !== from ? [[from, converted[at]!] as const] : [])))
}
