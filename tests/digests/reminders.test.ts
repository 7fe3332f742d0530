import fc from 'fast-check'
import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { approveAmendment, proposeAmendment } from '../../server/modules/competition/amendment.ts'
import { extendDeadline } from '../../server/modules/competition/publication.ts'
import { createReminderFollower } from '../../server/modules/digests/reminder-follower.ts'
import { remindersOf } from '../../server/modules/digests/reminder.ts'
import { secondOfficer } from '../../server/modules/digests/escalation.ts'
import { contracting, day, drafted, evaluating, must as mustNeed, objected, POLICY, publicised, published, scored, submitted, who, withPanel } from '../competition/rule-course.ts'
import { startApp } from '../support/app.ts'
import { cast, courseOf, days } from './competition-course.ts'
import { toldTo } from './told.ts'

const kinds = (need: Parameters<typeof remindersOf>[0], policy = POLICY): string[] => remindersOf(need, policy).map((one) => one.what)

t.test('what will be said follows from the state alone', async (t) => {
  t.same(kinds(drafted()), [])
  t.same(kinds(submitted()), ['staff-due', 'staff-late'])
  t.same(kinds(published()), ['closing-soon', 'opening-soon'])
  t.same(kinds(evaluating()), ['staff-due', 'staff-late'], 'the panel is to be appointed')
  t.same(kinds(withPanel()), ['scores-due'])
  t.same(kinds(scored()), [])
  t.same(kinds(publicised()), ['objections-closing'])
  t.same(kinds(objected()), ['staff-due', 'staff-late'], 'an open objection stops the clock')
  t.same(kinds(contracting()), ['issuer-late', 'signing-due'])
  const [due, late] = remindersOf(submitted(), { ...POLICY, staffDays: 3 })
  t.match([due, late], [{ at: day(2) }, { at: day(3), step: 'review' }])
})

t.test('a stale bid is always told of between the change and the deadline', async (t) => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 60, max: 19 * 24 * 60 - 1 }), (lateEditDays, minute) => {
    const now = new Date(day(1).getTime() + minute * 60_000)
    const { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted } = published().content
    const content = { summary: `${summary}!`, background, indicators, constraints, bidderConditions, trlNow, trlWanted }
    const asked = mustNeed(proposeAmendment(published(), { content, reason: '改', question: null, deadline: null }, who('owner'), now))
    const policy = { ...POLICY, lateEditDays }
    const need = mustNeed(approveAmendment(asked, policy, who('officer'), now))
    const stale = remindersOf(need, policy).find((one) => one.what === 'stale-bid')
    return stale !== undefined && stale.at > now && need.content.deadline !== null && stale.at < need.content.deadline
  }), { numRuns: 300 })
  t.pass('300 changes at any minute, under any policy')
})

t.test('the second officer is another one, who may decide, and always the same', async (t) => {
  const need = { id: 'n1', createdBy: 'a', submittedBy: 'b' }
  t.equal(secondOfficer(['a', 'b', 'c', 'd'], need, 'c'), 'd')
  t.equal(secondOfficer(['a', 'c'], need, 'c'), 'c', 'better the same than nobody')
  t.equal(secondOfficer(['a', 'b'], need, undefined), undefined)
  t.equal(secondOfficer(['d', 'c'], need, 'x'), secondOfficer(['c', 'd'], need, 'x'))
})

const times = (subjects: string[], subject: string): number => subjects.filter((one) => one === subject).length

t.test('each is said once, by whoever comes to it, in order after a standstill', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  await course.submitted('0001')
  await course.published('0002')
  await app.settle()
  t.equal(times(await toldTo(app, 'officer'), '即将逾期'), 0)

  app.clock.advance(days(4.5))
  t.equal(times(await toldTo(app, 'officer'), '即将逾期'), 1)
  t.equal(times(await toldTo(app, 'officer'), '即将逾期'), 1, 'once')
  await app.services.connection.collection('reminders').updateMany({}, { $set: { state: 'waiting' } })
  t.equal(times(await toldTo(app, 'officer'), '即将逾期'), 1, 'also when the process died before it noted it')

  t.test('late, a second officer is asked, by name in the queue', async (t) => {
    app.clock.advance(days(1))
    await app.settle()
    const asked = (await app.services.notices.escalations(['0001'])).get('0001')
    t.ok(asked && [CAST.officer, CAST.secondOfficer].includes(asked.person as never))
    const part = asked?.person === CAST.officer ? 'officer' : 'secondOfficer'
    t.equal(times(await toldTo(app, part), '已逾期，请您接手'), 1)
    t.equal(times(await toldTo(app, part === 'officer' ? 'secondOfficer' : 'officer'), '已逾期，请您接手'), 0)
    t.match((await (await app.as('officer')).get('/staff/queue')).body, `已转 ${personOf(CAST[part]).name}`)
  })

  t.test('what a standstill has overtaken is left out; what still holds is said, oldest first', async (t) => {
    app.clock.advance(days(15))
    const [officer, owner] = [await toldTo(app, 'officer'), await toldTo(app, 'owner')]
    t.equal(times(officer, '即将截榜，请安排开榜'), 0, 'the deadline has passed')
    t.ok(owner.includes('流标'))
    const rows = await app.services.connection.collection('reminders').find({ subject: '0002' }).toArray()
    t.same(rows.map((row) => row['state']), ['dropped', 'dropped'])
  })
})

t.test('a date that moves moves what is said before it', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  await course.published('0001')
  await course.bidFor('0001', 'researcher')
  await course.takeBack('0001', 'researcher')
  await app.settle()
  const until = (await course.found('0001')).content.deadline as Date
  app.clock.set(new Date(until.getTime() - days(2.5)))
  t.equal(times(await toldTo(app, 'researcher'), '即将截榜，您的揭榜书尚未递交'), 1)
  const outbox = await app.services.outboxStore.list({}, 1000)
  t.notOk(outbox.some((one) => one.to === CAST.researcher), 'who has begun a bid is nobody else’s business')
  const { services } = app
  await course.decide('0001', (need) => extendDeadline(need, new Date(until.getTime() + days(9)), cast('owner'), app.clock.now()))
  await app.settle()
  await createReminderFollower(services).handle({ id: 'x', seq: 1, source: 'needs', subject: '0001', type: 'need-extended', by: CAST.owner, at: app.clock.now(), data: {} })
  app.clock.set(new Date(until.getTime() - days(0.5)))
  t.equal(times(await toldTo(app, 'officer'), '即将截榜，请安排开榜'), 0)
  app.clock.set(new Date(until.getTime() + days(8.5)))
  t.equal(times(await toldTo(app, 'officer'), '即将截榜，请安排开榜'), 1)
  t.equal(times(await toldTo(app, 'researcher'), '即将截榜，您的揭榜书尚未递交'), 2)
})

t.test('organisations and people on their way in wait for nobody unseen', async (t) => {
  const app = await startApp(t)
  const { organisations, people } = app.services
  const home = personOf(CAST.researcher).organisation
  const manager = personOf(CAST.manager)
  await organisations.insert({
    id: 'org-new', name: '新设企业', kind: 'enterprise', creditCode: 'X', district: '', park: null, about: '', verification: 'pending', verificationReason: '', source: null,
    revision: 1, events: [{ id: 'org-new.1', type: 'organisation-registered', by: 'newcomer', at: app.clock.now(), data: {} }],
  })
  await people.insert({
    ...manager, id: 'asks-in', email: 'asks@in.example', membership: 'requested', roles: [], passwordHash: '', revision: 1,
    events: [{ id: 'asks-in.1', type: 'person-registered', by: 'asks-in', at: app.clock.now(), data: {} }],
  })
  t.ok((await toldTo(app, 'officer')).includes('新单位待核验'))
  t.same((await toldTo(app, 'manager')).filter((one) => one.startsWith('有人申请加入')).length, 1)
  t.ok(home)
  const officer = await app.as('officer')
  const inbox = (await officer.api('GET', '/my/notices')).json() as { items: { id: string; href: string; need: null; unread: boolean }[] }
  t.match(inbox.items[0], { href: '/staff/organisations', need: null, unread: true })
  t.match((await officer.get('/staff/queue')).body, /通知 <span class="count">1<\/span>/, 'the navigation counts what is unread')
  const id = encodeURIComponent(inbox.items[0]?.id ?? '')
  t.equal((await (await app.as('stranger')).api('POST', `/my/notices/${id}/read`)).statusCode, 404, 'only one’s own')
  t.equal((await officer.submit(`/my/notices/${id}/read`, {}, { page: '/my/notices' })).statusCode, 303)
  t.same((await officer.api('GET', '/my/notices/unread')).json(), { unread: 0 })
  t.notMatch((await officer.get('/staff/queue')).body, 'class="count"')
  t.equal((await app.anonymous.get('/needs')).statusCode, 200)
  t.ok(cast('officer'))
})
