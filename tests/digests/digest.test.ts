import fc from 'fast-check'
import t from 'tap'
import { TEAMS } from '../../seed/demo/teams.ts'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { decideWithdrawal, withdrawNeed } from '../../server/modules/competition/publication.ts'
import { chosen, MOST_ITEMS, periodOf } from '../../server/modules/digests/digest.ts'
import { createDigestChore } from '../../server/modules/digests/digest-chore.ts'
import { personOfToken, unsubscribeToken } from '../../server/modules/digests/unsubscribe-link.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { cast, courseOf, days } from './competition-course.ts'
import { sentMail, type SentMail } from './sent-mail.ts'

const READER = personOf(CAST.researcher)

async function withTeams(t: import('tap').Test): Promise<TestApp> {
  const app = await startApp(t)
  for (const team of TEAMS) await app.services.teams.insert({ ...team, source: null, revision: 0, events: [] })
  await app.settle()
  return app
}

const isDigest = (mail: SentMail): boolean => mail.headers.has('list-unsubscribe')
const digests = async (app: TestApp): Promise<SentMail[]> => (await sentMail(app)).filter(isDigest)
const fitting = { title: '浮式平台系泊缆疲劳寿命监测', summary: '用光纤光栅对系泊缆疲劳寿命做在位监测', tracks: ['deep-sea'] }

t.test('a published need is in the next digest of the teams it fits, with the reason', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  t.same(await digests(app), [], 'nothing to say, nothing sent')
  await course.published('0001', fitting)
  await app.settle()
  t.same(await digests(app), [], 'not before it is due')
  app.clock.advance(days(1))
  await app.settle()
  const mails = await digests(app)
  const mine = mails.find((one) => one.to === READER.email)
  t.equal(mine?.subject, '新需求：浮式平台系泊缆疲劳寿命监测')
  t.match(mine?.text, 'http://127.0.0.1:3000/needs/0001')
  t.match(mine?.text, '推荐给：深远海系泊与结构健康监测团队。')
  t.match(mine?.text, /- 需求 .*(疲劳|系泊).*\n {2}您的成果 .*(疲劳|系泊)/)
  t.match(mine?.html, '浮式平台系泊缆疲劳寿命监测</a></h2>')
  t.notOk(mails.some((one) => one.to === personOf(CAST.owner).email), 'issuers get none')

  t.test('once a period, and not told again', async (t) => {
    const before = (await digests(app)).length
    app.clock.advance(days(1))
    await app.settle()
    t.equal((await digests(app)).length, before)
  })

  t.test('weekly readers hear on Monday', async (t) => {
    const weekly = personOf(CAST.researcherTeammate)
    t.notOk((await digests(app)).some((one) => one.to === weekly.email))
    app.clock.advance(days(6))
    await app.settle()
    t.ok((await digests(app)).some((one) => one.to === weekly.email))
  })
})

t.test('the links to stop it', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await course.published('0001', fitting)
  app.clock.advance(days(1))
  await app.settle()
  const mail = (await digests(app)).find((one) => one.to === READER.email)
  const path = new URL((mail?.headers.get('list-unsubscribe') ?? '').slice(1, -1)).pathname
  const preference = async () => (await app.services.people.find(READER.id))?.preferences.digest

  t.test('a mail program stops it with one click, without a session or a token of ours', async (t) => {
    t.equal(mail?.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await app.http.inject({ method: 'POST', url: path, headers, payload: 'List-Unsubscribe=One-Click' })
    t.equal(response.statusCode, 200)
    t.equal(await preference(), 'off')
    await course.published('0002', { ...fitting, title: '系泊缆疲劳试验' })
    app.clock.advance(days(1))
    await app.settle()
    t.equal((await digests(app)).filter((one) => one.to === READER.email).length, 1)
  })

  t.test('the same link changes the rhythm in a browser', async (t) => {
    const page = await app.anonymous.get(path)
    t.equal(page.statusCode, 200)
    t.notMatch(page.body, READER.name)
    t.equal((await app.anonymous.submit(path, { digest: 'weekly' })).statusCode, 200)
    t.equal(await preference(), 'weekly')
    t.equal((await app.anonymous.submit(path, { digest: 'hourly' })).statusCode, 400)
    t.equal(await preference(), 'weekly')
  })

  t.test('a mail program may send a form with parts', async (t) => {
    const payload = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    const response = await app.http.inject({ method: 'POST', url: path, headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload })
    t.equal(response.statusCode, 200)
    t.equal(await preference(), 'off')
  })

  t.test('a link nobody signed leads nowhere, and a look changes nothing', async (t) => {
    const forged = `/unsubscribe/${unsubscribeToken(READER.id, 'another secret')}`
    t.equal((await app.anonymous.get(forged)).statusCode, 404)
    t.equal((await app.http.inject({ method: 'POST', url: forged, payload: {} })).statusCode, 404)
    await app.services.people.decide(READER.id, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: { ...one.preferences, digest: 'daily' } } }))
    await app.anonymous.get(path)
    t.equal(await preference(), 'daily')
  })
})

t.test('what changed between decision and mail is not told', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await course.published('0001', fitting)
  await app.settle()
  app.clock.advance(days(1))
  await createDigestChore(app.services).run(() => true)
  await course.decide('0001', (need) => withdrawNeed(need, '不再需要', cast('owner'), app.clock.now()))
  await course.decide('0001', (need) => decideWithdrawal(need, true, cast('officer'), app.clock.now()))
  await app.settle()
  t.same(await digests(app), [])
  const [mail] = await app.services.outboxStore.findMany([`digest:${READER.id}:2026-11-24`])
  t.match(mail, { state: 'dropped', model: {} })
})

t.test('two processes decide once, and a crash after the decision loses nothing', async (t) => {
  const app = await withTeams(t)
  await courseOf(app).published('0001', fitting)
  await app.settle()
  app.clock.advance(days(1))
  const dying = { ...app.services, outbox: { queue: () => Promise.reject(new Error('killed')) } }
  await t.rejects(createDigestChore(dying).run(() => true))
  t.same((await app.services.outboxStore.list({}, 100)).filter((one) => one.template === 'digest'), [])
  await Promise.all([1, 2, 3].map(() => createDigestChore(app.services).run(() => true)))
  await app.settle()
  t.equal((await digests(app)).filter((one) => one.to === READER.email).length, 1)
})

t.test('periods', (t) => {
  t.equal(periodOf('daily', new Date('2026-11-22T23:59:00Z')), '2026-11-22', 'before eight it is still yesterday’s')
  t.equal(periodOf('daily', new Date('2026-11-23T00:00:00Z')), '2026-11-23')
  t.equal(periodOf('weekly', new Date('2026-11-22T23:59:00Z')), '2026-11-16')
  t.equal(periodOf('weekly', new Date('2026-11-23T00:00:00Z')), '2026-11-23')
  t.equal(periodOf('weekly', new Date('2026-11-29T12:00:00Z')), '2026-11-23')
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  fc.assert(fc.property(instant, fc.constantFrom('daily' as const, 'weekly' as const), fc.integer({ min: 0, max: days(40) }), (now, rhythm, later) => {
    const [first, second] = [periodOf(rhythm, now), periodOf(rhythm, new Date(now.getTime() + later))]
    return first <= second && (later < days(rhythm === 'daily' ? 1 : 7) || first < second)
  }))
  t.end()
})

t.test('what is chosen', (t) => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 30 })
  fc.assert(fc.property(ids, fc.array(fc.boolean()), fc.array(fc.boolean()), (ranked, news, tolds) => {
    const fresh = new Set(ranked.filter((_, i) => news[i]))
    const told = new Set(ranked.filter((_, i) => tolds[i]))
    const { needs, more } = chosen(ranked, fresh, told)
    const wanted = ranked.filter((id) => fresh.has(id) && !told.has(id))
    return needs.length + more === wanted.length && needs.length <= MOST_ITEMS && needs.every((id, i) => id === wanted[i])
  }))
  t.end()
})

t.test('links are for one person', (t) => {
  fc.assert(fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string({ minLength: 8 }), (person, secret, other) =>
    personOfToken(unsubscribeToken(person, secret), secret) === person
    && (secret === other || personOfToken(unsubscribeToken(person, secret), other) === undefined)))
  t.equal(personOfToken('', 's'), undefined)
  t.equal(personOfToken('a.b.c', 's'), undefined)
  t.end()
})
