import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text, texts } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Services } from '../../services.ts'
import { NeedListQuery, needSearch } from '../needs/need-list-query.ts'
import { listHref } from './list-parts.ts'
import { forgetSearch, MOST_SEARCHES, type SavedSearch, type SavedSearches, type SavedSearchRefusal, saveSearch } from './saved-search.ts'
import { conditionsLabel, searchLabel } from './saved-search-label.ts'

const CLOSED = { additionalProperties: false }
const REFUSALS: Record<SavedSearchRefusal, number> = { 'search-without-conditions': 422, 'too-many-searches': 409, 'no-such-search': 404 }
const { q, track, park, trlMin, trlMax, amountMin, amountMax } = NeedListQuery.properties
const Conditions = Type.Object({ q, track, park, trlMin, trlMax, amountMin, amountMax }, CLOSED)
const Body = Type.Object({ name: Type.String({ maxLength: 80, default: '' }), ...Conditions.properties }, CLOSED)
const Search = Type.Object({
  id: Type.String(), name: Type.String(), conditions: Conditions, at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
}, CLOSED)
const Answer = Type.Object({ items: Type.Array(Search), next: Type.Null(), most: Type.Integer() }, CLOSED)

/** Searches that somebody wants to be told of; the digest answers them (saved-search-source.ts). */
export function savedSearchRoutes(web: Web, services: Services): void {
  const { savedSearches } = services
  const common = { access: 'signed-in', tag: 'search', response: Answer, refusals: REFUSALS } as const
  const again = (context: Context, form: FormState) => mySearches(services, context, form)

  web.page({ path: '/my/searches', access: 'signed-in', summary: 'My saved searches', load: (context) => mySearches(services, context) })
  web.read({
    path: '/searches', access: 'signed-in', summary: 'My saved searches', tag: 'search', response: Answer,
    load: async ({ actor }) => answerOf(await savedSearches.of(actor.id)),
  })
  web.action({
    ...common, path: '/my/searches', api: '/searches', summary: 'Save a search of needs', body: Body, successStatus: 201, fromForm: searchFromForm,
    run: ({ body: { name, ...conditions }, actor, now }) =>
      savedSearches.change(actor.id, (mine) => saveSearch(mine, { id: newId(), name, conditions, at: now })),
    answer: answerOf, then: () => ({ to: '/my/searches', flash: 'search.saved' }), again,
  })
  web.action({
    ...common, path: '/my/searches/:id/deletion', api: '/searches/:id/deletion', params: BY_ID, summary: 'Delete a saved search', body: NOTHING,
    run: ({ params, actor }) => savedSearches.change(actor.id, (mine) => forgetSearch(mine, params.id)),
    answer: answerOf, then: () => ({ to: '/my/searches', flash: 'search.deleted' }), again,
  })
}

const searchFromForm = (form: FormValues): object => ({
  name: text(form, 'name'), track: texts(form, 'track'), park: texts(form, 'park'),
  ...Object.fromEntries(['q', 'trlMin', 'trlMax', 'amountMin', 'amountMax'].map((name) => [name, text(form, name)])),
})

const answerOf = ({ searches }: SavedSearches): Static<typeof Answer> => ({ items: searches, next: null, most: MOST_SEARCHES })

async function mySearches(services: Services, context: Context, form?: FormState): Promise<Page> {
  const { words, actor } = context
  const [{ searches }, region] = await Promise.all([services.savedSearches.of(actor.id), services.regionNames()])
  const counts = await Promise.all(searches.map((one) => openNow(services, one)))
  return {
    template: 'search/mine', title: words('search.mineTitle'), ...(form ? { form } : {}),
    model: {
      researcher: actor.roles.includes('researcher'), full: searches.length >= MOST_SEARCHES, most: MOST_SEARCHES,
      searches: searches.map((one, at) => ({
        id: one.id, href: listHref('/needs', { ...one.conditions }), label: searchLabel(one, region, context.locale), at: one.at, count: counts[at],
        conditions: one.name ? conditionsLabel(one.conditions, region, context.locale) : '',
      })),
    },
  }
}

/** How many open needs answer it; nothing while the index cannot be asked. */
async function openNow({ search }: Services, { conditions }: SavedSearch): Promise<number | null> {
  const page = await search.search({ ...needSearch(conditions, 'zh-CN'), facets: [], limit: 1 })
  return page.degraded === 'index-down' ? null : page.total
}
