import type { Context } from '../../http/context.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import { done, type Outcome } from '../../kernel/outcome.ts'
import { ownPath } from '../../plugins/session.ts'
import type { Services } from '../../services.ts'
import { keptPage } from './kept-form.ts'
import { homeOf, signInPage } from './session-pages.ts'
import { Credentials, CurrentSession, SessionAnswer, SignInForm, SignInQuery } from './session-schemas.ts'
import { type SignedIn, type SignInRefusal, signIn } from './sign-in.ts'

const REFUSALS: Record<SignInRefusal, number> = {
  'wrong-credentials': 401, 'membership-pending': 403, 'account-inactive': 403, 'demo-account': 403,
}

/** Coming in and going out, by page and by API. */
export function sessionRoutes(web: Web, services: Services): void {
  signInRoutes(web, services)
  signOutRoutes(web, services)
}

function signInRoutes(web: Web, services: Services): void {
  web.page({
    path: '/sign-in', access: 'anyone', query: SignInQuery, summary: 'Sign in',
    async load(context) {
      const next = context.query.next === undefined ? '' : ownPath(context.query.next)
      if (!context.viewer) return signInPage({ next, kept: '' }, context)
      context.reply.redirect(next || homeOf(context.viewer.roles), 303)
      return undefined
    },
  })
  web.action({
    path: '/sign-in', access: 'anyone', limit: 'credentials', only: 'form', summary: 'Sign in', tag: 'sessions', body: SignInForm, response: SessionAnswer,
    refusals: REFUSALS,
    run: (context) => comeIn(services, context),
    answer: answerOf,
    then({ person, session }, context) {
      const { body, reply } = context
      reply.tokenFor(session.id, { cookie: true })
      const next = body.next === '' ? homeOf(person.roles) : ownPath(body.next)
      return keptPage(services, body.kept, next, context) ?? { to: next }
    },
    again: async (context, { values }) => signInPage({ next: String(values['next'] ?? ''), kept: String(values['kept'] ?? '') }, context),
  })
  web.action({
    path: '/sessions', access: 'anyone', limit: 'credentials', only: 'api', summary: 'Sign in for a bearer token', tag: 'sessions', body: Credentials,
    response: SessionAnswer, refusals: REFUSALS, successStatus: 201,
    run: (context) => comeIn(services, context),
    answer: answerOf,
    then: () => ({ to: '/' }),
    again: async (context) => signInPage({ next: '', kept: '' }, context),
  })
}

/** The session that the browser had before ends: nobody holds two by signing in twice. */
async function comeIn(
  services: Services, { request, body }: Context<unknown, unknown, { email: string; password: string }>,
): Promise<Outcome<SignedIn, SignInRefusal>> {
  const outcome = await signIn(services, body.email, body.password)
  if (!outcome.ok) return outcome
  if (request.session) await services.sessions.end(request.session)
  const { name, organisation, roles } = outcome.value.person
  request.account = { name, roles, organisation: (await services.organisations.find(organisation))?.name ?? '' }
  return outcome
}

export function answerOf({ person, session }: SignedIn, { reply }: Pick<Context, 'reply'>) {
  const { id, name, organisation, roles } = person
  return { token: reply.tokenFor(session.id), endsAt: session.endsAt, person: { id, name, organisation, roles } }
}

function signOutRoutes(web: Web, services: Services): void {
  const run = async ({ request }: Context): Promise<Outcome<object, never>> => {
    if (request.session) await services.sessions.end(request.session)
    return done({})
  }
  const common = { tag: 'sessions', body: NOTHING, response: NOTHING, refusals: {}, run, answer: () => ({}) } as const
  web.action({
    ...common, path: '/sign-out', access: 'anyone', only: 'form', summary: 'Sign out',
    then(_, { reply }) {
      reply.forgetSession()
      return { to: '/', flash: 'accounts.signedOut' }
    },
    again: async (context) => signInPage({ next: '', kept: '' }, context),
  })
  web.action({
    ...common, path: '/sessions/current', access: 'signed-in', only: 'api', method: 'DELETE', summary: 'End this session',
    then: () => ({ to: '/' }), again: async () => undefined,
  })
  web.read({
    path: '/sessions/current', access: 'signed-in', summary: 'Who the caller is', tag: 'sessions', response: CurrentSession,
    load: async ({ actor }) => ({ ...actor, roles: [...actor.roles] }),
  })
}
