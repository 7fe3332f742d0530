import type { Meilisearch, SearchParams, SearchResponse } from 'meilisearch'
import { isHan } from '../matching/terms.ts'
import { inFacetOrder } from './facet-counts.ts'
import { markEnd, markStart, segmentsFromMarks } from './marked-text.ts'
import type { StoredDocument } from './meilisearch-document.ts'
import { filterExpression, writtenValue } from './meilisearch-filter.ts'
import { normalise } from './query-normaliser.ts'
import type { Facet, FacetCount, SearchHit, SearchPage, SearchSort, TypedQuery } from './search-index.ts'

const sorts: Record<SearchSort, string[]> = {
  relevance: [],
  deadline: ['deadline:asc', 'id:asc'],
  newest: ['updatedAt:desc', 'id:asc'],
  amount: ['amount:desc', 'id:asc'],
}

/** Asks the server for one page of a typed search. */
export async function typedSearch(client: Meilisearch, uid: string, query: TypedQuery): Promise<SearchPage> {
  const text = plainWords(normalise(query.text ?? ''))
  const response = await client.index<StoredDocument>(uid).search(text, paramsOf(query, text))
  return { hits: response.hits.map(hitOf), total: totalOf(response), facets: facetsOf(response, query.facets ?? []) }
}

/**
 * Words without the server's query language and without signs: to it a quote begins a phrase, a minus excludes a word,
 * and a picture is a first word that nothing contains.
 */
function plainWords(text: string): string {
  return text.replace(/["\p{C}\p{So}\p{Sk}]/gu, ' ').replace(/(^|\s)-+/g, '$1').trim()
}

function paramsOf(query: TypedQuery, text: string): SearchParams {
  const sort = sorts[text === '' && (query.sort ?? 'relevance') === 'relevance' ? 'newest' : (query.sort ?? 'relevance')]
  return {
    ...pageOf(query),
    ...given('filter', filterExpression(query.filter)),
    ...given('facets', query.facets ?? []),
    attributesToRetrieve: ['id', 'title', 'summary', 'titleText', 'summaryText'],
    attributesToHighlight: ['titleText', 'summaryText'],
    highlightPreTag: markStart,
    highlightPostTag: markEnd,
    showRankingScore: true,
    ...given('sort', sort),
    ...(hasHan(text) ? { locales: ['cmn'] } : {}),
  }
}

/** An empty list is left out rather than sent. */
function given(field: 'filter' | 'facets' | 'sort', values: string[]): SearchParams {
  return values.length === 0 ? {} : { [field]: values }
}

/** Whole pages come with an exact total; other offsets with the server's estimate. */
function pageOf({ offset = 0, limit = 20 }: TypedQuery): SearchParams {
  const size = Math.min(limit, 200)
  if (size > 0 && offset % size === 0) return { page: offset / size + 1, hitsPerPage: size }
  return { offset, limit: size }
}

function hasHan(text: string): boolean {
  return [...text].some((character) => isHan(character.charCodeAt(0)))
}

type Hit = SearchResponse<StoredDocument>['hits'][number]

function hitOf({ id, title, summary, titleText, summaryText, _formatted, _rankingScore }: Hit): SearchHit {
  const marked = { title: _formatted?.titleText ?? titleText, summary: _formatted?.summaryText ?? summaryText }
  const highlights = { title: segmentsFromMarks(title, marked.title), summary: segmentsFromMarks(summary, marked.summary) }
  return { id: writtenValue(id), score: _rankingScore ?? 0, highlights }
}

function totalOf(response: SearchResponse): number {
  return response.totalHits ?? response.estimatedTotalHits ?? response.hits.length
}

function facetsOf(response: SearchResponse, facets: readonly Facet[]): SearchPage['facets'] {
  return Object.fromEntries(facets.map((facet) => [facet, countsOf(response.facetDistribution?.[facet] ?? {})]))
}

function countsOf(distribution: Record<string, number>): FacetCount[] {
  return inFacetOrder(Object.entries(distribution).map(([value, count]) => ({ value: writtenValue(value), count })))
}
