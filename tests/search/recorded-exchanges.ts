import { existsSync, readFileSync } from 'node:fs'
import { sharedPath } from '../support/shared-data.ts'

const folder = sharedPath('meilisearch-recordings/')

export const missingRecordings = existsSync(`${folder}04-search.jsonl`)
  ? false
  : 'the recordings ../shared/data/meilisearch-recordings are not here: the fake server was NOT held to the real one'

export interface Exchange {
  step: string
  request: { method: string; path: string; auth: 'master' | 'indexer' | 'search-only' | 'other' | 'none'; contentType?: string; body?: unknown }
  response: { status: number; body: unknown }
}

export function readScene(name: string): Exchange[] {
  return readFileSync(`${folder}${name}.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Exchange)
}

/** Steps whose behaviour the adapter never uses: they are sent where later steps depend on them, but not compared. */
export const notReliedOn = new Set([
  // The product needs no keys, versions or statistics of the whole server.
  'version', 'stats empty', 'create search-only key', 'create indexing key', 'list keys', 'default settings',
  // Query language that the adapter never writes: synonyms, phrases, negation, strategies other than the default.
  'zh synonym', 'phrase', 'zh phrase', 'negative word', 'strategy last', 'strategy all', 'strategy frequency', 'only words after the tenth',
  // Search options that the adapter never sends.
  'facet search', 'facet search with query', 'crop', 'matches position', 'ranking score details', 'score threshold', 'distinct', 'attributes to search on',
  'unknown parameter', 'hybrid half', 'ratio zero', 'similar documents', 'similar to missing', 'vector returned',
  // Browsers of documents by a person's filter language beyond the adapter's own builder.
  'filter contains (experimental)',
])
