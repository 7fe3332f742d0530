import limiter from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limit } from '../http/web.ts'
import type { Clock } from '../kernel/clock.ts'
import type { WindowCounter } from '../store/window-counter.ts'

interface Window { max: number; timeWindow: number }

/** What costs us work or lets somebody guess; declared beside the route (`limit`). Passwords are counted in attempts.ts. */
export const LIMITS = {
  /** Per address of the network and account: trying links that set a password. */
  credentials: { max: 10, timeWindow: 15 * 60_000 },
  /** Per address of the network and account: mail that somebody else may not want. */
  mail: { max: 5, timeWindow: 60 * 60_000 },
} as const satisfies Record<Limit, Window>

/** Per address of the network alone: one thing on many accounts. A whole campus may share an address. */
const ALL_ACCOUNTS: Window = { max: 100, timeWindow: 15 * 60_000 }
/** Against floods, counted per process: asking the database each time would be a flood of its own. */
const EVERYTHING = { max: 1200, timeWindow: 60_000 }

declare module 'fastify' {
  interface FastifyContextConfig { limit?: Limit | undefined }
}

interface Options { counters: WindowCounter; clock: Clock }

/** Limits for everybody, and strict ones, shared by all processes, where a route asks for them. */
export async function rateLimitPlugin(app: FastifyInstance, { counters, clock }: Options): Promise<void> {
  await app.register(limiter, { ...EVERYTHING, global: true })
  const count = async (key: string, { max, timeWindow }: Window, reply: FastifyReply): Promise<void> => {
    const now = clock.now()
    const found = await counters.hit(key, timeWindow, now)
    refuseFrom(found, max, now, reply)
  }
  app.addHook('preHandler', async (request, reply) => {
    const { limit } = request.routeOptions.config
    if (!limit) return
    await count(`accounts ${request.ip}`, ALL_ACCOUNTS, reply)
    await count(`${limit} ${request.ip} ${accountOf(request)}`, LIMITS[limit], reply)
  })
}

/** What was typed as the account: the same for one that exists and one that does not. */
function accountOf({ body, viewer }: FastifyRequest): string {
  const email = (body as { email?: unknown } | null | undefined)?.email
  return typeof email === 'string' ? email.trim().toLowerCase() : (viewer?.id ?? '')
}

function refuseFrom({ count, endsAt }: { count: number; endsAt: Date }, max: number, now: Date, reply: FastifyReply): void {
  const seconds = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1000))
  reply.headers({ 'x-ratelimit-limit': max, 'x-ratelimit-remaining': Math.max(0, max - count), 'x-ratelimit-reset': seconds })
  if (count <= max) return
  reply.header('retry-after', seconds)
  throw Object.assign(new Error('too many attempts'), { statusCode: 429 })
}
