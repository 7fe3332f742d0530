import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayEnter } from '../http/access.ts'
import type { Frame } from '../http/page.ts'
import { sendProblem } from '../http/problem.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Renderer } from './renderer.ts'

export const SESSION_HOURS = 12
const ALGORITHM = 'HS256'

const COOKIE = 'jiebang'

/** Who is behind a session row; undefined once it was ended or its person was switched off. */
export interface SessionReader {
  read(session: string): Promise<{ actor: Actor; account: NonNullable<Frame['viewer']> } | undefined>
}

declare module '@fastify/jwt' {
  interface FastifyJWT { payload: { sid: string }; user: { sid: string } }
}

declare module 'fastify' {
  interface FastifyReply {
    /** The bearer token of a session; `cookie` hands it to the browser as well. */
    tokenFor(session: string, options?: { cookie: boolean }): string
    forgetSession(): FastifyReply
  }
}

/** `__Host-` binds the cookie to this host over TLS; browsers refuse that prefix over plain http. */
export const cookieName = (secure: boolean, name: string): string => (secure ? `__Host-${name}` : name)

export function cookieOptions(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
}

export async function sessionPlugin(
  app: FastifyInstance, options: { secret: string; secure: boolean; sessions: SessionReader; renderer: Renderer },
): Promise<void> {
  const cookieKey = cookieName(options.secure, COOKIE)
  await app.register(cookie)
  await app.register(jwt, {
    secret: options.secret,
    sign: { algorithm: ALGORITHM, expiresIn: `${SESSION_HOURS}h` },
    verify: { algorithms: [ALGORITHM], requiredClaims: ['exp', 'sid'] },
  })
  app.decorateRequest('viewer', null)
  app.decorateRequest('account', undefined)
  app.decorateRequest('session', undefined)
  app.decorateRequest('byCookie', false)
  decorateReplies(app, cookieKey, options.secure)

  app.addHook('onRequest', async (request) => {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const token = bearer ?? request.cookies[cookieKey]
    if (!token) return
    await identify(app, request, token, options.sessions)
    request.byCookie = bearer === undefined
  })
  app.addHook('onRequest', async (request, reply) => refuseEntry(request, reply, options.renderer))
}

function decorateReplies(app: FastifyInstance, cookieKey: string, secure: boolean): void {
  app.decorateReply('tokenFor', function tokenFor(this: FastifyReply, session: string, { cookie: asCookie } = { cookie: false }) {
    const token = app.jwt.sign({ sid: session })
    if (asCookie) this.setCookie(cookieKey, token, { ...cookieOptions(secure), maxAge: SESSION_HOURS * 3600 })
    return token
  })
  app.decorateReply('forgetSession', function forgetSession(this: FastifyReply) {
    return this.clearCookie(cookieKey, cookieOptions(secure))
  })
}

async function identify(app: FastifyInstance, request: FastifyRequest, token: string, sessions: SessionReader): Promise<void> {
  const claims = verified(app, token)
  const found = claims && (await sessions.read(claims.sid))
  if (!found) return
  request.session = claims.sid
  request.viewer = found.actor
  request.account = found.account
}

function verified(app: FastifyInstance, token: string): { sid: string } | undefined {
  try {
    const claims = app.jwt.verify<{ sid: unknown }>(token)
    return typeof claims.sid === 'string' ? { sid: claims.sid } : undefined
  } catch {
    // Forged, expired or of another key: the bearer is a stranger.
    return undefined
  }
}

/** Strangers are asked to sign in; people without the role learn nothing, not even that the page exists. */
async function refuseEntry(request: FastifyRequest, reply: FastifyReply, renderer: Renderer): Promise<FastifyReply | void> {
  const { access, kind } = request.routeOptions.config
  if (access === undefined || mayEnter(access, request.viewer)) return
  if (request.viewer) return reply.callNotFound()
  // What a stranger sent with a form is read first, so that it can be kept: see forms.ts.
  if (kind === 'form') return
  if (kind === 'api') {
    const title = renderer.words(request.locale)('refusal.not-signed-in')
    return sendProblem(reply.header('www-authenticate', 'Bearer'), { title, status: 401, code: 'not-signed-in' })
  }
  return sendToSignIn(request, reply)
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
