import Type from 'typebox'
import type { Words } from '../../kernel/words.ts'
import type { Facet, FacetCount, SearchIndex, SearchPage, TypedQuery } from './search-index.ts'

export const LIST_SIZE = 20

/** What every list can be asked for. Empty fields of a form come as empty text and mean nothing. */
export const LIST_QUERY = {
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words to look for' })),
  after: Type.Optional(Type.String({ pattern: '^o[0-9a-z]{1,6}$', description: 'The `next` of the page before' })),
}

/** Values of one condition; each may be given several times. */
export const anyOfThese = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 40, description }))
/** A whole number, or the empty text of a form field that nobody filled in. */
export const wholeNumber = (description: string) => Type.Optional(Type.String({ pattern: String.raw`^\d{0,9}$`, description }))

export const offsetOf = (after: string | undefined): number => (after ? Number.parseInt(after.slice(1), 36) : 0)
export const cursorFor = (offset: number): string => `o${offset.toString(36)}`

/** The cursor of the page after this one; null on the last. */
export const nextOf = (offset: number, shown: number, total: number): string | null =>
  shown > 0 && offset + shown < total ? cursorFor(offset + shown) : null

export function rangeOf(min: string | undefined, max: string | undefined, unit = 1): { min?: number; max?: number } | undefined {
  if (!min && !max) return undefined
  return { ...(min ? { min: Number(min) * unit } : {}), ...(max ? { max: Number(max) * unit } : {}) }
}

type ListQuery = Record<string, string | string[] | undefined>

/** The same list under other conditions; a change of conditions starts at the first page. */
export function listHref(path: string, query: ListQuery, changes: ListQuery = {}): string {
  const wanted = new URLSearchParams(pairsOf({ ...query, after: undefined, ...changes }))
  return wanted.size > 0 ? `${path}?${wanted.toString()}` : path
}

/** What a form has to carry along besides its own fields. */
export const carried = (query: ListQuery, own: readonly string[]): { name: string; value: string }[] =>
  pairsOf(query).filter(([name]) => name !== 'after' && !own.includes(name)).map(([name, value]) => ({ name, value }))

const pairsOf = (query: ListQuery): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().filter((one) => one !== '').map((one): [string, string] => [name, one]))

/**
 * Searches, and counts each chosen group as if nothing were chosen in it: values of a group are alternatives, so
 * choosing one must not make the others look empty.
 */
export async function facetedSearch(index: SearchIndex, query: TypedQuery): Promise<SearchPage> {
  const chosen = (query.facets ?? []).filter((facet) => isChosen(query, facet))
  const [page, ...others] = await Promise.all([index.search(query), ...chosen.map((facet) => index.search(without(query, facet)))])
  return { ...page, facets: Object.assign({}, page.facets, ...others.map((one) => one.facets)) as SearchPage['facets'] }
}

const isChosen = ({ filter }: TypedQuery, facet: Facet): boolean => {
  const condition = filter?.[facet]
  return Array.isArray(condition) && condition.length > 0
}

function without(query: TypedQuery, facet: Facet): TypedQuery {
  const filter = { ...query.filter }
  delete filter[facet]
  return { ...query, filter, facets: [facet], offset: 0, limit: 1 }
}

export interface FacetGroup { name: string; label: string; options: { value: string; label: string; count?: number; chosen: boolean }[] }

/** Counted values and chosen ones, the latter even where nothing is left of them. */
export function facetGroup(
  name: string, label: string, counts: readonly FacetCount[] | undefined, chosen: readonly string[], labelOf: (value: string) => string,
): FacetGroup {
  const counted = counts ?? []
  const lost = chosen.filter((value) => counted.every((one) => one.value !== value)).map((value) => ({ value, count: 0 }))
  const options = [...counted, ...lost].map(({ value, count }) => ({ value, count, label: labelOf(value), chosen: chosen.includes(value) }))
  return { name, label, options }
}

/** Why the list may not be all there is. */
export function degradedNotice(page: Pick<SearchPage, 'degraded'>, words: Words): string | undefined {
  return page.degraded && words(`lists.${page.degraded}`)
}
