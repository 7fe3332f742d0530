import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { codeOf, must } from '../bids/bid-steps.ts'
import { appoint, declareNone, marks, openedNeed, PANEL } from '../evaluation/review-steps.ts'
import { startApp } from '../support/app.ts'

const app = await startApp(t)

t.test('staff replace a reviewer who does not come to it', async (t) => {
  const { need } = await openedNeed(app)
  await appoint(app, need)
  const officer = await app.as('officer')
  const path = `/staff/needs/${need}/panel`
  t.match((await officer.get(path)).body, `${path}/replacement`)
  const swap = { replaced: CAST.reviewer, substitute: CAST.fourthReviewer, reason: '联系不上' }

  const unsaid = await officer.submit(`${path}/replacement`, { ...swap, reason: ' ' }, { page: path })
  t.equal(unsaid.statusCode, 422)
  t.match(unsaid.body, /f-reason-error/)
  for (const wrong of [{ substitute: CAST.researcher }, { substitute: 'nobody' }]) {
    t.equal(codeOf(await officer.api('POST', `/evaluations/${need}/panel/replacement`, { ...swap, ...wrong })), 'unknown-reviewer')
  }
  t.equal((await (await app.as('owner')).api('POST', `/evaluations/${need}/panel/replacement`, swap)).statusCode, 404)

  t.equal((await officer.submit(`${path}/replacement`, swap, { page: path })).statusCode, 303)
  t.equal(codeOf(await officer.api('POST', `/evaluations/${need}/panel/replacement`, swap)), 'not-reviewer', 'again')
  t.equal((await (await app.as('reviewer')).get(`/reviews/${need}`)).statusCode, 404)
  t.equal((await (await app.as('fourthReviewer')).get(`/reviews/${need}`)).statusCode, 200)
})

t.test('staff end a competition in which no bid is good enough', async (t) => {
  const { need, bids } = await openedNeed(app)
  await appoint(app, need)
  await declareNone(app, need)
  const officer = await app.as('officer')
  const fail = () => officer.api('POST', `/awards/${need}/failure`, {})
  t.equal(codeOf(await fail()), 'no-quorum')
  for (const part of PANEL) {
    must(await (await app.as(part)).api('POST', `/evaluations/${need}/submission`, { revision: 0, marks: marks({ [bids[0]]: [40, 50], [bids[1]]: [30, 20] }) }))
  }
  const path = `/staff/needs/${need}/panel`
  t.match((await officer.get(path)).body, `/staff/needs/${need}/award/failure`)
  t.equal((await (await app.as('owner')).api('POST', `/awards/${need}/failure`, {})).statusCode, 404)
  t.equal((await officer.submit(`/staff/needs/${need}/award/failure`, {}, { page: path })).statusCode, 303)
  t.match((await app.anonymous.api('GET', `/needs/${need}`)).json(), { status: 'failed', reason: 'no-winner-left' })
  t.equal(codeOf(await fail()), 'not-evaluating')
})
