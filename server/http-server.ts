import compress from '@fastify/compress'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { serializerFor } from './http/serialization.ts'
import { jsonValidator } from './http/validation.ts'
import { trafficPlugin } from './http/traffic.ts'
import { createWeb } from './http/web.ts'
import type { Clock } from './kernel/clock.ts'
import { keepingSignInPage } from './modules/accounts/kept-form.ts'
import { unsubscribeRoutes } from './modules/digests/unsubscribe-routes.ts'
import { allowedMethods } from './plugins/allowed-methods.ts'
import { assetsPlugin } from './plugins/assets.ts'
import { bodyLimitsPlugin } from './plugins/body-limits.ts'
import { answerBadAddress, errorsPlugin } from './plugins/errors.ts'
import { formsPlugin } from './plugins/forms.ts'
import { languagePlugin } from './plugins/language.ts'
import { openapiPlugin } from './plugins/openapi.ts'
import { pagesPlugin } from './plugins/pages.ts'
import { rateLimitPlugin } from './plugins/rate-limit.ts'
import type { Renderer } from './plugins/renderer.ts'
import { loggingOptions, requestLogPlugin } from './plugins/request-log.ts'
import { securityPlugin } from './plugins/security.ts'
import { sessionPlugin } from './plugins/session.ts'
import { answerUnreadable } from './plugins/unreadable-requests.ts'
import { VIEWS } from './root.ts'
import { registerRoutes } from './routes.ts'
import type { Services } from './services.ts'

/** Of the interface, not of the program: grows when something is added, begins anew when something is taken away. */
const API_VERSION = '1.0.0'
const MAX_BODY_BYTES = 1_048_576
/** More than Node takes as an address altogether. */
const MAX_PARAM_LENGTH = 20_000
/** Smaller answers gain nothing. CSRF tokens are masked anew for each page, so compression does not give them away. */
const MIN_COMPRESSED_BYTES = 1024

export interface HttpOptions { rateLimits: boolean; tokenClock: Clock; onRoute(route: RouteOptions): void }

/** Everything a request passes through, in the order it passes, and every route. */
export async function createHttpServer(services: Services, renderer: Renderer, { rateLimits, tokenClock, onRoute }: HttpOptions): Promise<FastifyInstance> {
  const { config, clock } = services
  const http = Fastify({
    ...loggingOptions(config.logLevel), trustProxy: config.secure, bodyLimit: MAX_BODY_BYTES,
    // An address longer than any of ours is not found by its schema, like any other that names nothing.
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH }, frameworkErrors: answerBadAddress, clientErrorHandler: answerUnreadable,
  })
  http.addHook('onRoute', onRoute)
  trafficPlugin(http, services.traffic)
  requestLogPlugin(http)
  http.setValidatorCompiler(jsonValidator)
  http.setSerializerCompiler(serializerFor)
  const { notFound } = errorsPlugin(http, { renderer, methodsOf: allowedMethods(http) })
  await securityPlugin(http, config)
  await http.register(compress, { threshold: MIN_COMPRESSED_BYTES })
  await assetsPlugin(http, { viewsDir: VIEWS })
  if (rateLimits) await rateLimitPlugin(http, services)
  const { jwtSecret: secret, secure, publicUrl: issuer } = config
  await sessionPlugin(http, { secret, secure, issuer, tokenClock, sessions: services.sessionReader, renderer })
  languagePlugin(http, config)
  bodyLimitsPlugin(http, { most: MAX_BODY_BYTES, notFound })
  await formsPlugin(http, { secure: config.secure, askToSignIn: (request) => keepingSignInPage(services, renderer, request) })
  pagesPlugin(http, { renderer, secure: config.secure, demo: config.demo, unread: (person) => services.notices.unread(person) })
  await openapiPlugin(http, { version: API_VERSION, publicUrl: config.publicUrl })
  const web = createWeb(http, { words: renderer.words, clock })
  registerRoutes(web, services)
  unsubscribeRoutes(web, http, services, renderer.words)
  return http
}
