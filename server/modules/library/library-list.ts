import type { Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { facetedSearch, LIST_SIZE, nextOf, offsetOf } from '../search/list-parts.ts'
import type { SearchHit, SearchPage, TypedQuery } from '../search/search-index.ts'
import type { AchievementView } from './achievement.ts'
import { type Owned, readAchievements, readTeams } from './library-reader.ts'
import type { TeamView } from './team.ts'

export type Listed<V> = Owned<V> & { highlights?: SearchHit['highlights'] }
export interface LibraryList<V> {
  listed: Listed<V>[]
  total: number
  next: string | null
  facets: SearchPage['facets']
  degraded?: SearchPage['degraded']
}

type Parts = Pick<Services, 'achievements' | 'teams' | 'organisations' | 'search'>
type Query = Omit<TypedQuery, 'kind'>

export const listAchievements = (parts: Parts, query: Query, viewer: Viewer): Promise<LibraryList<AchievementView>> => list({
  search: () => facetedSearch(parts.search, { ...query, kind: 'achievement' }),
  read: async (ids) => readAchievements(parts, await parts.achievements.findMany(ids), viewer),
  async plainly(skip) {
    const { found, total } = await parts.achievements.publishedPage(query.filter?.tracks ?? [], skip, LIST_SIZE)
    return { seen: await readAchievements(parts, found, viewer), total }
  },
}, query)

export const listTeams = (parts: Parts, query: Query, viewer: Viewer): Promise<LibraryList<TeamView>> => list({
  search: () => facetedSearch(parts.search, { ...query, kind: 'team' }),
  read: async (ids) => readTeams(parts, await parts.teams.findMany(ids), viewer),
  async plainly(skip) {
    const { found, total } = await parts.teams.page(query.filter?.tracks ?? [], skip, LIST_SIZE)
    return { seen: await readTeams(parts, found, viewer), total }
  },
}, query)

interface Ways<V> {
  search(): Promise<SearchPage>
  read(ids: readonly string[]): Promise<Owned<V>[]>
  /** Without the index: the database's own order, no words, no counts. */
  plainly(skip: number): Promise<{ seen: Owned<V>[]; total: number }>
}

/** The index says which, the database what they are and whether this reader may see them. */
async function list<V extends { id: string }>(ways: Ways<V>, { offset = 0 }: Query): Promise<LibraryList<V>> {
  const page = await ways.search()
  if (page.degraded === 'index-down') return listPlainly(ways, offset)
  const found = new Map((await ways.read(page.hits.map((hit) => hit.id))).map((one) => [one.view.id, one]))
  const listed = page.hits.flatMap((hit) => {
    const one = found.get(hit.id)
    return one ? [{ ...one, highlights: hit.highlights }] : []
  })
  const next = nextOf(offset, page.hits.length, page.total)
  return { listed, next, total: page.total, facets: page.facets, ...(page.degraded ? { degraded: page.degraded } : {}) }
}

async function listPlainly<V>(ways: Ways<V>, offset: number): Promise<LibraryList<V>> {
  const { seen, total } = await ways.plainly(offset)
  return { listed: seen, total, next: nextOf(offset, LIST_SIZE, total), facets: {}, degraded: 'index-down' }
}

export const pageOf = (after: string | undefined): { offset: number; limit: number } => ({ offset: offsetOf(after), limit: LIST_SIZE })
