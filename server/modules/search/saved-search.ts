import type { Aggregate } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** Conditions of the public list of needs as they were typed; empty ones are left out. Amounts in units of 10,000 yuan. */
export interface SearchConditions {
  q?: string
  track?: string[]
  park?: string[]
  trlMin?: string
  trlMax?: string
  amountMin?: string
  amountMax?: string
}

export interface SavedSearch {
  id: string
  /** As its owner calls it; empty where the conditions say enough. */
  name: string
  conditions: SearchConditions
  at: Date
}

/** What one person asks to be told of. The document's id is the person's, so that the limit holds under any race. */
export interface SavedSearches extends Aggregate {
  searches: SavedSearch[]
}

export type SavedSearchRefusal = 'search-without-conditions' | 'too-many-searches' | 'no-such-search'

/** More would turn a digest into the list itself. */
export const MOST_SEARCHES = 20

export const noSearches = (person: string): SavedSearches => ({ id: person, revision: 0, events: [], searches: [] })

/** What people look for is nobody else's business: no event, so nothing of it reaches the audit trail. */
const changed = (before: SavedSearches, searches: SavedSearch[]): SavedSearches => ({ ...before, searches, revision: before.revision + 1 })

/** The same conditions again only take the new name. */
export function saveSearch(before: SavedSearches, search: SavedSearch): Outcome<SavedSearches, SavedSearchRefusal> {
  const conditions = trimmed(search.conditions)
  if (Object.keys(conditions).length === 0) return refused('search-without-conditions')
  const same = before.searches.find((one) => sameConditions(one.conditions, conditions))
  if (same?.name === search.name.trim()) return done(before)
  if (same) return done(changed(before, before.searches.map((one) => (one === same ? { ...one, name: search.name.trim() } : one))))
  if (before.searches.length >= MOST_SEARCHES) return refused('too-many-searches')
  return done(changed(before, [...before.searches, { ...search, name: search.name.trim(), conditions }]))
}

export function forgetSearch(before: SavedSearches, id: string): Outcome<SavedSearches, SavedSearchRefusal> {
  if (!before.searches.some((one) => one.id === id)) return refused('no-such-search')
  return done(changed(before, before.searches.filter((one) => one.id !== id)))
}

/** Without what says nothing. */
export function trimmed(conditions: { [name in keyof SearchConditions]: SearchConditions[name] | undefined }): SearchConditions {
  const entries = Object.entries(conditions).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value.length > 0)) as SearchConditions
}

function sameConditions(one: SearchConditions, other: SearchConditions): boolean {
  const key = (conditions: SearchConditions) => JSON.stringify(Object.entries(conditions).map(([name, value]) => [name, [value].flat().toSorted()]).toSorted())
  return key(one) === key(other)
}
