import { join } from 'node:path'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import type { Connection } from 'mongoose'
import { createDueChore } from './clockwork/due-chore.ts'
import type { Config } from './config.ts'
import { demoHistoryEnds } from './demo/demo-marker.ts'
import { createWeb } from './http/web.ts'
import { jsonValidator } from './http/validation.ts'
import type { Clock } from './kernel/clock.ts'
import { createMailer, type MailModels } from './mail/mailer.ts'
import type { MailTransport } from './mail/mail-transport.ts'
import { createPreviewTransport } from './mail/preview-transport.ts'
import { createSmtpTransport } from './mail/smtp-transport.ts'
import { createAccountLetters } from './modules/accounts/account-letters.ts'
import { createAdmissions } from './modules/accounts/admission.ts'
import { createSessionReader } from './modules/accounts/session-reader.ts'
import { keepingSignInPage } from './modules/accounts/kept-form.ts'
import { createAuditFollower } from './modules/audit/audit-follower.ts'
import { createBidFollower } from './modules/bids/bid-follower.ts'
import { createDigestChore } from './modules/digests/digest-chore.ts'
import { digestMailModel } from './modules/digests/digest-mail.ts'
import { createNoticeFollower } from './modules/digests/notice-follower.ts'
import { noticeMailModel } from './modules/digests/notice-mail.ts'
import { unsubscribeToken } from './modules/digests/unsubscribe-link.ts'
import { unsubscribeRoutes } from './modules/digests/unsubscribe-routes.ts'
import { createImportChore } from './modules/imports/import-chore.ts'
import { searchFollower } from './modules/search/search-follower.ts'
import { searchScope, startSearch } from './modules/search/configured-search.ts'
import { assetsPlugin } from './plugins/assets.ts'
import { errorsPlugin } from './plugins/errors.ts'
import { formsPlugin } from './plugins/forms.ts'
import { languagePlugin } from './plugins/language.ts'
import { openapiPlugin } from './plugins/openapi.ts'
import { operationsPlugin } from './plugins/operations.ts'
import { pagesPlugin } from './plugins/pages.ts'
import { createRenderer, type Renderer } from './plugins/renderer.ts'
import { rateLimitPlugin } from './plugins/rate-limit.ts'
import { loggingOptions, requestLogPlugin } from './plugins/request-log.ts'
import { securityPlugin } from './plugins/security.ts'
import { sessionPlugin } from './plugins/session.ts'
import { type Background, createBackground } from './relay/background.ts'
import { createLease } from './relay/lease.ts'
import { createRelay } from './relay/relay.ts'
import { VIEWS } from './root.ts'
import { registerRoutes } from './routes.ts'
import { createServices, type Services, SOURCES } from './services.ts'
import { buildIndexes } from './store/database.ts'

/** Of the interface, not of the program: grows when something is added, begins anew when something is taken away. */
const API_VERSION = '1.0.0'

export interface AppParts { config: Config; connection: Connection; clock: Clock; transport?: MailTransport; rateLimits?: boolean }
export interface App {
  http: FastifyInstance
  /** Every route as it was declared, for the tests that hold them against the rules. */
  routes: readonly RouteOptions[]
  services: Services
  background: Background
  renderer: Renderer
  close(): Promise<void>
}

/** The whole application apart from the process: tests drive it through `inject`. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { config, connection, clock } = parts
  const transport = parts.transport ?? transportFor(config)
  const services = createServices(connection, { clock, config, transport })
  await buildIndexes(connection)
  const renderer = createRenderer({ viewsDir: VIEWS, cache: true, unknownKey: config.production ? 'show' : 'throw' })
  const routes: RouteOptions[] = []
  const http = await createHttp(services, renderer, { rateLimits: parts.rateLimits ?? true, onRoute: (route) => routes.push(route) })
  const relay = createRelay(connection, services.journal, SOURCES, [searchFollower({ ...services, scope: searchScope(config) }), createBidFollower(services), createAdmissions(services), createNoticeFollower({ ...services, historyEnds: () => demoHistoryEnds(connection) }), createAuditFollower(services)])
  await relay.startLocal()
  await startSearch(services, http.log)
  const mailer = createMailer({ ...services, newcomers: services.registrations, store: services.outboxStore, transport, models: mailModels(services, renderer), renderer, log: http.log })
  const background = createBackground({ lease: createLease(connection, 'background'), relay, chores: [createDueChore({ ...services, log: http.log }), createAccountLetters(services), createDigestChore(services), createImportChore(services), mailer], log: http.log })
  operationsPlugin(http, {
    checks: { database: () => connection.db?.command({ ping: 1 }) ?? Promise.reject(new Error('no database')), search: () => services.search.health() },
    work: () => ({
      outbox: services.outboxStore.counts, waiting: relay.waiting, failures: relay.failures, isLeading: background.isLeading, now: () => clock.now(),
    }),
  })
  return { http, routes, services, background, renderer, close: async () => { await http.close(); await background.stop(); await services.search.close(); transport.close() } }
}

function mailModels(services: Services, renderer: Renderer): MailModels {
  const { publicUrl, jwtSecret } = services.config
  const unsubscribeUrl = (person: string): string => `${publicUrl}/unsubscribe/${unsubscribeToken(person, jwtSecret)}`
  const parts = { ...services, words: renderer.words, publicUrl, unsubscribeUrl }
  return { notice: noticeMailModel(parts), digest: digestMailModel(parts) }
}

const transportFor = (config: Config): MailTransport =>
  config.smtpUrl ? createSmtpTransport(config.smtpUrl) : createPreviewTransport(join(config.dataDir, 'mail'))

interface HttpOptions { rateLimits: boolean; onRoute(route: RouteOptions): void }

async function createHttp(services: Services, renderer: Renderer, { rateLimits, onRoute }: HttpOptions): Promise<FastifyInstance> {
  const { config, clock } = services
  const http = Fastify({ ...loggingOptions(config.logLevel), trustProxy: config.secure, bodyLimit: 1_048_576 })
  http.addHook('onRoute', onRoute)
  requestLogPlugin(http)
  http.setValidatorCompiler(jsonValidator)
  errorsPlugin(http, { renderer })
  await securityPlugin(http, config)
  await assetsPlugin(http, { viewsDir: VIEWS })
  if (rateLimits) await rateLimitPlugin(http)
  const sessions = createSessionReader({ ...services, now: () => clock.now() })
  await sessionPlugin(http, { secret: config.jwtSecret, secure: config.secure, sessions, renderer })
  languagePlugin(http, config)
  await formsPlugin(http, { secure: config.secure, askToSignIn: (request) => keepingSignInPage(services, renderer, request) })
  pagesPlugin(http, { renderer, secure: config.secure, demo: config.demo })
  await openapiPlugin(http, { version: API_VERSION, publicUrl: config.publicUrl })
  const web = createWeb(http, { words: renderer.words, clock })
  registerRoutes(web, services)
  unsubscribeRoutes(web, http, services, renderer.words)
  return http
}
