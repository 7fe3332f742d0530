import t from 'tap'
import { bothLanguages, codeOf, happened, notTheirs, oneOf, refusedBoth } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'
import type { Need } from '../../server/modules/competition/need.ts'

const DRIVER = 'need-gate-driver'
const CARBON = 'need-hard-carbon'
const at = (need: string, action = '', api = action) => ({ form: `/needs/${need}/contract${action}`, page: `/needs/${need}/contract`, api: `/contracts/${need}${api}` })
const SIGN = at(DRIVER, '/signature', '/signatures')
const REGISTER = at(DRIVER, '/registration')
const TERMS = { category: 'development', amount: 1_600_000, terms: '按三期付款，验收以连续满载记录为准。' }
/** The same as a browser sends it: in 万元. */
const TYPED = { ...TERMS, amount: '160' }
const both = (body: object) => ({ form: body, api: body })

const app = await startDemo(t)
const issuer = await app.as('thirdIssuer')
const performer = await app.as('fifthResearcher')
const teammate = await app.as('person-mei-qi')
const officer = await app.as('officer')
const loser = await app.as('sixthResearcher')
const stranger = await app.as('stranger')
const needOf = async (id: string) => await app.services.needs.find(id) as Need
const revision = async () => (await needOf(DRIVER)).revision

t.test('a contract is between its parties and the staff', async (t) => {
  await notTheirs(t, app, { stranger, loser, reviewer: await app.as('reviewer') }, at(DRIVER), TERMS)
  for (const who of [issuer, performer, teammate, officer]) {
    const { zh } = await bothLanguages(t, who, at(DRIVER).page)
    t.match(zh, '连续满载一千小时')
    t.equal((await who.api('GET', `/contracts/${DRIVER}`)).statusCode, 200)
    t.ok(((await who.api('GET', '/contracts')).json() as { items: { id: string }[] }).items.some((one) => one.id === DRIVER))
  }
  for (const who of [stranger, loser]) {
    t.equal((await who.api('GET', `/contracts/${DRIVER}`)).statusCode, 404)
    t.notMatch((await who.api('GET', '/contracts')).body, DRIVER)
  }
  t.equal((await app.anonymous.api('GET', '/contracts')).statusCode, 401)
  t.notMatch((await app.anonymous.get(`/needs/${DRIVER}`)).body, '连续满载一千小时')
  t.equal((await issuer.get('/needs/need-copper-sintering/contract')).statusCode, 404, 'an open competition has none')
  t.equal((await performer.api('POST', at(DRIVER).api, TERMS)).statusCode, 404, 'the issuer writes it')
})

t.test('bad input stays on the form, beside its field', async (t) => {
  const wrong = await issuer.submit(at(DRIVER).form, { category: 'gift', amount: '许多', terms: '写了很久的条款' })
  t.equal(wrong.statusCode, 422)
  for (const part of ['id="f-category-error"', 'id="f-amount-error"', '许多', '写了很久的条款']) t.match(wrong.body, part)
  const free = await issuer.submit(at(DRIVER).form, { ...TYPED, amount: '0' })
  t.match([free.statusCode, free.body], [422, 'id="f-amount-error"'])
  const call = await issuer.api('POST', at(DRIVER).api, { ...TERMS, amount: 0.5 })
  t.match([call.statusCode, codeOf(call)], [400, 'invalid'])
  t.equal((await needOf(DRIVER)).contract?.amount, 1_480_000)
})

t.test('the contract that was read is signed, no other', async (t) => {
  const read = await revision()
  t.match((await performer.get(SIGN.page)).body, `name="revision" value="${read}"`)
  t.equal((await issuer.submit(at(DRIVER).form, TYPED)).statusCode, 303, 'the issuer changes it meanwhile')
  t.same((await needOf(DRIVER)).contract?.signatures, [], 'and both sign again')
  const stale = await refusedBoth(t, performer, SIGN, both({ revision: read }), 409, 'conflict')
  t.match(stale.body, '连续满载记录为准', 'the new terms are there to read')
  t.match(stale.body, `name="revision" value="${await revision()}"`, 'and to sign')
  t.equal((await performer.submit(SIGN.form, {}, { page: SIGN.page })).statusCode, 422, 'signing nothing in particular')
  t.equal((await performer.api('POST', SIGN.api)).statusCode, 400)
  t.same((await needOf(DRIVER)).contract?.signatures, [])
})

t.test('only the parties sign, each once', async (t) => {
  await notTheirs(t, app, { stranger, loser, officer }, { form: SIGN.form, api: SIGN.api }, { revision: await revision() })
  await refusedBoth(t, officer, REGISTER, both({ registration: 'JS-1' }), 409, 'not-signed')
  const read = await revision()
  const codes = await oneOf(t, [performer, teammate, performer].map((who) => () => who.api('POST', SIGN.api, { revision: read })))
  for (const code of codes) t.equal(code, 'conflict')
  await refusedBoth(t, teammate, SIGN, both({ revision: await revision() }), 409, 'already-signed')
  const signed = await issuer.submit(SIGN.form, { revision: await revision() }, { page: SIGN.page })
  t.match([signed.statusCode, signed.headers.location], [303, SIGN.page])
  t.same((await needOf(DRIVER)).contract?.signatures.map((one) => [one.side, one.person]), [['performer', (await needOf(DRIVER)).contract?.signatures[0]?.person], ['issuer', 'person-ke-ning']])
  t.equal((await needOf(DRIVER)).due, null, 'the signing deadline no longer threatens')
})

t.test('signed by both, it is neither rewritten nor declined', async (t) => {
  const late = await refusedBoth(t, issuer, at(DRIVER), { form: { ...TYPED, terms: '补充的条款' }, api: TERMS }, 409, 'already-signed')
  t.match(late.body, '补充的条款', 'what was typed can still be copied')
  const decline = await refusedBoth(t, performer, at(DRIVER, '/decline'), both({ reason: '人手不够了' }), 409, 'already-signed')
  t.match(decline.body, '人手不够了', 'what was typed can still be copied')
})

t.test('staff register it, once', async (t) => {
  await notTheirs(t, app, { stranger, issuer, performer }, { form: REGISTER.form, api: REGISTER.api }, { registration: 'JS-1' })
  const empty = await refusedBoth(t, officer, REGISTER, both({ registration: ' ' }), 422, 'number-missing')
  t.match(empty.body, 'id="f-registration-error"')
  t.match((await officer.submit(REGISTER.form, { registration: '9'.repeat(81) }, { page: REGISTER.page })).body, 'id="f-registration-error"')
  const codes = await oneOf(t, [officer, await app.as('secondOfficer')].map((who) => () => who.api('POST', REGISTER.api, { registration: ' 2026-320600-1 ' })))
  t.match(codes, [/^(conflict|not-contracting)$/])
  t.match(await needOf(DRIVER), { status: 'executing', contract: { registration: '2026-320600-1' } })
  const again = await refusedBoth(t, officer, REGISTER, both({ registration: '另一个编号' }), 409, 'not-contracting')
  t.match(again.body, '另一个编号', 'what was typed can still be copied')
  await refusedBoth(t, issuer, SIGN, both({ revision: await revision() }), 409, 'not-contracting')
  await refusedBoth(t, issuer, at(DRIVER), { form: TYPED, api: TERMS }, 409, 'not-contracting')
  for (const who of [issuer, performer, officer]) t.match((await bothLanguages(t, who, at(DRIVER).page)).en, '2026-320600-1')
})

t.test('the winner steps back: the next rank is publicised', async (t) => {
  const decline = at(CARBON, '/decline')
  await notTheirs(t, app, { stranger, issuer: await app.as('rivalIssuer'), officer, second: await app.as('person-kang-li') }, { form: decline.form, api: decline.api }, { reason: '人手不够' })
  const empty = await refusedBoth(t, performer, decline, both({ reason: '' }), 422, 'reason-missing')
  t.match(empty.body, 'id="f-reason-error"')
  const unfinished = await refusedBoth(t, await app.as('rivalIssuer'), at(CARBON), { form: { ...TYPED, terms: '提前写好的条款' }, api: TERMS }, 409, 'not-contracting')
  t.match(unfinished.body, '提前写好的条款', 'what was typed can still be copied')
  const codes = await oneOf(t, [performer, teammate].map((who) => () => who.api('POST', decline.api, { reason: '人手不够' })))
  t.match(codes, [/^(conflict|not-winner)$/])
  t.match((await needOf(CARBON)).award, { winner: 'bid-carbon-nanping', declined: ['bid-carbon-tongchuan'] })
  t.equal(await happened(app, CARBON, 'award-declined'), 1)
  t.equal((await performer.get(decline.page)).statusCode, 404, 'no longer a party')
})

t.test('without a draft there is nothing to sign', async (t) => {
  app.clock.set((await needOf(CARBON)).award?.publicityEnds as Date)
  await app.settle()
  t.equal((await needOf(CARBON)).status, 'contracting')
  const next = await app.as('person-kang-li')
  await bothLanguages(t, next, SIGN.page.replace(DRIVER, CARBON))
  const { revision } = await needOf(CARBON)
  await refusedBoth(t, next, at(CARBON, '/signature', '/signatures'), both({ revision }), 409, 'no-contract')
  const answers = await Promise.all([1, 2].map((n) => app.as('rivalIssuer').then((who) => who.submit(at(CARBON).form, { ...TYPED, terms: `第${n}稿` }))))
  const lost = answers.filter((one) => one.statusCode === 409)
  for (const one of lost) t.match(one.body, /第[12]稿/, 'nothing typed is lost')
  t.equal(await happened(app, CARBON, 'contract-drafted'), 2 - lost.length)
})
