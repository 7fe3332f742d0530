import type { Person } from '../accounts/person.ts'
import type { DigestItemChoice, DigestSource } from '../digests/digest-sources.ts'
import { needSearch } from '../needs/need-list-query.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { SavedSearch } from './saved-search.ts'
import { searchLabel } from './saved-search-label.ts'
import type { SavedSearchStore } from './saved-search-store.ts'
import { type SearchIndex, SearchIndexDown } from './search-index.ts'

interface Parts {
  savedSearches: Pick<SavedSearchStore, 'ofMany'>
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
  async function choicesFor({ preferences }: Person, searches: readonly SavedSearch[], fresh: ReadonlySet<string>): Promise<DigestItemChoice[]> {
    const region = await parts.regionNames()
    const found = await Promise.all(searches.map((one) => answersTo(parts, one, fresh, searchLabel(one, region, preferences.locale))))
    return bestOfEach(found.flat())
  }

  async function itemsForMany(people: readonly Person[], fresh: ReadonlySet<string>): Promise<Map<string, DigestItemChoice[]>> {
    const choices = new Map<string, DigestItemChoice[]>()
    if (fresh.size === 0) return choices
    const saved = new Map((await parts.savedSearches.ofMany(people.map((one) => one.id))).map(({ id, searches }) => [id, searches]))
    for (const person of people) {
      const searches = saved.get(person.id) ?? []
      if (searches.length > 0) choices.set(person.id, await choicesFor(person, searches, fresh))
    }
    return choices
  }

  return {
    name: 'saved-searches', itemsForMany,
    itemsFor: async (person, fresh) => (await itemsForMany([person], fresh)).get(person.id) ?? [],
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
