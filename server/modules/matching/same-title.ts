import type { Match } from './match-types.ts'
import { fold } from './terms.ts'

/** One line of a list with the others that say the same: registers enter a result several times. */
export interface MatchGroup {
  match: Match
  /** Ids of the others with the same title, best first. Kept, not lost: the page can show them on demand. */
  also: string[]
}

/** Groups matches whose titles are equal but for case, width, blanks and punctuation; keeps the order. */
export function groupBySameTitle(matches: readonly Match[], titleOf: (id: string) => string): MatchGroup[] {
  const groups = new Map<string, MatchGroup>()
  for (const match of matches) {
    const key = fold(titleOf(match.id)).replace(/[^\p{L}\p{N}]/gu, '') || match.id
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { match, also: [] })
    else group.also.push(match.id)
  }
  return [...groups.values()]
}
