import Type, { type Static } from 'typebox'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import { PUBLIC_STATUSES } from '../competition/need.ts'
import { anyOfThese, LIST_QUERY, LIST_SIZE, offsetOf, rangeOf, wholeNumber } from '../search/list-parts.ts'
import type { SearchFilter, TypedQuery } from '../search/search-index.ts'

export const NEED_SORTS = ['relevance', 'deadline', 'newest', 'amount'] as const
/** States strangers can ask for, and `all` of them. */
export const LISTED_STATUSES = [...PUBLIC_STATUSES, 'withdrawn', 'all'] as const

/** The public list. Without a state it shows what can be bid for now; amounts are in 万元, as they are spoken of. */
export const NeedListQuery = Type.Object({
  ...LIST_QUERY,
  track: anyOfThese('Track ids'), park: anyOfThese('Park ids'),
  status: Type.Optional(Type.Array(Type.Unsafe<(typeof LISTED_STATUSES)[number]>({ type: 'string', enum: [...LISTED_STATUSES] }), { maxItems: 12 })),
  trlMin: wholeNumber('Readiness wanted, at least'), trlMax: wholeNumber('Readiness wanted, at most'),
  amountMin: wholeNumber('Amount in units of 10,000 yuan, at least'), amountMax: wholeNumber('… at most'),
  sort: Type.Optional(Type.Unsafe<(typeof NEED_SORTS)[number]>({ type: 'string', enum: [...NEED_SORTS] })),
}, { additionalProperties: false })
export type NeedListQuery = Static<typeof NeedListQuery>

export function needFilter(query: NeedListQuery): SearchFilter {
  const trl = rangeOf(query.trlMin, query.trlMax)
  const amount = rangeOf(query.amountMin, query.amountMax, YUAN_PER_WAN)
  return {
    tracks: query.track ?? [], park: query.park ?? [], status: statusesOf(query),
    ...(trl ? { trl } : {}), ...(amount ? { amount } : {}),
  }
}

export function statusesOf({ status = [] }: NeedListQuery): string[] {
  if (status.includes('all')) return []
  return status.length > 0 ? status : ['published']
}

export function needSearch(query: NeedListQuery, locale: 'zh-CN' | 'en'): TypedQuery {
  return {
    kind: 'need', text: query.q ?? '', filter: needFilter(query), facets: ['status', 'tracks', 'park'], locale,
    sort: sortOf(query), offset: offsetOf(query.after), limit: LIST_SIZE,
  }
}

/** Whoever types words wants the best answer first, whoever browses what closes soonest. */
export const sortOf = ({ sort, q }: NeedListQuery): (typeof NEED_SORTS)[number] => sort ?? (q ? 'relevance' : 'deadline')
