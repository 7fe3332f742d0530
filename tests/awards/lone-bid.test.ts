import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { freshNeed, handIn, must, openBids } from '../bids/bid-steps.ts'
import { appoint, declareNone, marks, PANEL } from '../evaluation/review-steps.ts'
import { startApp } from '../support/app.ts'
import { codeOf, oneOf, refusedBoth } from './answers.ts'

const app = await startApp(t)

/** A need whose only bid the panel found good, with its winner proposed by the form. */
async function proposedAlone(): Promise<string> {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  await openBids(app, need)
  await appoint(app, need)
  await declareNone(app, need)
  for (const part of PANEL) must(await (await app.as(part)).api('POST', `/evaluations/${need}/submission`, { revision: 0, marks: marks({ [bid]: [85, 80] }) }))
  const sent = await (await app.as('owner')).submit(`/needs/${need}/award`, { winner: bid, reason: '' })
  t.match([sent.statusCode, sent.headers.location], [303, `/needs/${need}`])
  await app.settle()
  return need
}

const deskOf = (need: string) => ({ form: `/staff/needs/${need}/award`, page: `/staff/needs/${need}/award`, api: `/awards/${need}/confirmation` })
const needOf = async (id: string) => app.services.needs.find(id)
const NOTHING = { form: {}, api: {} }

t.test('the winner of a lone bid is confirmed by two officers, through the pages', async (t) => {
  const need = await proposedAlone()
  const [first, second, desk] = [await app.as('officer'), await app.as('secondOfficer'), deskOf(need)]
  const once = await first.submit(desk.form)
  t.match([once.statusCode, once.headers.location], [303, `/needs/${need}`])
  t.match((await first.get(`/needs/${need}`)).body, '已确认，等待另一名工作人员确认')
  t.match(await needOf(need), { status: 'proposed', award: { firstConfirmedBy: CAST.officer, confirmedBy: null } })
  t.equal((await app.anonymous.api('GET', `/awards/${need}`)).statusCode, 404, 'nobody else learns of a winner yet')

  const again = await refusedBoth(t, first, desk, NOTHING, 403, 'second-officer')
  t.match(again.body, '您已经确认过，需要另一名工作人员确认')
  for (const who of ['owner', 'administrator', 'researcher'] as const) {
    t.equal((await (await app.as(who)).api('POST', desk.api)).statusCode, 404, who)
  }
  t.equal((await needOf(need))?.status, 'proposed')

  t.match((await second.get('/staff/queue')).body, desk.page, 'it waits for the other one')
  t.equal((await second.submit(desk.form)).statusCode, 303)
  t.match(await needOf(need), { status: 'publicised', award: { firstConfirmedBy: CAST.officer, confirmedBy: CAST.secondOfficer } })
  t.equal((await app.anonymous.api('GET', `/awards/${need}`)).statusCode, 200)
  t.equal(codeOf(await second.api('POST', desk.api)), 'not-proposed', 'replayed')
})

t.test('two officers at the same moment: one confirmation counts, and the other is asked for again', async (t) => {
  const need = await proposedAlone()
  const [first, second, desk] = [await app.as('officer'), await app.as('secondOfficer'), deskOf(need)]
  const answers = await Promise.all([first, second, first, second].map((who) => who.api('POST', desk.api)))
  t.ok(answers.every(({ statusCode }) => [200, 403, 409].includes(statusCode)))
  const { award, status } = await needOf(need) ?? {}
  t.not(award?.firstConfirmedBy, award?.confirmedBy, 'never both by one')
  if (status === 'proposed') await oneOf(t, [() => (award?.firstConfirmedBy === CAST.officer ? second : first).api('POST', desk.api)])
  t.equal((await needOf(need))?.status, 'publicised')
})

t.test('by the API alone it takes two as well', async (t) => {
  const need = await proposedAlone()
  const { api } = deskOf(need)
  t.match((await (await app.as('officer')).api('POST', api)).json(), { status: 'proposed' })
  t.match((await (await app.as('officer')).api('POST', api)).json(), { status: 403, code: 'second-officer' })
  t.match((await (await app.as('secondOfficer')).api('POST', api)).json(), { status: 'publicised' })
})
