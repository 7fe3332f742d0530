import { SEARCHES } from '../../seed/demo/searches.ts'
import type { SavedSearchStore } from '../modules/search/saved-search-store.ts'
import { saveSearch } from '../modules/search/saved-search.ts'
import { demoDay, must } from './demo-rules.ts'

const SAVED_BEFORE = -20

/** Saved as their owners would have; saving the same again changes nothing. */
export async function saveDemoSearches(store: SavedSearchStore, startedAt: Date): Promise<void> {
  for (const [at, { person, name, conditions }] of SEARCHES.entries()) {
    const search = { id: `demo-search-${at}`, name, conditions, at: demoDay(startedAt, SAVED_BEFORE) }
    must(search.id, await store.change(person, (mine) => saveSearch(mine, search)))
  }
}
