import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { ownPath } from '../../plugins/session.ts'
import type { Services } from '../../services.ts'
import { keptPage } from './kept-form.ts'
import { isEnrolled } from './second-factor.ts'
import { codePage, homeOf, signInPage } from './session-pages.ts'
import { CodeForm, Credentials, CurrentSession, RefreshAnswer, RefreshBody, SessionAnswer, SignInForm, SignInQuery } from './session-schemas.ts'
import { type Client, comeIn, proveAgain, type Proved, provePassword, type SignedIn, type SignInRefusal } from './sign-in.ts'

const REFUSALS: Record<SignInRefusal, number> = {
  'wrong-credentials': 401, 'too-many-requests': 429, 'code-needed': 401, 'code-wrong': 401, 'membership-pending': 403,
  'account-inactive': 403, 'demo-account': 403,
}
interface WayOn { next: string; kept: string }
type FirstStep = { signedIn: SignedIn } | { challenge: string }

/** Coming in, going on and going out, by page and by API. */
export function sessionRoutes(web: Web, services: Services): void {
  signInRoutes(web, services)
  codeRoutes(web, services)
  callRoutes(web, services)
  signOutRoutes(web, services)
}

export const clientOf = ({ ip, headers, deviceCookie }: Context['request']): Client =>
  ({ address: ip, userAgent: headers['user-agent'] ?? '', deviceCookie })

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
    path: '/sign-in', access: 'anyone', only: 'form', summary: 'Sign in', tag: 'sessions', body: SignInForm, response: SessionAnswer, refusals: REFUSALS,
    async run(context): Promise<Outcome<FirstStep, SignInRefusal>> {
      const proved = await prove(services, context)
      if (!proved.ok) return proved
      if (isEnrolled(proved.value.factor)) return done({ challenge: services.challenges.issue(proved.value.person, context.now) })
      const outcome = await enter(services, proved.value, '', context)
      return outcome.ok ? done({ signedIn: outcome.value }) : outcome
    },
    answer: (step, context) => ('signedIn' in step ? answerOf(step.signedIn, context) : noSession(context)),
    then: (step, context) => ('signedIn' in step ? goOn(services, step.signedIn, context.body, context) : codePage({ ...context.body, ...step }, context)),
    again: async (context, { values }) => signInPage(wayOnIn(values), context),
  })
}

/** The second step for those who have an app for it. */
function codeRoutes(web: Web, services: Services): void {
  web.page({
    path: '/sign-in/code', access: 'anyone', summary: 'Enter the code of your app',
    async load({ reply }) {
      reply.redirect('/sign-in', 303)
      return undefined
    },
  })
  web.action({
    path: '/sign-in/code', access: 'anyone', only: 'form', summary: 'Sign in with the code of one’s app', tag: 'sessions', body: CodeForm,
    response: SessionAnswer, refusals: { ...REFUSALS, 'link-invalid': 410 },
    async run(context): Promise<Outcome<SignedIn, SignInRefusal | 'link-invalid'>> {
      const known = services.challenges.read(context.body.challenge, context.now)
      const person = known && (await services.people.find(known.person))
      if (!person || person.sessionEpoch !== known.epoch) return refused('link-invalid')
      const proved = await proveAgain(services, person, clientOf(context.request), (blocked) => sayWhen(blocked, context))
      return proved.ok ? enter(services, proved.value, context.body.code, context) : proved
    },
    answer: answerOf,
    then: (signedIn, context) => goOn(services, signedIn, context.body, context),
    async again(context, { values }) {
      const challenge = text(values, 'challenge')
      return services.challenges.read(challenge, context.now) ? codePage({ ...wayOnIn(values), challenge }, context) : signInPage(wayOnIn(values), context)
    },
  })
}

function callRoutes(web: Web, services: Services): void {
  web.action({
    path: '/sessions', access: 'anyone', only: 'api', summary: 'Sign in for a bearer token', tag: 'sessions', body: Credentials,
    response: SessionAnswer, refusals: REFUSALS, successStatus: 201,
    async run(context) {
      const proved = await prove(services, context)
      return proved.ok ? enter(services, proved.value, context.body.code, context) : proved
    },
    answer: answerOf, then: () => ({ to: '/' }), again: async () => undefined,
  })
  web.action({
    path: '/sessions/refresh', access: 'anyone', only: 'api', summary: 'Exchange a refresh token for the next and an access token', tag: 'sessions',
    body: RefreshBody, response: RefreshAnswer, refusals: { 'session-over': 401 },
    async run({ body, request }) {
      const renewed = await services.sessionReader.renew(body.refreshToken)
      if (renewed === 'replayed') request.log.warn({ req: request }, 'a refresh token came twice: its session was ended')
      if (!renewed || renewed === 'replayed' || !(await services.sessionReader.read(renewed.session))) return refused('session-over' as const)
      return done(renewed)
    },
    answer({ session, refreshToken, endsAt }, { reply }) {
      const access = reply.header('cache-control', 'no-store').accessToken(session)
      return { token: access.token, tokenEndsAt: access.endsAt, refreshToken, refreshEndsAt: endsAt }
    },
    then: () => ({ to: '/' }), again: async () => undefined,
  })
}

type SignInContext = Context<unknown, unknown, { email: string; password: string }>

function prove(services: Services, context: SignInContext): Promise<Outcome<Proved, SignInRefusal>> {
  const { email, password } = context.body
  return provePassword(services, email, password, clientOf(context.request), (blocked) => sayWhen(blocked, context))
}

export function sayWhen({ until, limit }: { until: Date; limit: number }, { reply, now }: Pick<Context, 'reply' | 'now'>): void {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  reply.headers({ 'retry-after': seconds, 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': 0, 'x-ratelimit-reset': seconds })
}

/** The session that the browser had before ends: nobody holds two by signing in twice. */
async function enter(services: Services, proved: Proved, code: string, { request }: Context): Promise<Outcome<SignedIn, SignInRefusal>> {
  const outcome = await comeIn(services, proved, code, clientOf(request))
  if (!outcome.ok) return outcome
  if (request.session) await services.sessions.end(request.session)
  const { name, organisation, roles } = outcome.value.person
  request.account = { name, roles, organisation: (await services.organisations.find(organisation))?.name ?? '' }
  return outcome
}

function goOn(services: Services, signedIn: SignedIn, way: WayOn, context: Context): Page | { to: string } {
  handOver(signedIn, context)
  const next = way.next === '' ? homeOf(signedIn.person.roles) : ownPath(way.next)
  return keptPage(services, way.kept, next, context) ?? { to: next }
}

/** The browser gets the session, and is known from now on. */
export function handOver({ renewed, deviceCookie }: SignedIn, { reply }: Pick<Context, 'reply'>): void {
  reply.keepSession(renewed).keepDevice(deviceCookie)
}

export function answerOf({ person, session, renewed }: SignedIn, { reply }: Pick<Context, 'reply'>) {
  const { id, name, organisation, roles } = person
  const access = reply.header('cache-control', 'no-store').accessToken(session.id)
  return {
    token: access.token, tokenEndsAt: access.endsAt, refreshToken: renewed.refreshToken, refreshEndsAt: renewed.endsAt, endsAt: session.endsAt,
    person: { id, name, organisation, roles },
  }
}

/** An account that is not open yet: the same shape, and nothing to come in with. */
export function noSession({ now }: Pick<Context, 'now'>, person = { id: '', name: '', organisation: '', roles: [] as string[] }) {
  return { token: '', tokenEndsAt: now, refreshToken: '', refreshEndsAt: now, endsAt: now, person }
}

const wayOnIn = (values: FormValues): WayOn => ({ next: String(values['next'] ?? ''), kept: String(values['kept'] ?? '') })

function signOutRoutes(web: Web, services: Services): void {
  const run = async ({ request }: Context): Promise<Outcome<object, never>> => {
    if (request.session) await services.sessions.end(request.session)
    return done({})
  }
  const common = { tag: 'sessions', body: NOTHING, response: NOTHING, refusals: {}, run, answer: () => ({}) } as const
  web.action({
    ...common, path: '/sign-out', access: 'anyone', only: 'form', summary: 'Sign out',
    then(_, { reply }) {
      reply.forgetSession().header('clear-site-data', '"cache"')
      return { to: '/', flash: 'accounts.signedOut' }
    },
    again: async (context) => signInPage({ next: '', kept: '' }, context),
  })
  web.action({
    ...common, path: '/sessions/current', access: 'own-account', only: 'api', method: 'DELETE', summary: 'End this session',
    then: () => ({ to: '/' }), again: async () => undefined,
  })
  web.read({
    path: '/sessions/current', access: 'signed-in', summary: 'Who the caller is', tag: 'sessions', response: CurrentSession,
    load: async ({ actor }) => ({ ...actor, roles: [...actor.roles] }),
  })
}
