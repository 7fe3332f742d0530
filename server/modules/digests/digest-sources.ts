import type { Person } from '../accounts/person.ts'

/** One need that one person may want to hear of, and why. */
export interface DigestItemChoice {
  /** Need id. */
  need: string
  /** Between 0 and 1; comparable between sources. */
  score: number
  /** `text`: the name of a saved search; a match is explained by evidence once it has been chosen. */
  reason: { kind: 'match' | 'saved-search'; text?: string }
  /** Of a match: the team's id, and the id of the achievement that carries it. */
  team?: string
  through?: string
}

/** Somebody who knows needs for a person: what fits their teams, what their saved searches find. */
export interface DigestSource {
  name: string
  /** Among the `fresh` needs (ids) those for this person, best first. May look at public fields only. */
  itemsFor(person: Person, fresh: ReadonlySet<string>, now: Date): Promise<DigestItemChoice[]>
  /** The same for many people at once, by person id, where that is cheaper. */
  itemsForMany?(people: readonly Person[], fresh: ReadonlySet<string>, now: Date): Promise<ReadonlyMap<string, DigestItemChoice[]>>
}

export async function choicesOf(source: DigestSource, people: readonly Person[], fresh: ReadonlySet<string>, now: Date): Promise<ReadonlyMap<string, DigestItemChoice[]>> {
  if (source.itemsForMany) return source.itemsForMany(people, fresh, now)
  const found = new Map<string, DigestItemChoice[]>()
  for (const person of people) found.set(person.id, await source.itemsFor(person, fresh, now))
  return found
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
