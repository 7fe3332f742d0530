import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createDueChore, type DueParts } from '../../server/clockwork/due-chore.ts'
import { refused } from '../../server/kernel/outcome.ts'
import { fileObjection } from '../../server/modules/competition/publicity.ts'
import { submitBid } from '../../server/modules/bids/bid.ts'
import { openNeedOf } from '../../server/modules/bids/bid-view.ts'
import { createIntake } from '../../server/modules/bids/intake.ts'
import { createTicketStore } from '../../server/modules/bids/ticket-store.ts'
import { wholeBid } from '../bids/bid-steps.ts'
import { startApp } from '../support/app.ts'
import { cast, courseOf, days } from '../digests/competition-course.ts'
import { toldTo } from '../digests/told.ts'

const quiet = { error: () => undefined }

t.test('dates act by themselves, once each', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)

  t.test('an approved need is published at its date, not before', async (t) => {
    await course.approved('0001', new Date(app.clock.now().getTime() + days(2)))
    await app.settle()
    t.equal((await course.found('0001')).status, 'approved')
    app.clock.advance(days(2))
    await app.settle()
    const need = await course.found('0001')
    t.equal(need.status, 'published')
    await app.settle()
    t.equal((await course.found('0001')).revision, need.revision, 'nothing more happens')
  })

  t.test('at the deadline it closes with a bid and fails without', async (t) => {
    await course.published('0002')
    await course.published('0003')
    await course.bidFor('0002', 'researcher')
    app.clock.advance(days(20))
    await app.settle()
    t.equal((await course.found('0002')).status, 'closed')
    const failed = await course.found('0003')
    t.same([failed.status, failed.reason], ['failed', 'too-few-bids'])
  })
})

t.test('publicity, signing and the next rank', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  await course.published('0001')
  await course.bidFor('0001', 'researcher')
  await course.bidFor('0001', 'rivalResearcher')
  await course.opened('0001')
  await course.evaluated('0001')
  const { award } = await course.publicised('0001')

  t.test('an objection stops the clock', async (t) => {
    const objection = { id: 'o1', realName: '恽之', text: '业绩不实' }
    await course.decide('0001', (need) => fileObjection(need, objection, cast('stranger'), app.clock.now()))
    app.clock.advance(days(30))
    await app.settle()
    t.equal((await course.found('0001')).status, 'publicised')
    await app.services.needs.decide('0001', (need) => ({ ok: true, value: { ...need, revision: need.revision + 1, objections: [], due: { what: 'end-publicity', at: award?.publicityEnds ?? new Date(0) } } }))
    await app.settle()
    t.equal((await course.found('0001')).status, 'contracting')
  })

  t.test('no contract in time: the next rank is publicised', async (t) => {
    app.clock.advance(days(31))
    await app.settle()
    const need = await course.found('0001')
    t.equal(need.status, 'publicised')
    t.not(need.award?.winner, award?.winner)
    t.same(need.award?.declined, [award?.winner])
  })
})

t.test('a server that was down for weeks catches up, in order, once', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  for (const [i, id] of ['0001', '0002', '0003'].entries()) {
    await course.approved(id, new Date(app.clock.now().getTime() + days(3 - i)), { deadline: new Date(app.clock.now().getTime() + days(90)) })
  }
  app.clock.advance(days(60))
  const ticking = { now: () => { app.clock.advance(1); return app.clock.now() } }
  const chore = createDueChore({ ...app.services, clock: ticking, log: quiet })
  while ((await chore.run(() => true)) > 0);
  app.clock.advance(days(60))
  while ((await chore.run(() => true)) > 0);
  await app.settle()
  const entries = (await app.services.journal.after(0, 1000)).filter((one) => one.by === 'clock' && one.source === 'needs')
  t.same(entries.map((one) => [one.subject, one.type]), [
    ['0003', 'need-published'], ['0002', 'need-published'], ['0001', 'need-published'],
    ['0001', 'need-failed'], ['0002', 'need-failed'], ['0003', 'need-failed'],
  ])
})

t.test('two processes at the same date do it once', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  for (const id of ['0001', '0002', '0003', '0004']) await course.approved(id, new Date(app.clock.now().getTime() + days(1)))
  app.clock.advance(days(1))
  const chores = [1, 2, 3].map(() => createDueChore({ ...app.services, log: quiet, patience: 0 }))
  const moved = await Promise.all(chores.map((one) => one.run(() => true)))
  t.equal(moved.reduce((sum, one) => sum + one, 0), 4)
  await app.settle()
  const published = (await app.services.journal.after(0, 1000)).filter((one) => one.type === 'need-published')
  t.equal(published.length, 4)
})

t.test('a need whose rule refuses is reported once and does not hold up the others', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  await course.approved('0001', new Date(app.clock.now().getTime() + days(1)))
  await course.approved('0002', new Date(app.clock.now().getTime() + days(1)))
  app.clock.advance(days(1))
  const said: object[] = []
  const needs: DueParts['needs'] = {
    ...app.services.needs, decide: (id, rule) => (id === '0001' ? Promise.resolve(refused('not-due' as never)) : app.services.needs.decide(id, rule)),
  }
  const chore = createDueChore({ ...app.services, needs, log: { error: (details) => said.push(details) } })
  t.equal(await chore.run(() => true), 1)
  t.equal(await chore.run(() => true), 0)
  t.match(said, [{ need: '0001', refusal: 'not-due' }])
  t.equal(said.length, 1)
  t.equal((await course.found('0002')).status, 'published')
})

t.test('a need whose deadline passed while nobody was there goes back to the staff', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  const { content } = await course.approved('0001', new Date(app.clock.now().getTime() + days(1)))
  app.clock.set(new Date((content.deadline as Date).getTime() + 1))
  await app.settle()
  t.match(await course.found('0001'), { status: 'approved', publishAt: null, due: null })
  t.match((await (await app.as('officer')).get('/staff/queue')).body, content.title, 'they see it in their queue')
  for (const who of ['owner', 'officer'] as const) t.ok((await toldTo(app, who)).includes('未能按期发榜'), `${who} is told`)
})

t.test('a bid that another process is just writing keeps the competition from failing', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  const need = await course.published('0001')
  const { bids, connection, vault } = app.services
  const other = createIntake({ tickets: createTicketStore(connection), vault })
  const { id } = await course.bidFor('0001', 'researcher')
  await course.takeBack('0001', 'researcher')
  const bid = await wholeBid(app, id)
  const handedIn = submitBid(bid, openNeedOf(need), bid.content, { hash: 'a'.repeat(64), salt: 'b' }, cast('researcher'), app.clock.now())
  let goOn = (): void => {}
  const held = new Promise<void>((resolve) => { goOn = resolve })
  const writing = other.during(async () => { await held; return handedIn.ok && bids.save(bid, handedIn.value) })
  while ((await connection.collection('intake').countDocuments()) === 0) await sleep(5)
  app.clock.set(need.content.deadline as Date)
  const closing = createDueChore({ ...app.services, log: quiet }).run(() => true)
  await sleep(50)
  t.equal((await course.found('0001')).status, 'published', 'it waits')
  goOn()
  t.equal(await writing, 'saved')
  await closing
  t.equal((await course.found('0001')).status, 'closed')
})
