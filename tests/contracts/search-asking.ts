import type { SearchIndex, SearchPage, Segment, TypedQuery } from '../../server/modules/search/search-index.ts'

export const idsOf = (page: SearchPage) => page.hits.map((hit) => hit.id)

export const plain = (segments: readonly Segment[]) => segments.map((one) => one.text).join('')

export const markedIn = (segments: readonly Segment[]) => segments.filter((one) => one.marked).map((one) => one.text)

/** Ids of the needs found by a typed text, in order. */
export async function find(index: SearchIndex, text: string, more: Partial<TypedQuery> = {}): Promise<string[]> {
  return idsOf(await index.search({ kind: 'need', text, ...more }))
}

export async function* streamOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}
