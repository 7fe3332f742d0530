import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { TEAMS } from '../../seed/demo/teams.ts'
import { startApp } from '../support/app.ts'
import { courseOf } from './competition-course.ts'

t.test('staff see what is sent, and nothing that is sealed', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  for (const team of TEAMS.slice(0, 3)) await app.services.teams.insert({ ...team, source: null, revision: 0, events: [] })
  await app.settle()
  await course.published('0001', { title: '浮式平台系泊缆疲劳寿命监测 <b>&', summary: '光纤光栅监测系泊缆疲劳' })
  await course.bidFor('0001', 'researcher')
  await app.services.outbox.queue({ id: 'reset', to: CAST.owner, template: 'notice', model: { subject: 'x', text: 'SECRET-LINK', reason: '' } })
  await app.settle()
  const officer = await app.as('officer')

  t.test('the list and each message, in both languages', async (t) => {
    const page = await officer.get('/staff/mail')
    t.equal(page.statusCode, 200)
    t.match(page.body, '已发榜：浮式平台系泊缆疲劳寿命监测 &lt;b&gt;&amp;amp;'.replace('&amp;amp;', '&amp;'))
    t.notMatch(page.body, '揭榜书已收到')
    t.notMatch(page.body, personOf(CAST.researcher).name)
    t.equal((await officer.get('/staff/mail?lang=en')).statusCode, 200)
    const links = [...page.body.matchAll(/href="(\/staff\/mail\/[\w-]+)"/g)].map((one) => one[1] ?? '')
    t.ok(links.length >= 3)
    for (const link of links) {
      t.equal((await officer.get(link)).statusCode, 200)
      const html = await officer.get(`${link}/html`)
      t.equal(html.statusCode, 200)
      t.match(html.headers['content-security-policy'], /default-src 'none'.*sandbox/)
      t.notMatch(html.body, '<b>&')
    }
  })

  t.test('sealed messages are nowhere, not even on the disk', async (t) => {
    const { keptMails: kept } = app.services
    const shown = await kept?.list(1000)
    t.notOk(shown?.some((one) => one.to.address === personOf(CAST.researcher).email))
    const { readdir } = await import('node:fs/promises')
    const files = (await readdir(`${app.services.config.dataDir}/mail`)).filter((file) => file.endsWith('.json'))
    t.equal(files.length, shown?.length)
    t.ok(files.length > 0)
    for (const file of files) {
      const found = await officer.get(`/staff/mail/${file.slice(0, -5)}`)
      t.notMatch(found.body, '揭榜书已收到')
    }
    t.equal((await officer.get('/staff/mail/..%2F..%2Fpackage')).statusCode, 404)
  })

  t.test('the API says the same', async (t) => {
    const { counts, items } = (await officer.api('GET', '/mail')).json()
    t.equal(counts.sent + counts.dropped + counts.waiting + counts.refused, items.length)
    t.notOk(items.some((one: { to: string }) => one.to === CAST.researcher))
  })

  t.test('an address that was refused can be trusted again', async (t) => {
    await app.services.outboxStore.refuseAddress(personOf(CAST.owner).email, { why: '550', at: app.clock.now(), person: CAST.owner })
    await app.services.outbox.queue({ id: 'refused', to: CAST.owner, template: 'notice', model: {}, privacy: 'open' })
    await app.settle()
    t.match((await officer.get('/staff/mail')).body, 'Deliver again')
    t.equal((await officer.submit('/staff/mail/trust', { person: CAST.owner }, { page: '/staff/mail' })).statusCode, 303)
    t.equal(await app.services.outboxStore.refusedAddress(personOf(CAST.owner).email), undefined)
    t.equal((await officer.api('POST', '/mail/trust', { person: 'nobody' })).statusCode, 404)
  })

  t.test('the dry run of the digests says who and why, and sends nothing', async (t) => {
    app.clock.advance(86_400_000)
    const before = await app.services.outboxStore.counts()
    const page = await officer.get('/staff/digests')
    t.equal(page.statusCode, 200)
    t.match(page.body, personOf(CAST.researcher).name)
    t.match(page.body, /“[^”]*(系泊|疲劳)[^”]*” ↔ “/)
    const { items } = (await officer.api('GET', '/digests')).json()
    t.match(items.find((one: { person: string }) => one.person === CAST.researcher), { needs: [{ id: '0001' }] })
    t.same(await app.services.outboxStore.counts(), before)
    await app.settle()
    t.match((await officer.get('/staff/digests')).body, '2026-11-24')
  })

  t.test('nobody else comes in', async (t) => {
    for (const who of ['owner', 'researcher', 'auditor'] as const) {
      for (const path of ['/staff/mail', '/staff/digests']) t.equal((await (await app.as(who)).get(path)).statusCode, 404, `${who} ${path}`)
    }
  })
})
