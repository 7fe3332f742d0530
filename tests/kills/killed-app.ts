import { buildApp, type App, sentLogFolder } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { createMailThread } from '../../server/mail/mail-thread.ts'
import { loadRegion } from '../../server/region.ts'
import { openDatabase } from '../../server/store/database.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { PEOPLE } from '../../seed/demo/people.ts'
import { TEAMS } from '../../seed/demo/teams.ts'
import { rebuildSearch } from '../../server/modules/search/search-sources.ts'
import { courseOf, days } from '../digests/competition-course.ts'
import type { EndangeredParts } from './killed-mail-worker.ts'
import { arm, isArmed, mailDanger, passings } from './mail-danger.ts'
import { checkWhole } from './whole-check.ts'

/** What one run of the application is told; as JSON in its first argument. */
export interface Orders {
  folder: string
  smtpUrl: string
  /** Instant at which its clock stands, ISO. */
  now: string
  /** Names what it decides, so that no two runs decide the same. Absent: nothing is decided, only caught up with. */
  round?: number
  /** Dies at this passing of this point. */
  killAt?: { point: string; nth: number }
}

/** Says what it passed and what it found, a line of JSON each. */
const say = (line: object): void => { process.stdout.write(`${JSON.stringify(line)}\n`) }

const WATCHED = {
  journal: ['append', 'moveTo'], outboxStore: ['insertMany', 'claimDue', 'refusals', 'settle'], notices: ['keep', 'find'], audit: ['append', 'reveal'],
  people: ['page', 'findMany'], digests: ['lastOf', 'toldTo', 'decide', 'findMany'], search: ['put'], needs: ['save', 'insert', 'findMany'], bids: ['save', 'insert'],
} as const

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders
const passed = new Map<string, number>()
const danger = mailDanger()

/** A point is passed; the armed one ends the process where it stands, without a goodbye. */
function pass(point: string): void {
  if (!isArmed(danger)) return
  const nth = (passed.get(point) ?? 0) + 1
  passed.set(point, nth)
  if (orders.killAt?.point === point && orders.killAt.nth === nth) process.kill(process.pid, 'SIGKILL')
}

/** The application's own stores, each step of them a point before and after. Nothing of this is in the product. */
function watch({ services }: App): void {
  for (const [store, methods] of Object.entries(WATCHED)) {
    const owner = services[store as keyof typeof WATCHED] as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>
    for (const method of methods) {
      const original = owner[method]?.bind(owner)
      if (!original) throw new Error(`nothing to watch: ${store}.${method}`)
      owner[method] = async (...given) => {
        pass(`${store}.${method} before`)
        const answer = await original(...given)
        pass(`${store}.${method} after`)
        return answer
      }
    }
  }
}

async function main(): Promise<void> {
  const store = await startEmbeddedMongo({ dataDir: `${orders.folder}/store` })
  const connection = await openDatabase(store.uri)
  // Fifteen seconds after a death another may lead; nobody else is here, so there is nothing to wait for.
  await connection.collection('leases').deleteMany({})
  const clock = new MovableClock(new Date(orders.now))
  const config = readConfig({ DATA_DIR: orders.folder, JWT_SECRET: 'a secret that only tests ever use', LOG_LEVEL: 'silent', DEMO: '1', SMTP_URL: orders.smtpUrl })
  const mailThread = { url: orders.smtpUrl, dkim: undefined, sentLog: sentLogFolder(config), production: false, danger, ...(orders.killAt ? { killAt: orders.killAt } : {}) } satisfies EndangeredParts
  const delivery = createMailThread(mailThread, new URL('./killed-mail-worker', import.meta.url))
  const app = await buildApp({ config, connection, clock, rateLimits: false, delivery })
  await fill(app)
  watch(app)
  // What an earlier run left behind is caught up with before this one comes into danger.
  await app.background.settle()
  app.background.start()
  say({ ready: true })
  arm(danger)
  if (orders.round !== undefined) await decide(app, clock, orders.round)
  await app.background.settle()
  say({ done: true, passed: [...passed, ...passings(danger)] })
  if (orders.round === undefined) say({ found: await checkWhole(app) })
  await app.close()
  await connection.close()
  await store.close()
}

async function fill({ services }: App): Promise<void> {
  if ((await services.people.count({})) > 0) return
  const fresh = { revision: 0, events: [] }
  await loadRegion(services)
  await Promise.all(ORGANISATIONS.map((one) => services.organisations.insert({ verificationReason: '', source: null, ...one, ...fresh })))
  await Promise.all(PEOPLE.map((one) => services.people.insert({ ...one, passwordHash: '', ...fresh })))
  await Promise.all(TEAMS.map((one) => services.teams.insert({ ...one, source: null, ...fresh })))
  await rebuildSearch(services)
}

/** A need is handed in, approved, published, bid for; the bid is taken back; on the next morning digests go out. */
async function decide(app: App, clock: MovableClock, round: number): Promise<void> {
  const course = courseOf({ ...app, clock, settle: () => app.background.settle() })
  const id = `round-${String(round).padStart(4, '0')}`
  await course.published(id, { title: `第 ${round} 轮：浮式平台系泊缆疲劳寿命监测`, tracks: ['deep-sea'] })
  await course.bidFor(id, 'researcher')
  await app.background.settle()
  await course.takeBack(id, 'researcher')
  clock.advance(days(1))
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`)
  process.exit(1)
})
