import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { achievementCard } from '../library/achievement-pages.ts'
import { listAchievements, listTeams } from '../library/library-list.ts'
import { teamCard } from '../library/team-pages.ts'
import { needCard } from '../needs/need-list-pages.ts'
import { listNeeds } from '../needs/need-list.ts'
import { namesFor } from '../needs/need-reader.ts'
import { degradedNotice, listHref } from './list-parts.ts'

const Query = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false })
const Hit = Type.Object({ id: Type.String(), kind: Type.String(), title: Type.String(), href: Type.String() })
const Answer = Type.Object({ items: Type.Array(Hit), next: Type.Null(), totals: Type.Object({ needs: Type.Integer(), achievements: Type.Integer(), teams: Type.Integer() }) })

const SHOWN = 5

/** One box for those who don't know yet what they look for. */
export function searchRoutes(web: Web, services: Services): void {
  web.page({ path: '/search', access: 'anyone', query: Query, summary: 'Search in everything public', load: (context) => searchPage(services, context) })
  web.read({
    path: '/search', access: 'anyone', query: Query, summary: 'The best needs, achievements and teams', tag: 'search', response: Answer,
    async load(context) {
      const { needs, achievements, teams } = await find(services, context)
      const items = [
        ...needs.listed.map(({ view }) => ({ id: view.id, kind: 'need', title: view.title, href: `/needs/${view.id}` })),
        ...achievements.listed.map(({ view }) => ({ id: view.id, kind: 'achievement', title: view.title, href: `/achievements/${view.id}` })),
        ...teams.listed.map(({ view }) => ({ id: view.id, kind: 'team', title: view.name, href: `/teams/${view.id}` })),
      ]
      return { items, next: null, totals: { needs: needs.total, achievements: achievements.total, teams: teams.total } }
    },
  })
}

type Asked = Pick<Context<unknown, { q?: string }>, 'query' | 'locale' | 'viewer'>

/** Closed competitions are found too: who searches for words wants to know that something like it has been asked. */
async function find(services: Services, { query: { q = '' }, locale, viewer }: Asked) {
  const typed = { text: q, locale, limit: SHOWN }
  const [needs, achievements, teams] = await Promise.all([
    listNeeds(services, { q, status: ['all'] }, locale), listAchievements(services, typed, viewer), listTeams(services, typed, viewer),
  ])
  return { needs: { ...needs, listed: needs.listed.slice(0, SHOWN) }, achievements, teams }
}

async function searchPage(services: Services, context: Context<unknown, { q?: string }>): Promise<Page> {
  const { words, query: { q = '' } } = context
  if (q.trim() === '') return { template: 'lists/search', title: words('lists.searchTitle'), model: { q: '', groups: [] } }
  const { needs, achievements, teams } = await find(services, context)
  const names = await namesFor(services, needs.listed.map((one) => one.view))
  const groups = [
    { label: words('lists.needsTitle'), total: needs.total, href: listHref('/needs', { q, status: 'all' }), cards: needs.listed.map((one) => needCard(one, names, context)) },
    { label: words('library.achievements'), total: achievements.total, href: listHref('/achievements', { q }), cards: achievements.listed.map((one) => achievementCard(one, names.region, context)) },
    { label: words('library.teams'), total: teams.total, href: listHref('/teams', { q }), cards: teams.listed.map((one) => teamCard(one, names.region, context)) },
  ]
  return {
    template: 'lists/search',
    title: words('lists.searchTitle'),
    model: { q, asked: true, groups: groups.filter((group) => group.total > 0), notice: degradedNotice(needs, words) },
  }
}
