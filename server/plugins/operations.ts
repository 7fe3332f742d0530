import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayEnter, STAFF } from '../http/access.ts'
import { NOTHING } from '../http/web.ts'
import { createMetrics, type WorkFacts } from './metrics.ts'

export interface OperationsParts {
  /** Each part that has to answer before a request can be served. */
  checks: Record<string, () => Promise<unknown>>
  work(): WorkFacts
}

/** A part that does not answer in this time is as good as gone. */
const PATIENCE_MS = 2000
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

/** For whoever runs the server: is it alive, can it serve, how is it doing. */
export function operationsPlugin(app: FastifyInstance, { checks, work }: OperationsParts): void {
  let stopping = false
  app.addHook('preClose', async () => { stopping = true })
  // A connection kept open for a next request that will not come would hold up the stop for over a minute.
  app.addHook('onSend', async (_, reply) => { if (stopping) reply.header('connection', 'close') })
  const registry = createMetrics(app, work)
  const route = (summary: string) => ({ schema: { summary, params: NOTHING, hide: true } as object, config: { access: 'anyone', kind: 'asset' } as const })

  app.get('/healthz', route('Whether the process is alive'), async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))

  app.get('/readyz', route('Whether requests can be served'), async (_, reply) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await answers(check)] as const))
    const ready = !stopping && results.every(([, ok]) => ok)
    const stuck = [...work().failures().keys()]
    const status = stopping ? 'stopping' : !ready ? 'unavailable' : stuck.length > 0 ? 'degraded' : 'ok'
    return reply.code(ready ? 200 : 503).header('cache-control', 'no-store').send({ status, checks: Object.fromEntries(results), stuck })
  })

  app.get('/metrics', route('Figures for Prometheus, on this machine or for staff'), async (request, reply) => {
    if (!isLocal(request) && !mayEnter(STAFF, request.viewer)) { reply.callNotFound(); return reply }
    return reply.type(registry.contentType).header('cache-control', 'no-store').send(await registry.metrics())
  })
}

/** Asked from this machine itself. What came through a proxy on it says so in a header, and is not. */
function isLocal({ headers, socket }: FastifyRequest): boolean {
  const proxied = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => headers[name] !== undefined)
  return !proxied && LOOPBACK.test(socket.remoteAddress ?? '')
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<false>((resolve) => { timer = setTimeout(() => resolve(false), PATIENCE_MS) })
  try {
    return await Promise.race([check().then(() => true), patience])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
