import t from 'tap'
import { complaintsOf, findChromium, startWorld } from './browser.ts'

const chromiumPath = findChromium(t)
if (chromiumPath) {
  const world = await startWorld(t, chromiumPath, { rateLimits: false })

  t.test('results come while typing, and the address keeps the search', async (t) => {
    const page = await (await world.profile()).newPage()
    const complaints = complaintsOf(page)
    await page.goto('/needs')
    await page.locator('#list-q').pressSequentially('hailan')
    await page.locator('#results mark').first().waitFor({ timeout: 15_000 })
    t.match(await page.locator('#results h2 a').first().textContent(), '海缆')
    t.match(page.url(), 'q=hailan')
    t.equal(await page.locator('#list-q').inputValue(), 'hailan', 'what is typed stays where it is')
    t.same(complaints, [])
  })

  t.test('while a need is written the check stands beside it, and nothing is saved', async (t) => {
    const before = await world.services.needs.count({})
    const page = await (await world.profileOf('owner')).newPage()
    const complaints = complaintsOf(page)
    await page.goto('/needs/new')
    const findings = page.locator('#findings')
    await findings.waitFor({ timeout: 15_000 })
    await page.fill('[name="title"]', '深远海养殖平台系泊缆疲劳监测')
    await page.fill('[name="indicators[0][name]"]', '外观')
    await page.fill('[name="indicators[0][value]"]', '国际先进')
    await findings.getByText('用词无法衡量').waitFor({ timeout: 15_000 })
    t.equal(await world.services.needs.count({}), before)
    t.same(complaints, [])
  })
}
