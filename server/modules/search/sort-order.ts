import type { SearchDocument, SearchSort } from './search-index.ts'

interface Found {
  document: SearchDocument
  score: number
}

/** Sorts in place. Equal ones stand in order of id, so that pages neither repeat nor skip. */
export function inSortOrder<T extends Found>(finds: T[], sort: SearchSort, typed: boolean): T[] {
  const rank = sort === 'relevance' && !typed ? ranks.newest : ranks[sort]
  return finds.sort((a, b) => compare(rank(a), rank(b)) || (a.document.id < b.document.id ? -1 : 1))
}

/** Smaller ranks come first; what has no value comes last. */
const ranks: Record<SearchSort, (found: Found) => number> = {
  relevance: ({ score }) => -score,
  newest: ({ document }) => -Date.parse(document.updatedAt),
  deadline: ({ document }) => (document.deadline === undefined ? Infinity : Date.parse(document.deadline)),
  amount: ({ document }) => (document.amount === undefined ? Infinity : -document.amount),
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
