import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { codeOf, must } from '../bids/bid-steps.ts'
import { startApp } from '../support/app.ts'
import { appoint, declareNone, idsOf, marks, openedNeed, PANEL } from './review-steps.ts'

const app = await startApp(t)
const CANARY = 'CANARYROUTE'

t.test('staff choose a panel: odd, at least three, nobody from the issuer or a bidder', async (t) => {
  const { need } = await openedNeed(app)
  const officer = await app.as('officer')
  const page = await officer.get(`/staff/needs/${need}/panel`)
  t.match(page.body, CAST.reviewer)
  const refused: [object, string][] = [
    [{ reviewers: idsOf(['reviewer', 'secondReviewer']) }, 'panel-size'],
    [{ reviewers: idsOf(['reviewer', 'secondReviewer', 'thirdReviewer', 'fourthReviewer']) }, 'panel-even'],
    [{ reviewers: [...idsOf(['reviewer', 'secondReviewer']), CAST.reviewer] }, 'reviewer-twice'],
    [{ reviewers: [...idsOf(['reviewer', 'secondReviewer']), CAST.researcher] }, 'unknown-reviewer'],
    [{ reviewers: [] }, 'invalid'],
  ]
  for (const [body, code] of refused) t.equal(codeOf(await officer.api('POST', `/evaluations/${need}/panel`, body)), code)

  const moved = await app.services.people.find(CAST.secondReviewer)
  await app.services.people.save(moved as never, { ...moved, revision: (moved?.revision ?? 0) + 1, organisation: 'org-canglan' } as never)
  t.equal(codeOf(await officer.api('POST', `/evaluations/${need}/panel`, { reviewers: idsOf(PANEL) })), 'reviewer-conflicted')
  const barred = (await officer.api('GET', `/evaluations/${need}/panel`)).json() as { candidates: { person: string; conflicted: boolean }[] }
  t.equal(barred.candidates.find((one) => one.person === CAST.secondReviewer)?.conflicted, true)
  t.equal(barred.candidates.find((one) => one.person === CAST.reviewer)?.conflicted, false)
  const again = await app.services.people.find(CAST.secondReviewer)
  await app.services.people.save(again as never, { ...again, revision: (again?.revision ?? 0) + 1, organisation: moved?.organisation } as never)

  const appointed = await officer.submit(`/staff/needs/${need}/panel`, { reviewers: idsOf(PANEL) })
  t.equal(appointed.statusCode, 303)
  for (const who of ['owner', 'reviewer', 'researcher', 'stranger'] as const) {
    t.equal((await (await app.as(who)).get(`/staff/needs/${need}/panel`)).statusCode, 404, who)
    t.equal((await (await app.as(who)).api('POST', `/evaluations/${need}/panel`, { reviewers: idsOf(PANEL) })).statusCode, 404, who)
  }
  t.equal((await app.services.needs.find(need))?.panel.length, 3)
  const load = (await officer.api('GET', `/evaluations/${need}/panel`)).json() as { candidates: { load: number }[] }
  t.ok(load.candidates.every((one) => one.load === 0))
})

t.test('the declaration comes before any content; with a conflict nothing is shown, ever', async (t) => {
  const { need, bids } = await openedNeed(app, { route: CANARY })
  await appoint(app, need)
  const reviewer = await app.as('reviewer')
  const first = await reviewer.get(`/reviews/${need}`)
  t.equal(first.statusCode, 200)
  t.notMatch(first.body, CANARY)
  t.match(first.body, 'name="conflict"')
  const early = (await reviewer.api('GET', `/evaluations/${need}`)).json()
  t.same(early.bidders.sort(), ['org-canglan', 'org-jianghai'], 'who bids is what a conflict is about')
  t.notOk(early.bids)
  t.notMatch((await reviewer.api('GET', `/bids/${bids[0]}`)).body, CANARY)
  t.equal(codeOf(await reviewer.api('POST', `/evaluations/${need}/submission`, { revision: 0, marks: [] })), 'conflict-undeclared')

  const silent = await reviewer.submit(`/reviews/${need}/conflict`, { reason: '' }, { page: `/reviews/${need}` })
  t.equal(silent.statusCode, 422)
  t.match(silent.body, 'f-conflict-error')
  const why = await reviewer.submit(`/reviews/${need}/conflict`, { conflict: 'yes', reason: '' }, { page: `/reviews/${need}` })
  t.equal(why.statusCode, 422)
  t.match(why.body, 'f-reason-error')
  t.equal((await reviewer.submit(`/reviews/${need}/conflict`, { conflict: 'yes', reason: '曾共同承担项目' }, { page: `/reviews/${need}` })).statusCode, 303)
  for (const path of [`/reviews/${need}`, '/reviews']) t.notMatch((await reviewer.get(path)).body, /CANARYROUTE|沧澜|江海大学/)
  t.equal((await reviewer.api('GET', `/evaluations/${need}`)).json().bidders, undefined)
  t.equal((await reviewer.api('GET', `/bids/${bids[0]}`)).statusCode, 404)
  t.equal((await reviewer.api('GET', `/needs/${need}/bids`)).statusCode, 404)
  t.equal(codeOf(await reviewer.api('POST', `/evaluations/${need}/conflict`, { conflict: false })), 'already-declared')
  t.equal(codeOf(await reviewer.api('PUT', `/evaluations/${need}/scores`, { revision: 0, marks: [] })), 'not-reviewer')

  const officer = await app.as('officer')
  t.match((await officer.get(`/staff/needs/${need}/panel`)).body, '曾共同承担项目')
  t.equal(codeOf(await officer.api('POST', `/evaluations/${need}/panel`, { reviewers: [CAST.reviewer] })), 'reviewer-twice', 'who stepped back stays out')
  t.equal((await officer.submit(`/staff/needs/${need}/panel`, { reviewers: [CAST.fourthReviewer] })).statusCode, 303, 'replaced')
  await declareNone(app, need, ['fourthReviewer'])
  t.match((await (await app.as('fourthReviewer')).get(`/reviews/${need}`)).body, CANARY)
  for (const who of ['englishReviewer', 'researcher', 'owner', 'officer', 'stranger'] as const) {
    t.equal((await (await app.as(who)).get(`/reviews/${need}`)).statusCode, 404, who)
    t.equal((await (await app.as(who)).api('GET', `/evaluations/${need}`)).statusCode, 404, who)
  }
})

t.test('scores are saved, checked, handed in once, and then fixed', async (t) => {
  const { need, bids: [a, b] } = await openedNeed(app)
  await appoint(app, need)
  await declareNone(app, need)
  const reviewer = await app.as('reviewer')
  const put = (revision: number, points: Parameters<typeof marks>[0]) => reviewer.api('PUT', `/evaluations/${need}/scores`, { revision, marks: marks(points) })
  const send = (revision: number, points: Parameters<typeof marks>[0]) => reviewer.api('POST', `/evaluations/${need}/submission`, { revision, marks: marks(points) })

  t.equal(must(await put(0, { [a]: [80, null] })).revision, 1)
  t.match((await reviewer.get(`/reviews/${need}`)).body, 'value="80"')
  t.equal(codeOf(await put(0, { [a]: [10, null] })), 'conflict', 'another window')
  t.equal(codeOf(await put(1, { [a]: [101, 1] })), 'invalid')
  t.equal(codeOf(await put(1, { unknown: [1, 1] })), 'unknown-bid')
  const incomplete = await send(1, { [a]: [80, 70] })
  t.equal(codeOf(incomplete), 'scores-incomplete')
  t.equal(incomplete.json().errors.length, 2)

  const form = { revision: '1', intent: 'submit', marks: [{ bid: a, comment: '好', scores: [{ criterion: 'c1', score: '八十' }, { criterion: 'c2', score: '' }] }] }
  const typed = await reviewer.submit(`/reviews/${need}/scores`, form, { page: `/reviews/${need}` })
  t.equal(typed.statusCode, 422)
  t.match(typed.body, 'value="八十"')
  t.match(typed.body, 'f-marks-0-scores-0-score-error')
  const empty = { ...form, marks: [a, b].map((bid) => ({ bid, comment: '', scores: [{ criterion: 'c1', score: '' }, { criterion: 'c2', score: '60' }] })) }
  const unscored = await reviewer.submit(`/reviews/${need}/scores`, empty, { page: `/reviews/${need}` })
  t.equal(unscored.statusCode, 422, 'nothing typed is not zero points')

  must(await send(1, { [a]: [80, 70], [b]: [60, 90] }))
  must(await send(1, { [a]: [80, 70], [b]: [60, 90] }))
  t.equal(codeOf(await send(2, { [a]: [81, 70], [b]: [60, 90] })), 'already-submitted', 'other scores are another matter')
  t.equal(codeOf(await put(2, { [a]: [81, 70] })), 'already-submitted')
  const page = await reviewer.get(`/reviews/${need}`)
  t.match(page.body, 'readonly')
  const events = (await app.services.journal.about(need)).filter((one) => one.type === 'scores-submitted')
  await app.settle()
  t.equal(events.length <= 1 && (await app.services.journal.about(need)).filter((one) => one.type === 'scores-submitted').length, 1)
})

t.test('a crash between sheet and decision is healed by handing in again', async (t) => {
  const { need, bids: [a, b] } = await openedNeed(app)
  await appoint(app, need)
  await declareNone(app, need)
  const reviewer = await app.as('reviewer')
  const { decide } = app.services.needs
  app.services.needs.decide = async () => { throw new Error('power cut') }
  const body = { revision: 0, marks: marks({ [a]: [80, 70], [b]: [60, 90] }) }
  t.equal((await reviewer.api('POST', `/evaluations/${need}/submission`, body)).statusCode, 500)
  app.services.needs.decide = decide
  const half = await app.services.needs.find(need)
  t.equal(half?.panel.find((one) => one.person === CAST.reviewer)?.submitted, false)
  t.same(await app.services.rankingFor(half as never), [], 'half a hand-in does not count')
  must(await reviewer.api('POST', `/evaluations/${need}/submission`, body))
  t.equal((await app.services.needs.find(need))?.panel.find((one) => one.person === CAST.reviewer)?.submitted, true)
})

t.test('all reviewers at once; then staff see ranking and outliers, not before', async (t) => {
  const { need, bids: [a, b] } = await openedNeed(app)
  await appoint(app, need)
  await Promise.all(PANEL.map(async (part) => must(await (await app.as(part)).api('POST', `/evaluations/${need}/conflict`, { conflict: false, reason: '' }))))
  const officer = await app.as('officer')
  const points = { reviewer: [80, 80], secondReviewer: [82, 82], thirdReviewer: [40, 40] } as const
  const handInAs = async (part: (typeof PANEL)[number]) => must(await (await app.as(part)).api('POST', `/evaluations/${need}/submission`, {
    revision: 0, marks: marks({ [a]: points[part], [b]: [70, 60] }),
  }))
  await handInAs('reviewer')
  t.equal((await officer.api('GET', `/evaluations/${need}/results`)).statusCode, 404, 'early figures would steer the others')
  await Promise.all([handInAs('secondReviewer'), handInAs('thirdReviewer')])
  const results = (await officer.api('GET', `/evaluations/${need}/results`)).json()
  t.match(results.ranking, [{ bid: a, rank: 1, organisation: 'org-jianghai' }, { bid: b, rank: 2, total: 66 }])
  t.equal(results.ranking[0].total, (80 + 82 + 40) / 3)
  t.match(results.outliers, [{ reviewer: CAST.thirdReviewer, bid: a, total: 40, median: 80 }])
  t.same(await app.services.rankingFor(await app.services.needs.find(need) as never), results.ranking)
  t.match((await officer.get(`/staff/needs/${need}/panel?lang=en`)).body, '>apart<')
  for (const who of ['owner', 'reviewer', 'researcher', 'stranger'] as const) {
    t.equal((await (await app.as(who)).api('GET', `/evaluations/${need}/results`)).statusCode, 404, who)
  }
  const mine = (await (await app.as('reviewer')).api('GET', '/evaluations')).json() as { items: { need: string; state: string }[] }
  t.equal(mine.items.find((one) => one.need === need)?.state, 'handed-in')
})

t.test('a conflict that shows late voids the scores; the seat is filled again before anything is decided', async (t) => {
  const { need, bids: [a, b] } = await openedNeed(app, { route: CANARY })
  await appoint(app, need)
  await declareNone(app, need)
  for (const part of PANEL) {
    const points = part === 'reviewer' ? [100, 100] as const : [70, 70] as const
    must(await (await app.as(part)).api('POST', `/evaluations/${need}/submission`, { revision: 0, marks: marks({ [a]: points, [b]: [60, 60] }) }))
  }
  const reviewer = await app.as('reviewer')
  const silent = await reviewer.submit(`/reviews/${need}/conflict`, { conflict: 'yes', reason: '' }, { page: `/reviews/${need}` })
  t.equal(silent.statusCode, 422)
  t.match(silent.body, 'f-reason-error')
  t.equal((await reviewer.submit(`/reviews/${need}/conflict`, { conflict: 'yes', reason: '刚得知亲属任职' }, { page: `/reviews/${need}` })).statusCode, 303)
  t.notMatch((await reviewer.get(`/reviews/${need}`)).body, CANARY)
  const officer = await app.as('officer')
  t.equal((await officer.api('GET', `/evaluations/${need}/results`)).statusCode, 404, 'no quorum any more')
  const left = await app.services.rankingFor(await app.services.needs.find(need) as never)
  t.match(left, [{ bid: a, total: 70 }, { bid: b, total: 60 }], 'only the others count')
  await appoint(app, need, ['fourthReviewer'])
  await declareNone(app, need, ['fourthReviewer'])
  must(await (await app.as('fourthReviewer')).api('POST', `/evaluations/${need}/submission`, { revision: 0, marks: marks({ [a]: [40, 40], [b]: [60, 60] }) }))
  const results = (await officer.api('GET', `/evaluations/${need}/results`)).json()
  t.same(results.ranking.map((one: { total: number }) => one.total), [60, 60])
})
