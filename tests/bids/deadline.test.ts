import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Need } from '../../server/modules/competition/need.ts'
import { run } from '../../scripts/campaigns/deadline.ts'
import { createIntake } from '../../server/modules/bids/intake.ts'
import { createTicketStore } from '../../server/modules/bids/ticket-store.ts'
import { startApp } from '../support/app.ts'
import { codeOf, completeBid, completeForm, freshNeed, handIn, must, passDeadline, wholeBid } from './bid-steps.ts'

t.setTimeout(300_000)
const app = await startApp(t)
const deadlineOf = async (need: string) => (await app.services.needs.find(need))?.content.deadline as Date

t.test('the deadline: in time by a millisecond, late by none and by one', async (t) => {
  const need = await freshNeed(app)
  const deadline = await deadlineOf(need)
  const client = await app.as('researcher')
  const bid = must(await client.api('POST', `/needs/${need}/bids`, completeBid()), 201)
  const send = (revision: number) => client.api('POST', `/bids/${bid.id}/submission`, { revision, content: completeBid() })

  app.clock.set(new Date(deadline.getTime() - 1))
  must(await send(1))
  for (const late of [0, 1]) {
    app.clock.set(new Date(deadline.getTime() + late))
    const refused = await send(2)
    t.equal(refused.statusCode, 409)
    t.equal(codeOf(refused), 'deadline-passed', `late by ${late} ms`)
    t.equal(codeOf(await client.api('POST', `/bids/${bid.id}/withdrawal`)), 'deadline-passed')
  }
  const page = await client.submit(`/needs/${need}/bid`, completeForm({ bid: bid.id, revision: '2', intent: 'submit', route: '迟到的路线' }), { page: `/bids/${bid.id}` })
  t.equal(page.statusCode, 409)
  t.match(page.body, '迟到的路线', 'what was typed is shown')
  await app.settle()
  t.equal((await app.services.needs.find(need))?.status, 'closed', 'the bid in time counts')
  t.equal(codeOf(await send(2)), 'deadline-passed', 'also when the clock has closed the need')
})

/** Decides something a millisecond before the deadline, lets the deadline pass while it is being written, and counts. */
async function countWhileWriting(t: Test, need: string, decide: () => Promise<{ statusCode: number }>): Promise<{ bids: number }> {
  const deadline = await deadlineOf(need)
  app.clock.set(new Date(deadline.getTime() - 1))
  const { save } = app.services.bids
  let release = (): void => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  let reached = (): void => {}
  const writing = new Promise<void>((resolve) => { reached = resolve })
  app.services.bids.save = async (...change) => { reached(); await held; return save(...change) }
  t.teardown(() => { app.services.bids.save = save })
  const sent = decide()
  await writing
  app.clock.set(deadline)
  const counted = app.services.sealedFacts(await app.services.needs.find(need) as Need)
  await sleep(50)
  release()
  t.equal((await sent).statusCode, 200)
  app.services.bids.save = save
  return counted
}

t.test('the clock waits for a hand-in that came in time and is still being written', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  const bid = must(await client.api('POST', `/needs/${need}/bids`, completeBid()), 201)
  const counted = await countWhileWriting(t, need, () => client.api('POST', `/bids/${bid.id}/submission`, { revision: 1 }))
  t.equal(counted.bids, 1)
  await app.settle()
  t.equal((await app.services.needs.find(need))?.status, 'closed', 'not failed for lack of bids')
})

t.test('and for one that is taken back in time', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  const bid = must(await client.api('POST', `/needs/${need}/bids`, completeBid()), 201)
  must(await client.api('POST', `/bids/${bid.id}/submission`, { revision: 1 }))
  const counted = await countWhileWriting(t, need, () => client.api('POST', `/bids/${bid.id}/withdrawal`))
  t.equal(counted.bids, 0)
})

t.test('drafts and bids taken back do not count at the deadline', async (t) => {
  const need = await freshNeed(app)
  must(await (await app.as('rivalResearcher')).api('POST', `/needs/${need}/bids`, completeBid()), 201)
  const bid = await handIn(app, need, 'researcher')
  must(await (await app.as('researcher')).api('POST', `/bids/${bid}/withdrawal`))
  await passDeadline(app, need)
  t.equal((await app.services.needs.find(need))?.status, 'failed')
  t.equal((await app.services.bids.find(bid))?.status, 'withdrawn')
})


t.test('hand-ins around the deadline in two processes: none late accepted, none in time refused, all accepted counted', async (t) => {
  const { figures, faults } = await run({ seed: 20261127, bids: 100 })
  t.same(faults, [])
  t.equal(figures['accepted'], figures['in time'])
  t.ok(Number(figures['in time']) > 20, JSON.stringify(figures))
})

t.test('whoever holds a ticket too long finds the bid frozen', async (t) => {
  const need = await freshNeed(app)
  const id = await handIn(app, need, 'researcher')
  const { bids, connection, vault } = app.services
  const tickets = createTicketStore(connection)
  const patient = createIntake({ tickets, vault, ticketMs: 30 })
  await tickets.take({ id: 'dead', takenAt: new Date() })
  const bid = await wholeBid(app, id)
  app.clock.set(await deadlineOf(need))
  t.equal(await patient.end(need, await deadlineOf(need)), false)
  await bids.freeze(need)
  t.equal(await bids.save(bid, { ...bid, revision: bid.revision + 1, status: 'withdrawn', receipt: null }), 'conflict')
  t.equal(await vault.intakeEnded(need, await deadlineOf(need)), true)
  t.equal(await vault.intakeEnded(need, new Date((await deadlineOf(need)).getTime() + 1)), false, 'a later deadline opens it again')
})
