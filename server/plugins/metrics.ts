import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { OutboxState } from '../mail/outbox-store.ts'
import { isSealedRoute, routeOf } from './request-log.ts'

/** What the background work says of itself when somebody asks. */
export interface WorkFacts {
  /** Without mail about sealed bids. */
  outbox(): Promise<Record<OutboxState, number>>
  /** Shared followers, with the time of the first decision each has yet to handle. */
  waiting(): Promise<{ follower: string; since: Date | null }[]>
  failures(): ReadonlyMap<string, string>
  isLeading(): boolean
  now(): Date
}

/**
 * Figures for Prometheus. Nothing in them is about a person, and nothing counts bids: requests for bids are left out,
 * and the relay's lag is a time, not a number of entries.
 */
export function createMetrics(app: FastifyInstance, work: () => WorkFacts): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  measureRequests(app, registry)
  new Gauge({
    name: 'jiebang_outbox_messages', help: 'Messages by state', labelNames: ['state'], registers: [registry],
    async collect() { for (const [state, count] of Object.entries(await work().outbox())) this.set({ state }, count) },
  })
  new Gauge({
    name: 'jiebang_follower_lag_seconds', help: 'Age of the first decision a follower has yet to handle', labelNames: ['follower'], registers: [registry],
    async collect() { for (const { follower, since } of await work().waiting()) this.set({ follower }, since ? (work().now().getTime() - since.getTime()) / 1000 : 0) },
  })
  new Gauge({
    name: 'jiebang_follower_stuck', help: 'Followers that fail and are tried again', labelNames: ['follower'], registers: [registry],
    collect() { this.reset(); for (const follower of work().failures().keys()) this.set({ follower }, 1) },
  })
  new Gauge({
    name: 'jiebang_leads_background_work', help: '1 in the process that does the background work', registers: [registry],
    collect() { this.set(work().isLeading() ? 1 : 0) },
  })
  return registry
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: 'jiebang_request_duration_seconds', help: 'Time to answer, by route', labelNames: ['method', 'route', 'status'], registers: [registry],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request)
    if (isSealedRoute(route)) return
    durations.observe({ method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000)
  })
}
