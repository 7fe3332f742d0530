import type { Person } from '../accounts/person.ts'
import { needSearch } from '../needs/need-list-query.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { SavedSearch } from './saved-search.ts'
import { searchLabel } from './saved-search-label.ts'
import type { SavedSearchStore } from './saved-search-store.ts'
import { type SearchIndex, SearchIndexDown } from './search-index.ts'

/** A need that a digest could tell, and why. */
export interface DigestItemChoice {
  need: string
  /** From 0 to 1, comparable with the score of a match. */
  score: number
  reason: { kind: 'match' | 'saved-search'; text?: string }
}

/** Whoever has something to say in a digest. `fresh`: ids of needs newly published for that person. */
export interface DigestSource {
  name: string
  itemsFor(person: Person, fresh: ReadonlySet<string>, now: Date): Promise<DigestItemChoice[]>
}

interface Parts {
  savedSearches: Pick<SavedSearchStore, 'of'>
  search: Pick<SearchIndex, 'search'>
  regionNames(): Promise<RegionNames>
}

/** Somebody who asked to be told comes before a match of middling worth; words that fit less well come later. */
const BEST = 0.9
const STEP = 0.05
const LEAST = 0.5
const MOST_HITS = 200

/**
 * What is new and answers a saved search. Permission is checked again when the digest is rendered.
 * @throws SearchIndexDown while the index cannot be asked: the digest waits, or what is new would be lost for good
 */
export function savedSearchSource(parts: Parts): DigestSource {
  return {
    name: 'saved-searches',
    async itemsFor(person, fresh) {
      const { searches } = await parts.savedSearches.of(person.id)
      if (searches.length === 0 || fresh.size === 0) return []
      const region = await parts.regionNames()
      const found = await Promise.all(searches.map((one) => answersTo(parts, one, fresh, searchLabel(one, region, person.preferences.locale))))
      return bestOfEach(found.flat())
    },
  }
}

async function answersTo({ search }: Parts, { conditions }: SavedSearch, fresh: ReadonlySet<string>, text: string): Promise<DigestItemChoice[]> {
  const query = needSearch(conditions, 'zh-CN')
  const page = await search.search({ ...query, facets: [], filter: { ...query.filter, ids: [...fresh] }, offset: 0, limit: MOST_HITS })
  if (page.degraded === 'index-down') throw new SearchIndexDown('saved searches cannot be answered')
  return page.hits.map(({ id }, at) => ({ need: id, score: Math.max(LEAST, BEST - at * STEP), reason: { kind: 'saved-search', text } }))
}

function bestOfEach(items: readonly DigestItemChoice[]): DigestItemChoice[] {
  const best = new Map<string, DigestItemChoice>()
  for (const item of items) if (item.score > (best.get(item.need)?.score ?? 0)) best.set(item.need, item)
  return [...best.values()].sort((a, b) => b.score - a.score || (a.need < b.need ? -1 : 1))
}
