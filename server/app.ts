import { join } from 'node:path'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Connection } from 'mongoose'
import type { Config } from './config.ts'
import { createChores, createFollowers } from './follow-up.ts'
import { createHttpServer } from './http-server.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { createDelivery, type Delivery } from './mail/delivery.ts'
import { createMailThread } from './mail/mail-thread.ts'
import type { KeptMails, MailTransport } from './mail/mail-transport.ts'
import { createPreviewTransport } from './mail/preview-transport.ts'
import { readMailSettings } from './mail/mail-settings.ts'
import { createSentLog, type SentLog } from './mail/sent-log.ts'
import type { VerifyHash } from './modules/accounts/passwords.ts'
import { startSearch } from './modules/search/configured-search.ts'
import { operationsPlugin } from './plugins/operations.ts'
import { createRenderer, type Renderer } from './plugins/renderer.ts'
import { type Background, createBackground } from './relay/background.ts'
import { createLease } from './relay/lease.ts'
import { createRelay, type Relay } from './relay/relay.ts'
import { VIEWS } from './root.ts'
import { createServices, type Services, SOURCES } from './services.ts'
import { buildIndexes } from './store/database.ts'

export interface AppParts {
  config: Config
  connection: Connection
  clock: Clock
  /** Dates access tokens; tests that move the clock by months keep their sessions. */
  tokenClock?: Clock
  /** Where mail goes in place of the configured server, rendered in this thread. */
  transport?: MailTransport
  /** In place of rendering and sending as a whole. */
  delivery?: Delivery
  rateLimits?: boolean
  verifyHash?: VerifyHash
  /** Reading and checking all views takes a fifth of a second; a process with several applications does it once. */
  renderer?: Renderer
  /** How long a closing waits for other processes, in milliseconds; alone, there is nobody to wait for. */
  patience?: number
}

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
export async function buildApp({ config, connection, clock, ...parts }: AppParts): Promise<App> {
  const { tokenClock = systemClock, rateLimits = true, verifyHash, patience = 0, renderer = rendererFor(config) } = parts
  const sentLog = createSentLog(sentLogFolder(config))
  const { delivery, keptMails } = sending(config, { renderer, sentLog }, parts)
  const services = createServices(connection, { clock, config, ...(keptMails ? { keptMails } : {}), ...(verifyHash ? { verifyHash } : {}) })
  await buildIndexes(connection)
  // A database that was sealed under another key is found out now, not at the deadline.
  await Promise.all([services.vault.workKeys(), services.vault.signer()])
  const routes: RouteOptions[] = []
  const http = await createHttpServer(services, renderer, { rateLimits, tokenClock, onRoute: (route) => routes.push(route) })
  services.incidents.listen((incident) => http.log.error(incident, 'something sealed does not open'))
  const relay = createRelay(connection, services.journal, SOURCES, createFollowers(services))
  await relay.startLocal()
  await startSearch(services, http.log)
  const chores = createChores(services, { delivery, sentLog, renderer, log: http.log, patience })
  const background = createBackground({ lease: createLease(connection, 'background'), relay, chores, log: http.log })
  watch(http, services, relay, background)
  return { http, routes, services, background, renderer, close: () => closeAll({ http, background, services, delivery }) }
}

const rendererFor = ({ production }: Config): Renderer => createRenderer({ viewsDir: VIEWS, cache: true, unknownKey: production ? 'show' : 'throw' })

export const sentLogFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'outgoing')

interface Sending { delivery: Delivery; keptMails?: KeptMails | undefined }

function sending(config: Config, parts: { renderer: Renderer; sentLog: SentLog }, { transport, delivery }: Pick<AppParts, 'transport' | 'delivery'>): Sending {
  const { smtpUrl, dataDir, production } = config
  if (delivery) return { delivery }
  if (smtpUrl && !transport) return { delivery: createMailThread({ url: smtpUrl, dkim: readMailSettings(dataDir).dkim, sentLog: sentLogFolder(config), production }) }
  const here = transport ?? createPreviewTransport(join(dataDir, 'mail'))
  return { delivery: createDelivery({ ...parts, transport: here }), keptMails: here.kept }
}

/** What health, readiness and metrics look at. */
function watch(http: FastifyInstance, { connection, search, outboxStore, clock }: Services, relay: Relay, background: Background): void {
  operationsPlugin(http, {
    checks: {
      database: () => connection.db?.command({ ping: 1 }) ?? Promise.reject(new Error('no database')),
      search: () => search.health(),
    },
    work: () => ({
      outbox: outboxStore.counts, waiting: relay.waiting, failures: relay.failures, isLeading: background.isLeading, now: () => clock.now(),
    }),
  })
}

/** Requests in flight first, then what follows from them, then what both stand on. */
async function closeAll(parts: Pick<App, 'http' | 'background' | 'services'> & { delivery: Delivery }): Promise<void> {
  await parts.http.close()
  await parts.background.stop()
  await parts.services.search.close()
  parts.delivery.close()
}
