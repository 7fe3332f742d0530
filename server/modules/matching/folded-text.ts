/** A text folded for comparison that still knows where each folded character came from. */
export interface FoldedText {
  folded: string
  /** Per folded code unit: offset of its source character; one more entry for the end. */
  sources: number[]
}

/** Folds character by character, as folding the whole would lose the offsets that highlighting needs. */
export function foldWithOffsets(text: string): FoldedText {
  const sources: number[] = []
  let folded = ''
  let offset = 0
  for (const character of text) {
    const piece = isUnified(character.charCodeAt(0)) ? character : character.normalize('NFKC').toLowerCase()
    for (let unit = 0; unit < piece.length; unit++) sources.push(offset)
    folded += piece
    offset += character.length
  }
  sources.push(offset)
  return { folded, sources }
}

/** CJK unified ideographs fold to themselves, and most of our text is made of them. */
const isUnified = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff
