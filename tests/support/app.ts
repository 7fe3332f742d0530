import type { Test } from 'tap'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { CAST, type Part, PEOPLE } from '../../seed/demo/people.ts'
import { buildApp, type App, type AppParts } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { createRenderer } from '../../server/plugins/renderer.ts'
import { loadRegion } from '../../server/region.ts'
import { VIEWS } from '../../server/root.ts'
import { type Client, clientFor } from './client.ts'
import { mustBeHealthy, openStore, temporaryFolder } from './store.ts'

/** A Monday morning in the city. */
export const START = new Date('2026-11-23T01:00:00Z')
/** Tests move the clock by months; their sessions outlast it. */
const FAR_AWAY = new Date('2099-01-01T00:00:00Z')
const renderer = createRenderer({ viewsDir: VIEWS, cache: true })

export interface TestApp extends App {
  clock: MovableClock
  /** A signed-in browser and API client of one of the cast (seed/demo/people.ts), or of any person. */
  as(who: Part | `person-${string}`): Promise<Client>
  anonymous: Client
  /** Everything that follows a decision has happened when this returns. */
  settle(): Promise<void>
}

/** The real application on a store of its own, with region and people, at a clock that stands still. */
export async function startApp(t: Test, environment: Record<string, string> = {}, parts: Partial<AppParts> = {}): Promise<TestApp> {
  const folder = await temporaryFolder(t)
  const connection = await openStore(t, folder)
  const clock = new MovableClock(START)
  const config = readConfig({ JWT_SECRET: 'a secret that only tests ever use', LOG_LEVEL: 'silent', DEMO: '1', DATA_DIR: folder, ...environment })
  const app = await buildApp({ config, connection, clock, renderer, rateLimits: false, ...parts })
  endsHealthy(t, app)
  await loadRegion(app.services)
  await loadPeople(app)
  return {
    ...app, clock, anonymous: clientFor(app.http),
    settle: () => app.background.settle(),
    async as(who) {
      const person = CAST[who as Part] ?? who
      const { id } = await app.services.sessions.start(person, clock.now(), FAR_AWAY)
      return clientFor(app.http, app.http.jwt.sign({ sid: id }))
    },
  }
}

/** Closes the application, then reads what it leaves. A finding fails the test, and the store is closed all the same. */
function endsHealthy(t: Test, app: App): void {
  t.teardown(async () => {
    await app.close()
    await mustBeHealthy(app.services).catch((error: unknown) => { t.threw(error as Error) })
  })
}

async function loadPeople({ services }: App): Promise<void> {
  const fresh = { revision: 0, events: [] }
  await Promise.all(ORGANISATIONS.map((one) => services.organisations.insert({ verificationReason: '', source: null, ...one, ...fresh })))
  await Promise.all(PEOPLE.map((one) => services.people.insert({ ...one, passwordHash: '', ...fresh })))
}
