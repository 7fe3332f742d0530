import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import type { Locale } from '../../server/http/page.ts'
import { ROOT } from '../../server/root.ts'
import { complaintsOf, findChromium, startWorld, type World } from './browser.ts'
import { FILES, type Place, placesIn } from './places.ts'
import { chineseIn, keysIn } from './words-shown.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const KILOBYTE = 1024
const MOST_BYTES = 60 * KILOBYTE
const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 360, height: 740 }

t.setTimeout(600_000)
const chromium = findChromium(t)
if (chromium) t.test('every page, for everybody who can open it', async (t) => {
  const world = await startWorld(t, chromium, { rateLimits: false })
  const places = await placesIn(world)
  const routes = world.routes.filter(({ method, config }) => method === 'GET' && config?.kind === 'page').map(({ url }) => url)
  t.same(routes.filter((url) => !places[url] && !FILES.includes(url)), [], 'every route of a page is visited here')
  t.same(Object.keys(places).filter((url) => !routes.includes(url)), [], 'and no page is visited that is gone')

  const look = lookFor(world)
  const weights: number[] = []
  for (const route of routes) {
    for (const [i, place] of (places[route] ?? []).entries()) {
      const { faults, weight } = await look(place, i === 0)
      weights.push(weight)
      if (weight > MOST_BYTES) faults.push(`first load of ${weight} bytes`)
      t.same(faults, [], `${route} ${place.path} ${place.who ?? ''}`)
    }
  }
  const sorted = weights.sort((a, b) => a - b)
  const kilobytes = (bytes = 0): string => `${(bytes / KILOBYTE).toFixed(1)} KB`
  t.comment(`first load of ${sorted.length} pages: median ${kilobytes(sorted[sorted.length >> 1])}, most ${kilobytes(sorted.at(-1))}`)
})

interface Look { faults: string[]; weight: number }

/** Looks at a place as its reader would: in English on a phone and, once for each route, in Chinese on a desk. */
function lookFor(world: World): (place: Place, isFirst: boolean) => Promise<Look> {
  const windows = new Map<string, Promise<Window>>()
  return async ({ path, who = '', status = 200 }, isFirst) => {
    const opened = windows.get(who) ?? openWindow(who === '' ? world.profile() : world.profileOf(who))
    windows.set(who, opened)
    const { page, complaints } = await opened
    complaints.length = 0
    const faults = isFirst ? await onDesk(page, path, status) : []
    faults.push(...(await onPhone(page, path, status)))
    const weight = await page.evaluate<number>('looking.weight()')
    return { faults: [...faults, ...complaints], weight }
  }
}

interface Window { page: Page; complaints: string[] }

async function openWindow(profile: Promise<BrowserContext>): Promise<Window> {
  const context = await profile
  await context.addInitScript({ path: AXE })
  await context.addInitScript({ path: join(ROOT, 'tests/e2e/in-page.js') })
  const page = await context.newPage()
  return { page, complaints: complaintsOf(page) }
}

async function onDesk(page: Page, path: string, status: number): Promise<string[]> {
  await page.setViewportSize(WIDE)
  const faults = await open(page, path, 'zh-CN', status)
  return [...faults, ...(await tooWide(page)), ...(await violations(page))]
}

async function onPhone(page: Page, path: string, status: number): Promise<string[]> {
  await page.setViewportSize(NARROW)
  const inChinese = page.url() === 'about:blank' ? [] : await tooWide(page)
  const faults = await open(page, path, 'en', status)
  const texts = await page.evaluate<string[]>('looking.texts()')
  return [...inChinese, ...faults, ...(await tooWide(page)), ...(await violations(page)), ...keysIn(texts), ...chineseIn(texts)]
}

async function open(page: Page, path: string, locale: Locale, status: number): Promise<string[]> {
  const response = await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${locale}`)
  const language = await page.locator('html').getAttribute('lang')
  return [
    ...(response?.status() === status ? [] : [`answers ${response?.status()} instead of ${status}`]),
    ...(response?.request().redirectedFrom() ? [`leads to ${page.url()}`] : []),
    ...(language === locale ? [] : [`is in ${language} instead of ${locale}`]),
  ]
}

const violations = (page: Page): Promise<string[]> => page.evaluate<string[]>(`looking.violations(${JSON.stringify(TAGS)})`)
const tooWide = async (page: Page): Promise<string[]> =>
  (await page.evaluate<string[]>('looking.tooWide()')).map((one) => `wider than the screen: ${one}`)
