import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayChange, mayEnter } from '../http/access.ts'
import type { Frame } from '../http/page.ts'
import { sendProblem } from '../http/problem.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Renderer } from './renderer.ts'

/** A session ends then, however much it is used. */
export const SESSION_HOURS = 12
/** How long an access token opens anything by itself; then a refresh token is exchanged for the next. */
export const ACCESS_MINUTES = 15
const ACCESS_SECONDS = ACCESS_MINUTES * 60
/** Clocks of two instances may differ by so much. */
const SKEW_SECONDS = 60
const DEVICE_DAYS = 365
const ALGORITHM = 'HS256'
const AUDIENCE = 'jiebang'

/** Who is behind a session; `withheld`: their roles rest until they have a second factor. */
export interface Known { actor: Actor; account: NonNullable<Frame['viewer']>; withheld: boolean }

export interface SessionReader {
  /** Undefined once the session was ended or its person was switched off. */
  read(session: string): Promise<Known | undefined>
  /** Exchanges a refresh token; `replayed`: it was used before, and the session has been ended. */
  renew(token: string): Promise<KeptSession | 'replayed' | undefined>
}

/** What a browser keeps of a session. */
export interface KeptSession { session: string; refreshToken: string; endsAt: Date }

declare module '@fastify/jwt' {
  interface FastifyJWT { payload: { sid: string; iat?: number }; user: { sid: string } }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Signed in, but asked to set up a second factor first. */
    withheld: boolean
    /** What this browser was given to be known again by. */
    deviceCookie: string | undefined
  }
  interface FastifyReply {
    /** The bearer token of a session, for a quarter of an hour. */
    accessToken(session: string): { token: string; endsAt: Date }
    /** Hands a session to the browser. */
    keepSession(kept: KeptSession): FastifyReply
    /** The browser is known from now on. */
    keepDevice(value: string): FastifyReply
    forgetSession(): FastifyReply
  }
}

/** `__Host-` binds the cookie to this host over TLS; browsers refuse that prefix over plain http. */
export const cookieName = (secure: boolean, name: string): string => (secure ? `__Host-${name}` : name)

export function cookieOptions(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
}

export interface SessionOptions {
  secret: string
  secure: boolean
  /** Who gives the tokens out: our own address. */
  issuer: string
  sessions: SessionReader
  renderer: Renderer
  /** What access tokens are dated by; refresh tokens and sessions go by the application's clock. */
  tokenClock: Clock
}

interface Cookies { access: string; refresh: string; device: string }

export async function sessionPlugin(app: FastifyInstance, options: SessionOptions): Promise<void> {
  const { secure, issuer } = options
  const cookies: Cookies = { access: cookieName(secure, 'jiebang'), refresh: cookieName(secure, 'refresh'), device: cookieName(secure, 'device') }
  await app.register(cookie)
  await app.register(jwt, {
    secret: options.secret,
    sign: { algorithm: ALGORITHM, expiresIn: `${ACCESS_MINUTES}m`, iss: issuer, aud: AUDIENCE },
    verify: { algorithms: [ALGORITHM], requiredClaims: ['exp', 'iat', 'iss', 'aud', 'sid'], allowedIss: issuer, allowedAud: AUDIENCE },
  })
  app.decorateRequest('viewer', null)
  app.decorateRequest('account', undefined)
  app.decorateRequest('session', undefined)
  app.decorateRequest('byCookie', false)
  app.decorateRequest('withheld', false)
  app.decorateRequest('deviceCookie', undefined)
  decorateReplies(app, cookies, options)

  app.addHook('onRequest', async (request, reply) => {
    request.deviceCookie = request.cookies[cookies.device]
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer) return identify(app, request, bearer, options)
    const { [cookies.access]: access, [cookies.refresh]: refresh } = request.cookies
    request.byCookie = access !== undefined || refresh !== undefined
    if (access) await identify(app, request, access, options)
    if (!request.viewer && refresh && request.routeOptions.config.access !== undefined) await renewFor(request, reply, refresh, options)
  })
  app.addHook('onRequest', async (request, reply) => refuseEntry(request, reply, options.renderer))
}

function decorateReplies(app: FastifyInstance, cookies: Cookies, { secure, tokenClock }: SessionOptions): void {
  const common = cookieOptions(secure)
  app.decorateReply('accessToken', function accessToken(this: FastifyReply, session: string) {
    const iat = Math.floor(tokenClock.now().getTime() / 1000)
    return { token: app.jwt.sign({ sid: session, iat }), endsAt: new Date((iat + ACCESS_SECONDS) * 1000) }
  })
  app.decorateReply('keepSession', function keepSession(this: FastifyReply, { session, refreshToken }: KeptSession) {
    this.setCookie(cookies.refresh, refreshToken, { ...common, maxAge: SESSION_HOURS * 3600 })
    return this.setCookie(cookies.access, this.accessToken(session).token, { ...common, maxAge: ACCESS_SECONDS })
  })
  app.decorateReply('keepDevice', function keepDevice(this: FastifyReply, value: string) {
    return this.setCookie(cookies.device, value, { ...common, maxAge: DEVICE_DAYS * 86_400 })
  })
  app.decorateReply('forgetSession', function forgetSession(this: FastifyReply) {
    return this.clearCookie(cookies.refresh, common).clearCookie(cookies.access, common)
  })
}

async function identify(app: FastifyInstance, request: FastifyRequest, token: string, options: SessionOptions): Promise<void> {
  const session = sessionIn(app, token, options.tokenClock.now())
  if (session) await recognise(request, session, options.sessions)
}

async function recognise(request: FastifyRequest, session: string, sessions: SessionReader): Promise<void> {
  const known = await sessions.read(session)
  if (!known) return
  request.session = session
  request.viewer = known.actor
  request.account = known.account
  request.withheld = known.withheld
}

/** The access token is over, the session is not: it goes on with this very request. */
async function renewFor(request: FastifyRequest, reply: FastifyReply, refresh: string, { sessions }: SessionOptions): Promise<void> {
  const renewed = await sessions.renew(refresh)
  if (renewed === 'replayed') request.log.warn({ req: request }, 'a refresh token came twice: its session was ended')
  if (!renewed || renewed === 'replayed') return void reply.forgetSession()
  await recognise(request, renewed.session, sessions)
  if (request.viewer) reply.keepSession(renewed)
}

/** Undefined for what is forged, over, of the future, or of another key: the bearer is a stranger. */
function sessionIn(app: FastifyInstance, token: string, now: Date): string | undefined {
  try {
    const { sid, iat, exp } = app.jwt.verify<{ sid: unknown; iat: number; exp: number }>(token, { clockTimestamp: now.getTime() })
    const seconds = now.getTime() / 1000
    // The library lets a token pass in the second it ends, and knows no tokens of the future.
    return typeof sid === 'string' && seconds < exp && iat <= seconds + SKEW_SECONDS ? sid : undefined
  } catch {
    return undefined
  }
}

/** Strangers are asked to sign in; people without the role learn nothing, not even that the page exists. */
async function refuseEntry(request: FastifyRequest, reply: FastifyReply, renderer: Renderer): Promise<FastifyReply | void> {
  const { access, kind } = request.routeOptions.config
  if (access === undefined) return
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (mayEnter(access, request.viewer) && (reads || mayChange(access, request.viewer))) return
  if (request.viewer && request.withheld) return askForSecondFactor(request, reply, renderer)
  if (request.viewer) return reply.callNotFound()
  // What a stranger sent with a form is read first, so that it can be kept: see forms.ts.
  if (kind === 'form') return
  if (kind === 'api') {
    const title = renderer.words(request.locale)('refusal.not-signed-in')
    return sendProblem(reply.header('www-authenticate', 'Bearer'), { title, status: 401, code: 'not-signed-in' })
  }
  return sendToSignIn(request, reply)
}

/** They have the role, once they have the second factor that goes with it. */
function askForSecondFactor(request: FastifyRequest, reply: FastifyReply, renderer: Renderer): FastifyReply {
  if (request.routeOptions.config.kind !== 'api') return reply.redirect('/my/account/second-factor', 303)
  const title = renderer.words(request.locale)('refusal.second-factor-missing')
  return sendProblem(reply, { title, status: 403, code: 'second-factor-missing' })
}

export function sendToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/sign-in?next=${encodeURIComponent(wayBack(request))}`, 303)
}

const OWN = 'http://own.invalid'

/**
 * Only paths of our own: a full address would send people wherever a link says. Browsers drop tabs and line breaks and
 * read `\` as `/`, so the path is read as they read it, and checked again afterwards: `/.//host` becomes `//host`.
 */
export function ownPath(path: string | undefined): string {
  if (!path?.startsWith('/') || !URL.canParse(path, OWN)) return '/'
  const { origin, pathname, search } = new URL(path, OWN)
  return origin === OWN && !pathname.startsWith('//') ? pathname + search : '/'
}

/** Where somebody stood who has to sign in: the page, or the page with the form they sent. */
export function wayBack(request: FastifyRequest): string {
  if (request.method === 'GET') return request.url
  const referer = request.headers.referer
  return ownPath(referer && URL.canParse(referer) ? new URL(referer).pathname : '/')
}
