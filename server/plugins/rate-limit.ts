import limiter from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limit } from '../http/web.ts'

/** What costs us work or lets somebody guess; declared beside the route (`limit`). */
export const LIMITS = {
  /** Per address of the network and account: guessing one password. */
  credentials: { max: 10, timeWindow: 15 * 60_000 },
  /** Per address of the network and account: mail that somebody else may not want. */
  mail: { max: 5, timeWindow: 60 * 60_000 },
} as const satisfies Record<Limit, { max: number; timeWindow: number }>

/** Per address of the network alone: trying one password on many accounts. A whole campus may share an address. */
const ALL_ACCOUNTS = { max: 100, timeWindow: 15 * 60_000 }
const EVERYTHING = { max: 1200, timeWindow: 60_000 }

declare module 'fastify' {
  interface FastifyContextConfig { limit?: Limit | undefined }
}

type Check = ReturnType<FastifyInstance['createRateLimit']>

/** Limits for everybody, and strict ones where a route asks for them. Counted per process. */
export async function rateLimitPlugin(app: FastifyInstance): Promise<void> {
  await app.register(limiter, { ...EVERYTHING, global: true })
  const strict = Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) =>
    [name, app.createRateLimit({ ...limit, keyGenerator: (request) => `${name} ${request.ip} ${accountOf(request)}` })])) as Record<Limit, Check>
  const perAddress = app.createRateLimit({ ...ALL_ACCOUNTS, keyGenerator: (request) => `accounts ${request.ip}` })
  app.addHook('preHandler', async (request, reply) => {
    const { limit } = request.routeOptions.config
    if (!limit) return
    await count(perAddress, request, reply)
    await count(strict[limit], request, reply)
  })
}

/** What was typed as the account: the same for one that exists and one that does not. */
function accountOf({ body, viewer }: FastifyRequest): string {
  const email = (body as { email?: unknown } | null | undefined)?.email
  return typeof email === 'string' ? email.trim().toLowerCase() : (viewer?.id ?? '')
}

async function count(check: Check, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const found = await check(request)
  if (found.isAllowed) return
  const { max, remaining, ttlInSeconds, isExceeded } = found
  reply.headers({ 'x-ratelimit-limit': max, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': ttlInSeconds })
  if (!isExceeded) return
  reply.header('retry-after', ttlInSeconds)
  throw Object.assign(new Error('too many attempts'), { statusCode: 429 })
}
