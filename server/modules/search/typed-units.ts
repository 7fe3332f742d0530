import { isHan } from '../matching/terms.ts'

/** The smallest thing a typed text asks for. */
export interface TypedUnit {
  kind: 'han' | 'word'
  /** Two Han characters, a single one where it stands alone, or a word. */
  text: string
  /** The word being typed: it may go on. */
  open: boolean
}

const runs = /([\u3400-\u9fff\uf900-\ufaff]+)|([\p{L}\p{N}]+)/gu
const mostUnits = 32

/** Cuts a normalised query. What is neither Han nor a letter or digit only separates. */
export function typedUnits(normalised: string): TypedUnit[] {
  const units: TypedUnit[] = []
  for (const run of splitScripts(normalised)) {
    if (isHan(run.text.charCodeAt(0))) units.push(...hanUnits(run.text))
    else units.push({ kind: 'word', text: run.text, open: run.end === normalised.length })
  }
  return units.slice(0, mostUnits)
}

function splitScripts(text: string): { text: string; end: number }[] {
  return [...text.matchAll(runs)].flatMap((match) => {
    const end = match.index + match[0].length
    if (match[1] !== undefined) return [{ text: match[0], end }]
    return [...match[0].matchAll(/[\u3400-\u9fff\uf900-\ufaff]+|[^\u3400-\u9fff\uf900-\ufaff]+/gu)]
      .map((piece) => ({ text: piece[0], end: match.index + piece.index + piece[0].length }))
  })
}

function hanUnits(run: string): TypedUnit[] {
  if (run.length === 1) return [{ kind: 'han', text: run, open: false }]
  return Array.from({ length: run.length - 1 }, (_, at) => ({ kind: 'han', text: run.slice(at, at + 2), open: false }))
}
