import type { Page } from 'playwright-core'
import t from 'tap'
import { ACHIEVEMENTS } from '../../seed/demo/achievements.ts'
import { BIDS } from '../../seed/demo/bids.ts'
import { COMPETITIONS } from '../../seed/demo/competitions.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { PEOPLE } from '../../seed/demo/people.ts'
import { TEAMS } from '../../seed/demo/teams.ts'
import { VERDICTS } from '../../seed/demo/verdicts.ts'
import { findChromium, startWorld } from '../e2e/browser.ts'
import { placesIn } from '../e2e/places.ts'
import { PAYLOADS, plantPayloads } from './xss-payloads.ts'

const chromiumPath = findChromium(t)
if (chromiumPath) {
  t.setTimeout(600_000)
  const planted = [NEEDS, BIDS, TEAMS, ACHIEVEMENTS, ORGANISATIONS, PEOPLE, COMPETITIONS].map((one) => plantPayloads(one)).reduce((sum, count) => sum + count)
  VERDICTS.forEach((verdict, i) => { verdict.reason += PAYLOADS[i % PAYLOADS.length] })

  const world = await startWorld(t, chromiumPath, { rateLimits: false })

  t.test('nothing that people write runs, on any page', async (t) => {
    const places = Object.values(await placesIn(world)).flat()
    const readers = [...new Set(places.map(({ who }) => who))]
    const found: string[] = []
    let seen = 0
    for (const who of readers) {
      const context = who ? await world.profileOf(who) : await world.profile()
      const page = await context.newPage()
      await watch(page, found)
      for (const { path } of places.filter((place) => place.who === who)) {
        const response = await page.goto(path)
        if (response && response.status() >= 500) found.push(`${path}: ${response.status()}`)
        found.push(...(await dangers(page)).map((danger) => `${path}: ${danger}`))
        if ((await page.content()).includes('xss()')) seen += 1
      }
      await context.close()
    }
    t.same(found, [])
    t.ok(seen > 40, `${seen} of ${places.length} pages showed some of ${planted} texts with ${PAYLOADS.length} payloads`)
  })

  t.test('nor does it where a search repeats it, or a form shows it again', async (t) => {
    const found: string[] = []
    const page = await (await world.profile()).newPage()
    await watch(page, found)
    for (const payload of PAYLOADS) {
      await page.goto(`/search?q=${encodeURIComponent(Buffer.from(payload.slice(0, 100), 'utf8').toString('utf8'))}`)
      found.push(...(await dangers(page)).map((danger) => `${payload}: ${danger}`))
    }
    for (const payload of PAYLOADS.slice(0, 12)) {
      await page.goto('/sign-in')
      await page.locator('main input[name=email]').evaluate((input, text) => { input.setAttribute('type', 'text'); (input as unknown as { value: string }).value = text }, payload)
      await page.locator('main form [name=password]').fill(payload)
      await page.locator('main form button[type=submit], main form button:not([type])').first().click()
      found.push(...(await dangers(page)).map((danger) => `${payload}: ${danger}`))
    }
    t.same(found, [])
  })
}

/** Whatever runs calls `xss`; whatever the policy of the page stopped was about to. */
async function watch(page: Page, found: string[]): Promise<void> {
  await page.exposeFunction('xss', () => { found.push(`${page.url()}: a script ran`) })
  page.on('dialog', (dialog) => { found.push(`${page.url()}: a dialog`); void dialog.dismiss() })
  page.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) found.push(`${page.url()}: ${message.text()}`) })
  page.on('request', (request) => { if (!request.url().startsWith(new URL(page.url() === 'about:blank' ? request.url() : page.url()).origin) && !request.url().startsWith('data:')) found.push(`${page.url()}: asked ${request.url()}`) })
}

/** Elements that carry code, or an address that is code, whether or not it ran. */
const CODE = 'main [onerror], main [onload], main [onfocus], main [onmouseover], main [ontoggle], main script, main iframe, main object, main embed, main base, main meta, main style, [href^="javascript:" i], [action^="javascript:" i], [src^="javascript:" i], [href^="data:" i]'

function dangers(page: Page): Promise<string[]> {
  return page.locator(CODE).evaluateAll((elements) => elements.map((element) => (element as unknown as { outerHTML: string }).outerHTML.slice(0, 200)))
}
