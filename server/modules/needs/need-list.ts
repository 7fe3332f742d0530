import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { facetedSearch, LIST_SIZE, nextOf, offsetOf } from '../search/list-parts.ts'
import type { SearchHit, SearchPage } from '../search/search-index.ts'
import { type NeedListQuery, needSearch, statusesOf } from './need-list-query.ts'

export interface ListedNeed { view: NeedView; highlights?: SearchHit['highlights'] }
export interface NeedList { listed: ListedNeed[]; total: number; next: string | null; facets: SearchPage['facets']; degraded?: SearchPage['degraded'] }

type Parts = Pick<Services, 'needs' | 'search'>

/**
 * The public list, the same for every reader: the index says which needs, the database what they are, in one query.
 * Everything shown comes from the stranger's view.
 */
export async function listNeeds(parts: Parts, query: NeedListQuery, locale: 'zh-CN' | 'en'): Promise<NeedList> {
  const page = await facetedSearch(parts.search, needSearch(query, locale))
  if (page.degraded === 'index-down') return listPlainly(parts, query)
  const found = new Map((await parts.needs.findMany(page.hits.map((hit) => hit.id))).map((need) => [need.id, need]))
  const listed = page.hits.flatMap((hit) => asListed(found.get(hit.id), hit.highlights))
  const next = nextOf(offsetOf(query.after), page.hits.length, page.total)
  return { listed, next, total: page.total, facets: page.facets, ...(page.degraded ? { degraded: page.degraded } : {}) }
}

/** Without the index there are no words to search by, but what is open can still be seen, soonest deadline first. */
async function listPlainly({ needs }: Parts, query: NeedListQuery): Promise<NeedList> {
  const offset = offsetOf(query.after)
  const wanted = { statuses: statusesOf(query), tracks: query.track ?? [], parks: query.park ?? [] }
  const { found, total } = await needs.publicPage(wanted, offset, LIST_SIZE)
  const listed = found.flatMap((need) => asListed(need))
  return { listed, next: nextOf(offset, found.length, total), total, facets: {}, degraded: 'index-down' }
}

/** The index may be a moment behind: what has become invisible since is left out. */
function asListed(need: Need | undefined, highlights?: SearchHit['highlights']): ListedNeed[] {
  const view = need && viewNeed(need, null)
  return view ? [{ view, ...(highlights ? { highlights } : {}) }] : []
}
