import { type Clause, clausesOf } from './clauses.ts'
import type { MatchText } from './match-types.ts'

/** A clause with its pairs of neighbouring characters: clauses without a common pair say nothing in common. */
export interface SearchableClause { clause: Clause; pairs: ReadonlySet<number> }

const known = new WeakMap<readonly Clause[], readonly SearchableClause[]>()

/** Made once for as long as the caller keeps the text object. */
export function searchableClauses(text: MatchText): readonly SearchableClause[] {
  const clauses = clausesOf(text)
  const made = known.get(clauses) ?? clauses.map((clause) => ({ clause, pairs: pairsOf(clause.folded) }))
  known.set(clauses, made)
  return made
}

function pairsOf(text: string): Set<number> {
  const pairs = new Set<number>()
  for (let at = 1; at < text.length; at++) pairs.add(text.charCodeAt(at - 1) * 0x10000 + text.charCodeAt(at))
  return pairs
}

export function mayShare({ pairs: first }: SearchableClause, { pairs: second }: SearchableClause): boolean {
  for (const pair of first) if (second.has(pair)) return true
  return false
}
