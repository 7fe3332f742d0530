import type { Facet, FacetCount, SearchDocument, SearchPage } from './search-index.ts'

/** Counts of each value among the documents, for the facets asked for. */
export function facetCounts(documents: readonly SearchDocument[], facets: readonly Facet[]): SearchPage['facets'] {
  return Object.fromEntries(facets.map((facet) => [facet, countValues(documents, facet)]))
}

function countValues(documents: readonly SearchDocument[], facet: Facet): FacetCount[] {
  const counts = new Map<string, number>()
  for (const document of documents) for (const value of valuesOf(document, facet)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return inFacetOrder([...counts].map(([value, count]) => ({ value, count })))
}

function valuesOf(document: SearchDocument, facet: Facet): string[] {
  const value = document[facet]
  if (value === undefined) return []
  return Array.isArray(value) ? [...new Set(value)] : [String(value)]
}

/** Most frequent first, then by value. */
export function inFacetOrder(counts: FacetCount[]): FacetCount[] {
  return counts.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
