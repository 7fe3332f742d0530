import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { decideWithdrawal, withdrawNeed } from '../../server/modules/competition/publication.ts'
import { createDigestChore } from '../../server/modules/digests/digest-chore.ts'
import { cast, courseOf, days } from './competition-course.ts'
import { digests, fitting, withTeams } from './digest-world.ts'

const READER = personOf(CAST.researcher)

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
  t.match(mine?.text, /- 需求 .*(疲劳|系泊).*\r?\n {2}您的成果 .*(疲劳|系泊)/)
  t.match(mine?.html, '浮式平台系泊缆疲劳寿命监测</a></h3>')
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
  const dying = { ...app.services, outbox: { ...app.services.outbox, queueAll: () => Promise.reject(new Error('killed')) } }
  await t.rejects(createDigestChore(dying).run(() => true))
  t.same((await app.services.outboxStore.list({}, 100)).filter((one) => one.template === 'digest'), [])
  await Promise.all([1, 2, 3].map(() => createDigestChore(app.services).run(() => true)))
  await app.settle()
  t.equal((await digests(app)).filter((one) => one.to === READER.email).length, 1)
})
