import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { CAST, type Part, type PersonSeed } from '../../seed/demo/people.ts'
import { type App, buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import type { Locale } from '../../server/http/page.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { loadRegion } from '../../server/region.ts'
import { START } from '../support/app.ts'
import { openStore } from '../support/store.ts'

/** The shell without a window takes half the time of the whole browser. */
const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
]
const MISSING = 'no Chromium: apt-get install chromium-headless-shell fonts-noto-cjk, or set CHROMIUM_PATH'
const FAR_AWAY = new Date('2099-01-01T00:00:00Z')
/** A page takes a tenth of a second; a machine that also runs other tests may take its time. */
const PATIENCE_MS = 30_000

export interface View { locale?: Locale; width?: number }
/** The real application behind a real port, with the demonstration in it. */
export interface Demonstration extends App {
  clock: MovableClock
  settle(): Promise<void>
}
export interface World extends Demonstration {
  browser: Browser
  /** A browser profile of its own, where nobody is signed in. */
  profile(view?: View): Promise<BrowserContext>
  /** A profile in which one of the cast, or anybody of the demonstration, is signed in already, for months. */
  profileOf(who: Part | PersonSeed['id'], view?: View): Promise<BrowserContext>
}

/** Undefined where there is no browser to drive; where everything is built for testing, that is a failure. */
export function findChromium(t: Test): string | undefined {
  const found = CHROMIUM.find((path) => path !== undefined && existsSync(path))
  if (!found && process.env['CI'] === 'true') throw new Error(MISSING)
  if (!found) t.plan(0, MISSING)
  return found
}

export async function startDemonstration(t: Test, parts: { rateLimits?: boolean } = {}): Promise<Demonstration> {
  const folder = await fastFolder(t)
  const connection = await openStore(t, folder)
  const clock = new MovableClock(START)
  const config = readConfig({
    JWT_SECRET: 'a secret that only tests ever use', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent', DEMO: '1', DATA_DIR: folder,
    PORT: String(await freePort()),
  })
  const app = await buildApp({ config, connection, clock, ...parts })
  t.teardown(() => app.close())
  await loadRegion(app.services)
  await loadDemo(app.services, clock.now())
  await app.http.listen({ host: config.host, port: config.port })
  return { ...app, clock, settle: () => app.background.settle() }
}

/** The demonstration when all that follows from its decisions has happened, and a browser in front of it. */
export async function startWorld(t: Test, chromiumPath: string, parts: { rateLimits?: boolean } = {}): Promise<World> {
  const app = await startDemonstration(t, parts)
  await app.settle()
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS })
  t.teardown(() => browser.close())
  return { ...app, browser, ...profiles(app, browser, app.clock) }
}

function profiles(app: App, browser: Browser, clock: MovableClock): Pick<World, 'profile' | 'profileOf'> {
  const { publicUrl } = app.services.config
  const profile = async ({ locale = 'zh-CN', width = 1280 }: View = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({ locale, viewport: { width, height: 800 }, baseURL: publicUrl, timezoneId: 'Asia/Shanghai' })
    context.setDefaultTimeout(PATIENCE_MS)
    return context
  }
  return {
    profile,
    async profileOf(who, view) {
      const context = await profile(view)
      const { id } = await app.services.sessions.start(CAST[who as Part] ?? who, clock.now(), FAR_AWAY)
      await context.addCookies([{ name: 'jiebang', value: app.http.jwt.sign({ sid: id }), url: publicUrl }])
      return context
    },
  }
}

/** These tests are about pages; waiting for a disk a thousand times would only make them slow. */
async function fastFolder(t: Test): Promise<string> {
  const memory = '/dev/shm'
  const folder = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'jiebang-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Mail carries full links, so the port has to be known before the application is built. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** What a browser complains about: broken scripts, refused sources, missing files. That a page itself was refused is no fault. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const isRefusal = /status of 4\d\d/.test(message.text()) && message.location().url === page.url()
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return complaints
}
