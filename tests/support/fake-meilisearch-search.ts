import { FakeRefusal } from './fake-meilisearch-errors.ts'
import { conditionOf, type FilterInput } from './fake-meilisearch-filter.ts'
import type { FakeDocument, FakeIndex, FakeStored } from './fake-meilisearch-state.ts'
import { answers, askedWords, fieldText, segment, type FakeAsk } from './fake-meilisearch-words.ts'

export interface SearchBody {
  q?: string | null
  filter?: FilterInput
  sort?: string[]
  facets?: string[]
  offset?: number
  limit?: number
  page?: number
  hitsPerPage?: number
  vector?: number[]
  hybrid?: { embedder: string; semanticRatio: number }
  attributesToRetrieve?: string[]
  attributesToHighlight?: string[]
  highlightPreTag?: string
  highlightPostTag?: string
  showRankingScore?: boolean
  matchingStrategy?: 'last' | 'all' | 'frequency'
  [other: string]: unknown
}

interface Found { stored: FakeStored; score: number }

const known = new Set(['q', 'offset', 'limit', 'page', 'hitsPerPage', 'attributesToRetrieve', 'attributesToHighlight', 'highlightPreTag', 'highlightPostTag',
  'filter', 'sort', 'facets', 'matchingStrategy', 'locales', 'hybrid', 'vector', 'showRankingScore', 'attributesToSearchOn', 'showMatchesPosition',
  'attributesToCrop', 'cropLength', 'showRankingScoreDetails', 'rankingScoreThreshold', 'distinct', 'retrieveVectors'])

export function searchIndex(uid: string, index: FakeIndex, body: SearchBody, words: readonly string[]): object {
  check(uid, index, body)
  const passes = conditionOf(body.filter, index.settings.filterableAttributes)
  const documents = [...index.documents.values()].filter((one) => passes(one.fields))
  const asks = askedWords(body.q ?? '', [...words, ...index.settings.dictionary], index.settings)
  const found = body.vector !== undefined ? byVector(documents, body) : byWords(documents, body, asks, index, words)
  const ordered = inOrder(found, body.sort ?? [])
  const page = pageOf(ordered.length, body, index.settings.pagination.maxTotalHits)
  const hits = ordered.slice(page.from, page.from + page.size).map((one) => hitOf(one, body, asks, index, words))
  return { hits, query: body.q ?? '', processingTimeMs: 0, ...page.shown, ...facetsOf(ordered, body.facets, index), requestUid: '00000000-0000-7000-8000-000000000000', ...(body.vector === undefined ? {} : { semanticHitCount: hits.length }) }
}

function check(uid: string, { settings }: FakeIndex, body: SearchBody): void {
  const refuse = (code: string, message: string) => { throw new FakeRefusal(400, code, message) }
  for (const field of Object.keys(body)) if (!known.has(field)) refuse('bad_request', `Unknown field \`${field}\``)
  if ((body.limit ?? 0) < 0) refuse('invalid_search_limit', 'Invalid value type at `.limit`')
  if (body.vector !== undefined && body.hybrid === undefined) refuse('missing_search_hybrid', 'missing `hybrid` parameter')
  const embedder = body.hybrid === undefined ? undefined : settings.embedders[body.hybrid.embedder]
  if (body.hybrid !== undefined && embedder === undefined) refuse('invalid_search_embedder', 'Cannot find embedder')
  if (body.hybrid !== undefined && body.vector === undefined) refuse('vector_embedding_error', 'embeddings must be user provided')
  if (body.vector !== undefined && body.vector.length !== embedder?.dimensions) refuse('invalid_vector_dimensions', 'Invalid vector dimensions')
  for (const rule of body.sort ?? []) if (!settings.sortableAttributes.includes(rule.split(':')[0]!)) refuse('invalid_search_sort', `Index \`${uid}\`: not sortable`)
  for (const facet of body.facets ?? []) if (facet !== '*' && !settings.filterableAttributes.includes(facet)) refuse('invalid_search_facets', 'not filterable')
}

function byVector(documents: readonly FakeStored[], { vector = [], hybrid }: SearchBody): Found[] {
  const found = documents.flatMap((stored) => {
    const own = stored.vectors[hybrid?.embedder ?? '']
    return own === undefined ? [] : [{ stored, score: (1 + cosine(vector, own)) / 2 }]
  })
  return found.sort((a, b) => b.score - a.score)
}

/** A zero vector is as close as can be to everything. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0)
  const lengths = Math.hypot(...a) * Math.hypot(...b)
  return lengths === 0 ? 1 : product / lengths
}

/** Strategy "last": a document must answer the first word; each further one lifts it. "all": it must answer every word. */
function byWords(documents: readonly FakeStored[], body: SearchBody, asks: readonly FakeAsk[], index: FakeIndex, words: readonly string[]): Found[] {
  if ((body.q ?? '') === '') return documents.map((stored) => ({ stored, score: 1 }))
  if (asks.length === 0) return []
  const least = body.matchingStrategy === 'all' ? asks.length : 1
  const found = documents.flatMap((stored) => {
    const reached = asks.findIndex((ask) => !hasAnswer(stored.fields, ask, index, words))
    const count = reached < 0 ? asks.length : reached
    return count < least ? [] : [{ stored, score: count / asks.length }]
  })
  return found.sort((a, b) => b.score - a.score)
}

function hasAnswer(document: FakeDocument, ask: FakeAsk, index: FakeIndex, words: readonly string[]): boolean {
  return searchedFields(document, index).some((field) => {
    const typos = !index.settings.typoTolerance.disableOnAttributes.includes(field)
    return segment(fieldText(document, field), [...words, ...index.settings.dictionary]).some((word) => answers(word.text, ask, index.settings, typos))
  })
}

function searchedFields(document: FakeDocument, { settings }: FakeIndex): string[] {
  return settings.searchableAttributes.includes('*') ? Object.keys(document) : settings.searchableAttributes
}

/** The first rule decides, the next on ties; documents without the value come last either way. */
function inOrder(found: Found[], rules: readonly string[]): Found[] {
  const keys = rules.map((rule) => rule.split(':') as [string, string])
  return found.sort((a, b) => keys.reduce((order, [field, way]) => order || compare(a.stored.fields[field], b.stored.fields[field], way), 0))
}

function compare(a: unknown, b: unknown, way: string): number {
  const missing = Number(a === undefined || a === null) - Number(b === undefined || b === null)
  if (missing !== 0 || a === b) return missing
  const order = (a as string) < (b as string) ? -1 : 1
  return way === 'desc' ? -order : order
}

function pageOf(total: number, { offset = 0, limit = 20, page, hitsPerPage }: SearchBody, most: number) {
  if (page === undefined && hitsPerPage === undefined) {
    const size = Math.min(limit, Math.max(0, most - offset))
    return { from: offset, size, shown: { limit, offset, estimatedTotalHits: total } }
  }
  const size = hitsPerPage ?? 20
  const shown = { hitsPerPage: size, page: page ?? 1, totalPages: Math.ceil(Math.min(total, most) / size), totalHits: Math.min(total, most) }
  return { from: ((page ?? 1) - 1) * size, size, shown }
}

function facetsOf(found: readonly Found[], facets: readonly string[] | undefined, index: FakeIndex) {
  if (facets === undefined || facets.length === 0) return {}
  const names = facets.includes('*') ? index.settings.filterableAttributes : facets
  const distribution = Object.fromEntries(names.map((name) => [name, countsOf(found, name)] as const))
  const numeric = names.filter((name) => found.some(({ stored }) => typeof stored.fields[name] === 'number'))
  return { facetDistribution: distribution, facetStats: Object.fromEntries(numeric.map((name) => [name, rangeOf(found, name)])) }
}

function countsOf(found: readonly Found[], name: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { stored } of found) {
    const value = stored.fields[name]
    const values = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
    for (const one of new Set(values.map(String))) counts[one] = (counts[one] ?? 0) + 1
  }
  return counts
}

function rangeOf(found: readonly Found[], name: string) {
  const values = found.map(({ stored }) => stored.fields[name]).filter((value): value is number => typeof value === 'number')
  return { min: Math.min(...values), max: Math.max(...values) }
}

function hitOf({ stored, score }: Found, body: SearchBody, asks: readonly FakeAsk[], index: FakeIndex, words: readonly string[]): object {
  const wanted = body.attributesToRetrieve ?? ['*']
  const shown = Object.fromEntries(Object.entries(stored.fields).filter(([field]) => wanted.includes('*') || wanted.includes(field)))
  const highlighted = body.attributesToHighlight ?? []
  const formatted = Object.fromEntries(Object.entries(shown).map(([field, value]) =>
    [field, typeof value === 'string' && highlighted.includes(field) ? marked(value, body, asks, index, words) : value]))
  return { ...shown, ...(highlighted.length === 0 ? {} : { _formatted: formatted }), ...(body.showRankingScore === true ? { _rankingScore: score } : {}) }
}

function marked(text: string, body: SearchBody, asks: readonly FakeAsk[], { settings }: FakeIndex, words: readonly string[]): string {
  let result = ''
  let at = 0
  for (const word of segment(text, [...words, ...settings.dictionary])) {
    if (!asks.some((ask) => answers(word.text, ask, settings, true))) continue
    result += text.slice(at, word.start) + (body.highlightPreTag ?? '<em>') + text.slice(word.start, word.end) + (body.highlightPostTag ?? '</em>')
    at = word.end
  }
  return result + text.slice(at)
}
