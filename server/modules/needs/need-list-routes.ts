import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { NeedView } from '../competition/need-view.ts'
import { NEED_STATUSES } from '../competition/need.ts'
import { needListPage } from './need-list-pages.ts'
import { type ListedNeed, listNeeds } from './need-list.ts'
import { NeedListQuery } from './need-list-query.ts'
import { namesFor } from './need-reader.ts'

const segments = Type.Array(Type.Object({ text: Type.String(), marked: Type.Boolean() }))
const count = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }))
const orNull = <T>(schema: object) => Type.Unsafe<T | null>({ anyOf: [schema, { type: 'null' }] })

/** A need in a list: public fields only, whoever asks. */
const ListItem = Type.Object({
  id: Type.String(), number: Type.String(), title: Type.String(), summary: Type.String(),
  status: Type.Unsafe<NeedView['status']>({ type: 'string', enum: [...NEED_STATUSES] }),
  amount: orNull<number>({ type: 'integer' }), deadline: orNull<string>({ type: 'string', format: 'date-time' }),
  trlWanted: orNull<number>({ type: 'integer' }), tracks: Type.Array(Type.String()), park: orNull<string>({ type: 'string' }),
  organisation: Type.String(), organisationName: Type.String(),
  highlights: Type.Optional(Type.Object({ title: segments, summary: segments })),
})

const NeedListAnswer = Type.Object({
  items: Type.Array(ListItem), next: orNull<string>({ type: 'string' }), total: Type.Integer(),
  facets: Type.Object({ status: Type.Optional(count), tracks: Type.Optional(count), park: Type.Optional(count) }),
  degraded: Type.Optional(Type.String({ description: 'index-down: the list is complete but cannot be searched; index-behind: news may be missing' })),
})

/** What is open now, for everybody: at most two queries to the database, none about who asks when nobody is signed in. */
export function needListRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs', access: 'anyone', query: NeedListQuery, summary: 'Needs open for bids',
    async load(context) {
      const { list, names } = await read(services, context)
      return needListPage(list, context.query, names, context)
    },
  })
  web.read({
    path: '/needs', access: 'anyone', query: NeedListQuery, summary: 'Published needs, searched and filtered', tag: 'needs',
    response: NeedListAnswer,
    async load(context) {
      const { list, names } = await read(services, context)
      const { listed, ...rest } = list
      return { ...rest, items: listed.map((one) => itemOf(one, names.organisation)) }
    },
  })
}

async function read(services: Services, { query, locale }: Context<unknown, NeedListQuery>) {
  const list = await listNeeds(services, query, locale)
  return { list, names: await namesFor(services, list.listed.map((one) => one.view)) }
}

function itemOf({ view, highlights }: ListedNeed, organisation: (id: string) => string): Static<typeof ListItem> {
  const { id, number, title, summary, status, funding, deadline, trlWanted, tracks, park } = view
  return {
    id, number, title, summary, status, amount: funding?.amount ?? null, deadline: deadline?.toISOString() ?? null, trlWanted, tracks, park,
    organisation: view.organisation, organisationName: organisation(view.organisation), ...(highlights ? { highlights } : {}),
  }
}
