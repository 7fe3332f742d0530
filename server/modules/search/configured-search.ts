import type { Config } from '../../config.ts'
import type { Follower } from '../../relay/relay.ts'
import { EmbeddedSearchIndex } from './embedded-search-index.ts'
import { MeilisearchIndex } from './meilisearch-index.ts'
import { type SearchIndex, SearchIndexDown } from './search-index.ts'
import { rebuildSearch, type SearchSources } from './search-sources.ts'

type Place = Pick<Config, 'meiliUrl' | 'meiliKey'>

/** The server where one is named, otherwise this process's memory. Indexes are named after the database they are made from. */
export function configuredSearch({ meiliUrl, meiliKey }: Place, database: string): SearchIndex {
  if (meiliUrl === '') return new EmbeddedSearchIndex()
  return new MeilisearchIndex({ url: meiliUrl, prefix: `${database.replaceAll(/[^\w-]/g, '_')}-`, ...(meiliKey ? { key: meiliKey } : {}) })
}

/** An index in memory is every process's own; a server is fed by one for all. */
export const searchScope = ({ meiliUrl }: Pick<Config, 'meiliUrl'>): Follower['scope'] => (meiliUrl === '' ? 'local' : 'shared')

/** Fills an index that has nothing yet. A server that is down is filled by whoever starts next, or by `npm run reindex`. */
export async function startSearch(parts: SearchSources & { search: SearchIndex }, log: { warn(details: object, message: string): void }): Promise<void> {
  const { engine, ok, documents } = await parts.search.health()
  const isEmpty = Object.values(documents).every((count) => count === 0)
  if (engine === 'meilisearch' && !(ok && isEmpty)) return
  try {
    await rebuildSearch(parts)
  } catch (error) {
    if (!(error instanceof SearchIndexDown)) throw error
    log.warn({ err: error }, 'the search index is down; lists open without it')
  }
}
