import type { Person } from '../accounts/person.ts'

/** One need that one person may want to hear of, and why. */
export interface DigestItemChoice {
  /** Need id. */
  need: string
  /** Between 0 and 1; comparable between sources. */
  score: number
  /** `text`: the name of a saved search; a match brings its evidence when the mail is written. */
  reason: { kind: 'match' | 'saved-search'; text?: string }
}

/** Somebody who knows needs for a person: what fits their teams, what their saved searches find. */
export interface DigestSource {
  name: string
  /** Among the `fresh` needs (ids) those for this person, best first. May look at public fields only. */
  itemsFor(person: Person, fresh: ReadonlySet<string>, now: Date): Promise<DigestItemChoice[]>
}

/** One list of all sources: each need once, with the reason that scores highest; equal scores by id. */
export function mergedChoices(found: readonly (readonly DigestItemChoice[])[]): DigestItemChoice[] {
  const best = new Map<string, DigestItemChoice>()
  for (const choice of found.flat()) {
    const known = best.get(choice.need)
    if (!known || choice.score > known.score) best.set(choice.need, choice)
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.need < b.need ? -1 : 1))
}
