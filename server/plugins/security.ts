import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const YEAR = 31_536_000

/** Nothing runs, loads or frames a page but what we serve ourselves; nothing inline. */
const POLICY = {
  defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"],
  fontSrc: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"],
}

/** Headers that tell browsers what a page may do. HSTS would lock people out of a server that has no TLS. */
export async function securityPlugin(app: FastifyInstance, { secure }: { secure: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    strictTransportSecurity: secure ? { maxAge: YEAR, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // Links with tokens in them must not be told to the next site.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  // What one person is shown is kept by nobody on the way. Pages and files that may be kept say so themselves.
  app.addHook('onSend', async (request, reply) => {
    if (request.routeOptions.config.kind !== 'asset' && !reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-store')
  })
}
