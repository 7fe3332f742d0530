import { randomUUID } from 'node:crypto'
import { type FastifyInstance, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify'

/**
 * What the log says about a request: its route, never its address. Addresses hold the tokens of mailed links, what was
 * searched for, and ids that point to people; neither the network address nor the browser is anybody's business.
 */
export const requestLog = {
  req: (request: FastifyRequest) => ({ method: request.method, route: routeOf(request) }),
  err: (error: Error & { code?: unknown }) => ({
    type: error.name, code: error.code, message: withoutAddresses(error.message), stack: withoutAddresses(error.stack ?? ''),
  }),
}

export const routeOf = (request: FastifyRequest): string => request.routeOptions?.url ?? 'none'

/** A database names the value it found twice, which may be somebody's address. */
const withoutAddresses = (text: string): string => text.replaceAll(/[^\s@"'<>():,;]+@[^\s@"'<>():,;]+/g, '[address]')

/**
 * Whoever counts requests for bids counts bids. Nothing about these routes is logged or measured unless it breaks.
 */
export const isSealedRoute = (route: string): boolean => /\/(?:my\/)?bids?(?:\/|$)/.test(route)

/** Options of the server: ids that nobody from outside chooses, one line for each answer. */
export function loggingOptions(level: string): FastifyServerOptions {
  const logController = new LogController({ disableRequestLogging: true })
  return { logger: { level, serializers: requestLog }, logController, genReqId: () => randomUUID(), requestIdHeader: false }
}

export function requestLogPlugin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => { reply.header('x-request-id', request.id) })
  app.addHook('onResponse', async (request, reply) => {
    if (isSealedRoute(routeOf(request)) || request.routeOptions.config.kind === 'asset') return
    request.log.info({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}
