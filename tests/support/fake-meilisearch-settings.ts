import { FakeRefusal } from './fake-meilisearch-errors.ts'

export type FakeSettings = Record<string, unknown> & {
  searchableAttributes: string[]
  filterableAttributes: string[]
  sortableAttributes: string[]
  rankingRules: string[]
  stopWords: string[]
  dictionary: string[]
  typoTolerance: { enabled: boolean; minWordSizeForTypos: { oneTypo: number; twoTypos: number }; disableOnWords: string[]; disableOnAttributes: string[]; disableOnNumbers: boolean }
  faceting: { maxValuesPerFacet: number; sortFacetValuesBy: Record<string, string> }
  pagination: { maxTotalHits: number }
  embedders: Record<string, { source: string; dimensions: number }>
}

export function defaultSettings(): FakeSettings {
  return {
    displayedAttributes: ['*'], searchableAttributes: ['*'], filterableAttributes: [], sortableAttributes: [],
    rankingRules: ['words', 'typo', 'proximity', 'attributeRank', 'sort', 'wordPosition', 'exactness'],
    stopWords: [], nonSeparatorTokens: [], separatorTokens: [], dictionary: [], synonyms: {}, distinctAttribute: null, proximityPrecision: 'byWord',
    typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 }, disableOnWords: [], disableOnAttributes: [], disableOnNumbers: false },
    faceting: { maxValuesPerFacet: 100, sortFacetValuesBy: { '*': 'alpha' } },
    pagination: { maxTotalHits: 1000 }, embedders: {}, searchCutoffMs: null, localizedAttributes: null, facetSearch: true, prefixSearch: 'indexingTime',
  }
}

const rules = ['words', 'typo', 'sort', 'proximity', 'attribute', 'attributeRank', 'wordPosition', 'exactness']
const locales = new Set(['cmn', 'eng', 'zh', 'en', 'jpn', 'kor'])
const sorted = ['sortableAttributes', 'stopWords', 'dictionary']

/** Refuses what the server refuses at once, before any task. */
export function checkSettings(change: Record<string, unknown>): void {
  for (const field of Object.keys(change)) {
    if (!(field in defaultSettings())) throw new FakeRefusal(400, 'bad_request', `Unknown field \`${field}\``)
  }
  const named = (change.rankingRules ?? []) as string[]
  const bad = named.findIndex((rule) => !rules.includes(rule) && !/^[^:]+:(asc|desc)$/.test(rule))
  if (bad >= 0) throw new FakeRefusal(400, 'invalid_settings_ranking_rules', `Invalid value at \`.rankingRules[${bad}]\``)
  const localized = (change.localizedAttributes ?? []) as { locales: string[] }[]
  if (localized.some((one) => one.locales.some((locale) => !locales.has(locale)))) {
    throw new FakeRefusal(400, 'invalid_settings_localized_attributes', 'Unknown value at `.localizedAttributes[0].locales[0]`')
  }
}

/** Lists that are sets come back sorted; objects are merged into what is there. */
export function changedSettings(before: FakeSettings, change: Record<string, unknown>): FakeSettings {
  const entries = Object.entries(change).map(([field, value]) => [field, changed(field, value, before[field])])
  return { ...before, ...Object.fromEntries(entries) as Partial<FakeSettings> }
}

function changed(field: string, value: unknown, before: unknown): unknown {
  if (Array.isArray(value)) return sorted.includes(field) ? [...value as string[]].sort() : value
  if (field === 'synonyms' || value === null || typeof value !== 'object') return value
  return merged(before as Record<string, unknown>, value as Record<string, unknown>)
}

function merged(before: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(change).map(([key, value]) => {
    const known = before[key]
    const deep = typeof value === 'object' && value !== null && !Array.isArray(value) && typeof known === 'object' && known !== null
    return [key, deep ? merged(known as Record<string, unknown>, value as Record<string, unknown>) : value]
  })
  return { ...before, ...Object.fromEntries(entries) as Record<string, unknown> }
}
