import type { FastifyRequest } from 'fastify'

/**
 * What the log says about a request: its route, never its address. Addresses hold the tokens of mailed links, what was
 * searched for, and ids that point to people.
 */
export const requestLog = {
  req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? 'none' }),
}
