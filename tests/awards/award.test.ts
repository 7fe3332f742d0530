import t from 'tap'
import type { Need } from '../../server/modules/competition/need.ts'
import { bothLanguages, codeOf, happened, notTheirs, oneOf, refusedBoth } from './answers.ts'
import { startDemo } from './demonstration.ts'

const MEMBRANE = 'need-exchange-membrane'
const LANDING = 'need-landing-pad'
const BIDS = { first: 'bid-membrane-tongchuan', second: 'bid-membrane-canglan', third: 'bid-membrane-xianneng' }
const at = (need: string) => ({ form: `/needs/${need}/award`, page: `/needs/${need}/award`, api: `/awards/${need}/proposal` })
const desk = (need: string, action = '') => ({
  form: `/staff/needs/${need}/award${action}`, page: `/staff/needs/${need}/award`, api: `/awards/${need}${action || '/confirmation'}`,
})
const both = (body: object) => ({ form: body, api: body })
const COMPLETE = { winner: BIDS.first, reason: '', feedback: { [BIDS.second]: '面电阻没有达标，请补充数据。', [BIDS.third]: '没有涉及膜材料本身。' } }

const app = await startDemo(t)
const issuer = await app.as('person-mo-qing')
const officer = await app.as('officer')
const secondOfficer = await app.as('secondOfficer')
const stranger = await app.as('stranger')
const bidder = await app.as('rivalResearcher')
const needOf = async (id: string) => await app.services.needs.find(id) as Need

t.test('only the issuer proposes, and sees the ranking', async (t) => {
  const others = { stranger, bidder, reviewer: await app.as('reviewer'), officer, auditor: await app.as('auditor') }
  await notTheirs(t, app, others, at(MEMBRANE), COMPLETE)
  const { zh, en } = await bothLanguages(t, issuer, at(MEMBRANE).page)
  t.match(zh, '第 1 名')
  t.match(en, 'Rank 1')
  t.equal((await needOf(MEMBRANE)).status, 'evaluating')
  t.equal((await issuer.get('/needs/no-such-need/award')).statusCode, 404)
})

t.test('a proposal that is not complete comes back as it was typed', async (t) => {
  const refuse = (body: object, code: string) => refusedBoth(t, issuer, at(MEMBRANE), both(body), 422, code)
  const typed = { ...COMPLETE, reason: '第二名更合适', winner: '' }
  const none = await refuse(typed, 'unknown-bid')
  t.match(none.body, 'id="f-winner-error"')
  for (const text of ['第二名更合适', '面电阻没有达标', '没有涉及膜材料本身']) t.match(none.body, text, 'kept')

  await refuse({ ...COMPLETE, winner: 'bid-driver-tongchuan' }, 'unknown-bid')
  t.match((await refuse({ ...COMPLETE, winner: BIDS.second }, 'reason-missing')).body, 'id="f-reason-error"')
  const silent = await refuse({ ...COMPLETE, feedback: { [BIDS.second]: '面电阻没有达标', [BIDS.third]: '  ' } }, 'feedback-missing')
  t.match(silent.body, `id="f-feedback-${BIDS.third}-error"`)
  t.notMatch(silent.body, `id="f-feedback-${BIDS.second}-error"`)
  t.match(silent.body, new RegExp(`value="${BIDS.first}"[^>]* checked`), 'the choice is kept')

  const long = await issuer.submit(at(MEMBRANE).form, { ...COMPLETE, reason: '长'.repeat(4001) })
  t.equal(long.statusCode, 422)
  t.match(long.body, 'id="f-reason-error"')
  const extra = await issuer.api('POST', at(MEMBRANE).api, { ...COMPLETE, rank: 1 })
  t.match([extra.statusCode, codeOf(extra)], [400, 'invalid'])
  t.equal((await needOf(MEMBRANE)).status, 'evaluating')
})

t.test('a bid below the threshold cannot win', async (t) => {
  const ranking = await app.services.rankingFor(await needOf(MEMBRANE))
  const weak = ranking.find((one) => one.total < 60)
  t.equal(weak?.bid, BIDS.third)
  const refused = await refusedBoth(t, issuer, at(MEMBRANE), both({ ...COMPLETE, winner: BIDS.third, reason: '仍然选它' }), 422, 'below-threshold')
  t.match(refused.body, 'id="f-winner-error"')
})

t.test('nobody proposes before the panel is done, or in a competition that is elsewhere', async (t) => {
  const early = await app.as('person-rong-bo')
  await refusedBoth(t, early, at('need-methanol-supply'), both(COMPLETE), 409, 'no-quorum')
  await bothLanguages(t, early, at('need-methanol-supply').page)
  const open = await (await app.as('owner')).api('POST', at('need-mooring').api, COMPLETE)
  t.match([open.statusCode, codeOf(open)], [409, 'not-evaluating'])
  t.equal((await (await app.as('owner')).get(at('need-mooring').page)).statusCode, 404)
})

t.test('many proposals at once: one counts, and the others keep what was typed', async (t) => {
  const codes = await oneOf(t, Array.from({ length: 5 }, () => () => issuer.api('POST', at(MEMBRANE).api, COMPLETE)))
  for (const code of codes) t.match(code, /^(conflict|not-evaluating)$/)
  t.equal(await happened(app, MEMBRANE, 'award-proposed'), 1)
  const late = await refusedBoth(t, issuer, at(MEMBRANE), both({ ...COMPLETE, reason: '写了很久的理由' }), 409, 'not-evaluating')
  t.match(late.body, '写了很久的理由', 'what was typed can still be copied')
  t.match(late.body, '面电阻没有达标')
  await bothLanguages(t, issuer, at(MEMBRANE).page)
})

t.test('before the confirmation nobody else learns the winner', async (t) => {
  for (const [name, who] of Object.entries({ anonymous: app.anonymous, stranger, bidder })) {
    t.equal((await who.api('GET', `/awards/${MEMBRANE}`)).statusCode, 404, name)
    t.notMatch((await who.get(`/needs/${MEMBRANE}`)).body, '桐川', name)
    t.notMatch((await who.get('/results')).body, MEMBRANE, name)
  }
  t.equal((await issuer.api('GET', `/awards/${MEMBRANE}`)).statusCode, 200)
})

t.test('staff return it with a reason that only the issuer reads', async (t) => {
  const back = desk(MEMBRANE, '/return')
  const body = { reason: '请说明CANARY为何第二名未被考虑' }
  await notTheirs(t, app, { stranger, bidder, issuer, administrator: await app.as('administrator') }, back, body)
  const empty = await refusedBoth(t, officer, back, both({ reason: ' ' }), 422, 'reason-missing')
  t.match(empty.body, 'id="f-reason-error"')
  await bothLanguages(t, officer, back.page)
  const returned = await officer.submit(back.form, body, { page: back.page })
  t.match([returned.statusCode, returned.headers.location], [303, '/staff/queue'])
  t.equal((await needOf(MEMBRANE)).status, 'evaluating')
  t.match((await issuer.get(`/needs/${MEMBRANE}`)).body, 'CANARY')
  for (const who of [app.anonymous, stranger, bidder]) {
    t.notMatch((await who.get(`/needs/${MEMBRANE}`)).body, 'CANARY')
    t.notMatch((await who.api('GET', `/needs/${MEMBRANE}`)).body, 'CANARY')
  }
  t.match([(await officer.api('POST', back.api, body)).statusCode], [409], 'once')
})

t.test('the second rank may win with a reason', async (t) => {
  const values = { winner: BIDS.second, reason: '第一名无法按期开工', feedback: { [BIDS.first]: '请落实产能', [BIDS.third]: '未触及膜材料' } }
  const sent = await issuer.submit(at(MEMBRANE).form, values)
  t.match([sent.statusCode, sent.headers.location], [303, `/needs/${MEMBRANE}`])
  t.match((await needOf(MEMBRANE)).award, { winner: BIDS.second, reason: '第一名无法按期开工' })
  t.match((await issuer.get(String(sent.headers.location))).body, 'notice success')
})

t.test('only staff confirm, and never what they proposed themselves', async (t) => {
  const { form, page, api } = desk(LANDING)
  await notTheirs(t, app, { stranger, bidder, issuer: await app.as('person-mia-hartwell'), auditor: await app.as('auditor') }, { form, page, api }, {})
  await bothLanguages(t, officer, page)
  const mine = await needOf(MEMBRANE)
  await app.services.connection.collection('needs').updateOne({ _id: MEMBRANE as never }, { $set: { 'award.proposedBy': 'person-cao-ping' } })
  await refusedBoth(t, officer, desk(MEMBRANE), both({}), 403, 'own-need')
  await refusedBoth(t, officer, desk(MEMBRANE, '/return'), both({ reason: '再看看' }), 403, 'own-need')
  t.equal((await needOf(MEMBRANE)).revision, mine.revision)
})

t.test('two of the staff confirm at once: one publicity, one end of it', async (t) => {
  const codes = await oneOf(t, [officer, secondOfficer, officer, secondOfficer].map((who) => () => who.api('POST', desk(LANDING).api)))
  for (const code of codes) t.match(code, /^(conflict|not-proposed)$/)
  const { award, status } = await needOf(LANDING)
  t.equal(status, 'publicised')
  t.equal(await happened(app, LANDING, 'award-confirmed'), 1)
  await refusedBoth(t, officer, desk(LANDING), both({}), 409, 'not-proposed')
  const typed = await refusedBoth(t, officer, desk(LANDING, '/return'), both({ reason: '来不及退回的理由' }), 409, 'not-proposed')
  t.match(typed.body, '来不及退回的理由', 'what was typed can still be copied')

  const shown = await app.anonymous.api('GET', `/awards/${LANDING}`)
  t.match(shown.json(), { winner: { bid: 'bid-landing-nanping', publicityEnds: award?.publicityEnds?.toISOString() } })
  t.notOk('ranking' in shown.json(), 'ranking and feedback stay with issuer and staff')
  const { en } = await bothLanguages(t, app.anonymous, '/results')
  t.match(en, `/needs/${LANDING}`)
  const listed = (await app.anonymous.api('GET', '/awards')).json() as { items: { id: string; ranking?: unknown; objections?: unknown }[] }
  t.ok(listed.items.some((one) => one.id === LANDING))
  t.notOk(listed.items.some((one) => one.ranking ?? one.objections))
})

t.test('staff end a competition only when no bid is good enough', async (t) => {
  const failing = (need: string) => ({ ...desk(need, '/failure'), page: `/staff/needs/${need}/panel` })
  await notTheirs(t, app, { stranger, issuer }, { form: failing(MEMBRANE).form, api: failing(MEMBRANE).api }, {})
  await refusedBoth(t, officer, failing('need-methanol-supply'), both({}), 409, 'no-quorum')
  t.equal(codeOf(await officer.api('POST', failing(LANDING).api)), 'not-evaluating')
  t.equal((await secondOfficer.api('POST', desk(MEMBRANE, '/return').api, { reason: '重新评价' })).statusCode, 200)
  await refusedBoth(t, officer, failing(MEMBRANE), both({}), 409, 'bid-qualified')

  for (const sheet of await app.services.scoreSheets.ofNeed(MEMBRANE)) {
    const weak = sheet.marks.map((mark) => ({ ...mark, scores: mark.scores.map((one) => ({ ...one, score: 10 })) }))
    t.equal(await app.services.scoreSheets.save(sheet, { ...sheet, marks: weak, final: weak, revision: sheet.revision + 1 }), 'saved')
  }
  const codes = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', failing(MEMBRANE).api)))
  t.match(codes, [/^(conflict|not-evaluating)$/])
  t.match(await needOf(MEMBRANE), { status: 'failed', reason: 'no-winner-left' })
  t.match((await app.anonymous.get('/results?lang=en')).body, `/needs/${MEMBRANE}`)
  t.equal((await app.anonymous.api('GET', `/awards/${MEMBRANE}`)).statusCode, 404, 'nobody won')
})
