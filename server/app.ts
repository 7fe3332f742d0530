import { basename, join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Connection } from 'mongoose'
import { createDueChore } from './clockwork/due-chore.ts'
import type { Config } from './config.ts'
import { createWeb } from './http/web.ts'
import { jsonValidator } from './http/validation.ts'
import type { Clock } from './kernel/clock.ts'
import { createMailer, type MailModels } from './mail/mailer.ts'
import type { MailTransport } from './mail/mail-transport.ts'
import { createPreviewTransport } from './mail/preview-transport.ts'
import { createSmtpTransport } from './mail/smtp-transport.ts'
import { createAccountLetters } from './modules/accounts/account-letters.ts'
import { accountRoutes } from './modules/accounts/account-routes.ts'
import { createAdmissions } from './modules/accounts/admission.ts'
import { createSessionReader } from './modules/accounts/session-reader.ts'
import { keepingSignInPage } from './modules/accounts/kept-form.ts'
import { awardRoutes } from './modules/awards/award-routes.ts'
import { objectionRoutes } from './modules/awards/objection-routes.ts'
import { contractRoutes } from './modules/contracts/contract-routes.ts'
import { matchRoutes } from './modules/matching/match-routes.ts'
import { homeRoutes } from './modules/home/home-routes.ts'
import { queueRoutes } from './modules/queue/queue-routes.ts'
import { achievementRoutes } from './modules/library/achievement-routes.ts'
import { teamRoutes } from './modules/library/team-routes.ts'
import { needListRoutes } from './modules/needs/need-list-routes.ts'
import { issuerRoutes } from './modules/needs/issuer-routes.ts'
import { createBidFollower } from './modules/bids/bid-follower.ts'
import { bidRoutes } from './modules/bids/bid-routes.ts'
import { myBidsRoutes } from './modules/bids/my-bids-routes.ts'
import { openingRoutes } from './modules/bids/opening-routes.ts'
import { receiptRoutes } from './modules/bids/receipt-routes.ts'
import { needRoutes } from './modules/needs/need-routes.ts'
import { reviewRoutes } from './modules/needs/review-routes.ts'
import { searchRoutes } from './modules/search/search-routes.ts'
import { searchFollower } from './modules/search/search-follower.ts'
import { rebuildSearch } from './modules/search/search-sources.ts'
import { assetsPlugin } from './plugins/assets.ts'
import { errorsPlugin } from './plugins/errors.ts'
import { formsPlugin } from './plugins/forms.ts'
import { languagePlugin } from './plugins/language.ts'
import { pagesPlugin } from './plugins/pages.ts'
import { createRenderer, type Renderer } from './plugins/renderer.ts'
import { rateLimitPlugin } from './plugins/rate-limit.ts'
import { securityPlugin } from './plugins/security.ts'
import { sessionPlugin } from './plugins/session.ts'
import { type Background, createBackground } from './relay/background.ts'
import { createLease } from './relay/lease.ts'
import { createRelay } from './relay/relay.ts'
import { createServices, type Services, SOURCES } from './services.ts'
import { buildIndexes } from './store/database.ts'

/** The repository's root, from which views are read, whether this runs from source or from `dist`. */
export const ROOT = join(import.meta.dirname, basename(join(import.meta.dirname, '..')) === 'dist' ? '../..' : '..')

export interface AppParts { config: Config; connection: Connection; clock: Clock; transport?: MailTransport; rateLimits?: boolean }
export interface App { http: FastifyInstance; services: Services; background: Background; renderer: Renderer; close(): Promise<void> }

/** The whole application apart from the process: tests drive it through `inject`. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { config, connection, clock } = parts
  const services = createServices(connection, { clock, config })
  await buildIndexes(connection)
  const renderer = createRenderer({ viewsDir: join(ROOT, 'views'), cache: true, unknownKey: config.production ? 'show' : 'throw' })
  const http = await createHttp(services, renderer, parts.rateLimits ?? true)
  const transport = parts.transport ?? transportFor(config)
  const relay = createRelay(connection, services.journal, SOURCES, [searchFollower({ ...services, scope: 'local' }), createBidFollower(services), createAdmissions(services)])
  await relay.startLocal()
  await rebuildSearch(services)
  const mailer = createMailer({ ...services, newcomers: services.registrations, store: services.outboxStore, transport, models: MAIL_MODELS, renderer, log: http.log })
  const background = createBackground({ lease: createLease(connection, 'background'), relay, chores: [createDueChore({ ...services, log: http.log }), createAccountLetters(services), mailer], log: http.log })
  return { http, services, background, renderer, close: async () => { await http.close(); await background.stop(); transport.close() } }
}

const MAIL_MODELS: MailModels = {}

const transportFor = (config: Config): MailTransport =>
  config.smtpUrl ? createSmtpTransport(config.smtpUrl) : createPreviewTransport(join(config.dataDir, 'mail'))

async function createHttp(services: Services, renderer: Renderer, rateLimits: boolean): Promise<FastifyInstance> {
  const { config, clock } = services
  const http = Fastify({ logger: { level: config.logLevel }, trustProxy: config.secure, bodyLimit: 1_048_576 })
  http.setValidatorCompiler(jsonValidator)
  errorsPlugin(http, { renderer })
  await securityPlugin(http, config)
  await assetsPlugin(http, { viewsDir: join(ROOT, 'views') })
  if (rateLimits) await rateLimitPlugin(http)
  const sessions = createSessionReader({ ...services, now: () => clock.now() })
  await sessionPlugin(http, { secret: config.jwtSecret, secure: config.secure, sessions, renderer })
  languagePlugin(http, config)
  await formsPlugin(http, { secure: config.secure, askToSignIn: (request) => keepingSignInPage(services, renderer, request) })
  pagesPlugin(http, { renderer, secure: config.secure, demo: config.demo })
  const web = createWeb(http, { renderer, clock })
  accountRoutes(web, services)
  needRoutes(web, services)
  bidRoutes(web, services)
  myBidsRoutes(web, services)
  receiptRoutes(web, services)
  openingRoutes(web, services)
  needListRoutes(web, services)
  searchRoutes(web, services)
  achievementRoutes(web, services)
  teamRoutes(web, services)
  issuerRoutes(web, services)
  reviewRoutes(web, services)
  awardRoutes(web, services)
  objectionRoutes(web, services)
  contractRoutes(web, services)
  matchRoutes(web, services)
  queueRoutes(web, services)
  homeRoutes(web, services)
  return http
}
