import t from 'tap'
import { bothLanguages } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'

const app = await startDemo(t)

t.test('the front shows what strangers may see, to everybody alike', async (t) => {
  const { zh } = await bothLanguages(t, app.anonymous, '/')
  const ids = [...zh.matchAll(/href="\/needs\/(need-[^"/]+)"/g)].map(([, id = '']) => id)
  t.ok(ids.length > 6)
  for (const id of new Set(ids)) t.equal((await app.anonymous.get(`/needs/${id}`)).statusCode, 200, id)
  for (const hidden of ['need-antibacterial', 'need-grinding-robot', 'need-splash-coating', 'need-fabric-inspection', 'need-second-life', 'need-landing-pad']) {
    t.notOk(ids.includes(hidden), hidden)
  }
  for (const who of ['owner', 'officer', 'researcher', 'stranger'] as const) {
    const seen = (await (await app.as(who)).get('/')).body
    t.same([...seen.matchAll(/href="\/needs\/(need-[^"/]+)"/g)].map(([, id]) => id), ids, who)
  }
})

t.test('its figures count what is public', async (t) => {
  const open = (await app.services.needs.list({ status: 'published' })).length
  const { zh } = await bothLanguages(t, app.anonymous, '/')
  const stat = /<section class="hero"[\s\S]*?<\/section>/.exec(zh)?.[0] ?? ''
  t.match(stat, new RegExp(`>\\s*${open}\\s*<`))
  t.notMatch(zh, /份揭榜书|bids received/, 'no number of bids before the opening')
})

t.test('what surrounds it answers in both languages', async (t) => {
  for (const page of ['/how-it-works', '/privacy', '/transparency', '/results']) {
    const { zh, en } = await bothLanguages(t, app.anonymous, page)
    t.not(zh.split('<main')[1], en.split('<main')[1], page)
  }
})

t.test('every link of the front leads somewhere', async (t) => {
  const { body } = await app.anonymous.get('/')
  const links = new Set([...body.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')))
  for (const href of links) t.ok([200, 303].includes((await app.anonymous.get(href)).statusCode), href)
})

t.test('a need that is decided moves from open to decided', async (t) => {
  const officer = await app.as('officer')
  t.equal((await officer.api('POST', '/awards/need-landing-pad/confirmation')).statusCode, 200)
  t.match((await app.anonymous.get('/')).body, '/needs/need-landing-pad')
})
