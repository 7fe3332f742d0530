import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'
import { appointPanel } from '../../server/modules/competition/panel.ts'
import { cast, courseOf, days } from './competition-course.ts'
import { digests, fitting, withTeams } from './digest-world.ts'

const READER = personOf(CAST.researcher)

t.test('one mail for all that somebody is, in the order in which it asks them to act', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  const both = CAST.researcher
  await app.services.people.decide(both, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, roles: ['researcher', 'reviewer'] } }))
  await course.published('0001', { ...fitting, deadline: new Date(app.clock.now().getTime() + days(20)) })
  await course.bidFor('0001', 'thirdResearcher')
  await course.bidFor('0001', 'rivalResearcher')
  await course.opened('0001')
  const panel = [both, CAST.secondReviewer, CAST.thirdReviewer].map((id) => ({ person: id, organisation: personOf(id).organisation }))
  await course.decide('0001', (need) => appointPanel(need, POLICY, panel, { bidders: [] }, cast('officer'), app.clock.now()))
  await course.published('0002', { ...fitting, title: '系泊缆疲劳在位监测', deadline: new Date(app.clock.now().getTime() + days(20)) })
  app.clock.advance(days(1))
  await app.settle()
  const mine = (await digests(app)).filter((one) => one.to === READER.email).at(-1)
  t.equal(mine?.subject, '揭榜速递：1 件待办，1 项新需求')
  t.ok((mine?.text.indexOf('评审打分') ?? -1) > 0)
  t.ok((mine?.text.indexOf('评审打分') ?? 0) < (mine?.text.indexOf('系泊缆疲劳在位监测') ?? 0))

  t.test('a task is told once, and once more when it is late', async (t) => {
    const told = async () => (await digests(app)).filter((one) => one.to === READER.email && one.text.includes('评审打分')).length
    app.clock.advance(days(1))
    await app.settle()
    t.equal(await told(), 1)
    for (let i = 0; i < 8; i += 1) { app.clock.advance(days(1)); await app.settle() }
    t.equal(await told(), 2)
    t.match((await digests(app)).filter((one) => one.to === READER.email).at(-1)?.text, /已等待 \d+ 天/)
  })
})

t.test('staff get their queue with the head of the audit log, issuers what waits for them', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await app.settle()
  await course.submitted('0001', fitting)
  app.clock.advance(days(1))
  await app.settle()
  const staff = (await digests(app)).find((one) => one.to === personOf(CAST.officer).email)
  t.equal(staff?.subject, `待办：${fitting.title}`)
  t.match(staff?.text, '/staff/needs/0001/review')
  t.match(staff?.text, /审计日志共 \d+ 条，根哈希 \S{40,}。/)
  const before = (await digests(app)).length
  app.clock.advance(days(1))
  await app.settle()
  t.equal((await digests(app)).length, before, 'a queue in which nothing is new or late is not sent again')
})

t.test('issuers hear of teams that fit, not of whether they bid', async (t) => {
  const app = await withTeams(t)
  await app.services.people.decide(CAST.owner, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: { locale: 'zh-CN', digest: 'daily' } } }))
  const course = courseOf(app)
  await course.published('0001', fitting)
  await course.bidFor('0001', 'researcher')
  app.clock.advance(days(1))
  await app.settle()
  const mine = (await digests(app)).find((one) => one.to === personOf(CAST.owner).email)
  t.match(mine?.subject, /适合您的需求/)
  t.match(mine?.text, `适合需求：${fitting.title}`)
  t.notMatch(mine?.text, /揭榜书|投/)
})

t.test('a time zone that nobody knows keeps nobody’s digest back', async (t) => {
  const app = await withTeams(t)
  const lost = { locale: 'zh-CN', digest: 'daily', timeZone: 'Mars/Olympus' } as const
  await app.services.people.decide(CAST.owner, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: lost } }))
  await courseOf(app).published('0001', fitting)
  app.clock.advance(days(1))
  await app.settle()
  const told = (await digests(app)).map((one) => one.to)
  t.ok(told.includes(READER.email))
  t.ok(told.includes(personOf(CAST.owner).email), 'theirs comes by the city’s clock')
})

t.test('holidays: nothing is sent, nothing is lost', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await app.services.policies.add({ ...POLICY, version: POLICY.version + 1, holidays: ['2026-11-24', '2026-11-25'], workdays: ['2026-11-28'] })
  await course.published('0001', fitting)
  await app.settle()
  const mine = async () => (await digests(app)).filter((one) => one.to === READER.email).length
  for (const [day, expected] of [['24', 0], ['25', 0], ['26', 1]] as const) {
    app.clock.set(new Date(`2026-11-${day}T01:00:00Z`))
    await app.settle()
    t.equal(await mine(), expected, day)
  }
})
