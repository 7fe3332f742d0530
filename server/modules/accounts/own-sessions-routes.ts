import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { done, type Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { signOutEverywhere } from './own-account.ts'
import type { Session } from './session-store.ts'

const when = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })
const Item = Type.Object({
  id: Type.String(), device: Type.String(), startedAt: when, lastUsedAt: when, endsAt: when, twoFactor: Type.Boolean(), current: Type.Boolean(),
})
export interface SessionView { id: string; device: string; startedAt: Date; lastUsedAt: Date; endsAt: Date; twoFactor: boolean; current: boolean }

type Show = (context: Context) => Promise<Page | undefined>

/** Where a person is signed in; each session and all of them can be ended from any other. */
export function ownSessionsRoutes(web: Web, services: Services, show: Show): void {
  web.read({
    path: '/people/me/sessions', access: 'own-account', summary: 'Where one is signed in, last used first', tag: 'sessions',
    response: Type.Object({ items: Type.Array(Item), next: Type.Null() }),
    load: async (context) => ({ items: await ownSessions(services, context), next: null }),
  })
  web.action({
    path: '/people/me/sessions/:id/end', access: 'own-account', params: BY_ID, summary: 'End one of one’s sessions', tag: 'sessions', body: NOTHING,
    response: NOTHING, refusals: {},
    async run({ params, actor }): Promise<Outcome<{ id: string }, never> | undefined> {
      return (await services.sessions.endOneOf(actor.id, params.id)) ? done({ id: params.id }) : undefined
    },
    answer: () => ({}),
    then({ id }, { request, reply }) {
      if (id !== request.session) return { to: '/my/account', flash: 'accounts.sessionOver' }
      reply.forgetSession()
      return { to: '/sign-in', flash: 'accounts.signedOut' }
    },
    again: show,
  })
  everywhereRoute(web, services, show)
}

function everywhereRoute(web: Web, services: Services, show: Show): void {
  web.action({
    path: '/people/me/sign-out', access: 'own-account', summary: 'End all of one’s sessions', tag: 'people', body: NOTHING, response: NOTHING,
    refusals: {},
    async run({ actor, now }) {
      const outcome = await services.people.decide(actor.id, (me) => signOutEverywhere(me, now))
      await services.sessions.endAllOf(actor.id)
      return outcome
    },
    answer: () => ({}),
    then(_, { reply }) {
      reply.forgetSession()
      return { to: '/sign-in', flash: 'accounts.signedOutEverywhere' }
    },
    again: show,
  })
}

export async function ownSessions(services: Services, { actor, request, now }: Pick<Context, 'actor' | 'request' | 'now'>): Promise<SessionView[]> {
  const alive = (await services.sessions.of(actor.id)).filter((one) => isAlive(one, now))
  return alive.map(({ id, device, startedAt, lastUsedAt, endsAt, twoFactor }) =>
    ({ id, device, startedAt, lastUsedAt, endsAt, twoFactor, current: id === request.session }))
}

const isAlive = ({ endsAt, refresh }: Session, now: Date): boolean => now < endsAt && (refresh === null || now < refresh.endsAt)
