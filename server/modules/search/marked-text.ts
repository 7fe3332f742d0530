import { normaliseWithOffsets } from './query-normaliser.ts'
import { segments } from './highlighter.ts'
import type { Mark } from './highlighter.ts'
import type { Segment } from './search-index.ts'

/** The server does not escape what it highlights: private-use signs mean nothing in a text and nothing in HTML. */
export const markStart = '\uE000'
export const markEnd = '\uE001'

/** Carries the server's marks, made in the normalised text, back to the text as written; a text that holds such signs itself gets none. */
export function segmentsFromMarks(written: string, marked: string): Segment[] {
  const { folded, sources } = normaliseWithOffsets(written)
  const { text, marks } = readMarks(marked)
  if (text !== folded) return segments(written, [])
  return segments(written, marks.map(({ start, end }) => ({ start: sources[start]!, end: sources[end]! })))
}

function readMarks(marked: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = []
  let text = ''
  let start = 0
  for (const character of marked) {
    if (character === markStart) start = text.length
    else if (character === markEnd) marks.push({ start, end: text.length })
    else text += character
  }
  return { text, marks }
}
