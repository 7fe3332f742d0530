import type { Settings } from 'meilisearch'
import { projectionSize } from '../matching/random-projection.ts'
import { embedderName } from './meilisearch-document.ts'

const searchable = ['titleText', 'keywordsText', 'nameText', 'summaryText', 'bodyText', 'pinyin']

/** How the server is told to treat each index. Facts behind each line: matching notes on a real server, version 1.50. */
export const meilisearchSettings: Settings = {
  searchableAttributes: searchable,
  displayedAttributes: ['*'],
  filterableAttributes: ['id', 'tracks', 'park', 'district', 'status', 'tier', 'organisation', 'owners', 'trl', 'amount', 'deadline'],
  sortableAttributes: ['id', 'deadline', 'updatedAt', 'amount'],
  // A sort that a person chose comes before closeness; without one the rule does nothing.
  rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness'],
  localizedAttributes: [{ attributePatterns: ['titleText', 'keywordsText', 'nameText', 'summaryText', 'bodyText'], locales: ['cmn', 'eng'] }],
  // Misspelt pinyin is other pinyin.
  typoTolerance: { minWordSizeForTypos: { oneTypo: 4, twoTypos: 8 }, disableOnAttributes: ['pinyin'] },
  pagination: { maxTotalHits: 20_000 },
  faceting: { maxValuesPerFacet: 1000, sortFacetValuesBy: { '*': 'count' } },
  embedders: { [embedderName]: { source: 'userProvided', dimensions: projectionSize } },
}
