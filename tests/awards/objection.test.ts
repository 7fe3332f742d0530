import t from 'tap'
import type { Need } from '../../server/modules/competition/need.ts'
import { bothLanguages, codeOf, happened, notTheirs, oneOf, refusedBoth } from './answers.ts'
import { startDemo } from './demonstration.ts'

const CARBON = 'need-hard-carbon'
const COATING = 'need-separator-coating'
const filing = (need: string) => ({ form: `/needs/${need}/objection`, page: `/needs/${need}/objection`, api: `/awards/${need}/objections` })
const taking = (need: string) => ({ form: `/needs/${need}/objection/withdrawal`, page: `/needs/${need}/objection`, api: `/awards/${need}/objections/withdrawal` })
const ruling = (need: string, what: 'admission' | 'resolution') => ({
  form: `/staff/needs/${need}/objections/${what}`, page: `/staff/needs/${need}/objections`, api: `/awards/${need}/objections/${what}`,
})
const both = (body: object) => ({ form: body, api: body })
const GROUNDS = { realName: '恽CANARY之', text: '拟中榜方的检测报告已过期，见附页。' }

const app = await startDemo(t)
const officer = await app.as('officer')
const secondOfficer = await app.as('secondOfficer')
const objector = await app.as('stranger')
const issuer = await app.as('rivalIssuer')
const winner = await app.as('fifthResearcher')
const needOf = async (id: string) => await app.services.needs.find(id) as Need
const lastOf = async (id: string) => (await needOf(id)).objections.at(-1)?.id ?? ''

t.test('anybody with an account may object, under a name', async (t) => {
  t.equal((await app.anonymous.get(filing(CARBON).page)).statusCode, 303)
  t.equal((await app.anonymous.api('POST', filing(CARBON).api, GROUNDS)).statusCode, 401)
  await bothLanguages(t, objector, filing(CARBON).page)
  const unnamed = await refusedBoth(t, objector, filing(CARBON), both({ ...GROUNDS, realName: ' ' }), 422, 'name-missing')
  t.match(unnamed.body, 'id="f-realName-error"')
  t.match(unnamed.body, '检测报告已过期', 'kept')
  const empty = await refusedBoth(t, objector, filing(CARBON), both({ ...GROUNDS, text: '' }), 422, 'reason-missing')
  t.match(empty.body, 'id="f-text-error"')
  t.match(empty.body, 'CANARY', 'kept')
  t.match((await objector.submit(filing(CARBON).form, { ...GROUNDS, text: '长'.repeat(4001) })).body, 'id="f-text-error"')
  await refusedBoth(t, winner, filing(CARBON), both(GROUNDS), 403, 'is-winner')
  await refusedBoth(t, await app.as('person-mei-qi'), filing(CARBON), both(GROUNDS), 403, 'is-winner')
  t.equal(codeOf(await objector.api('POST', filing('need-mooring').api, GROUNDS)), 'not-publicised')
  t.equal((await objector.get(filing('need-mooring').page)).statusCode, 404)
  t.equal((await objector.api('POST', filing('need-antibacterial').api, GROUNDS)).statusCode, 409)
  t.equal((await needOf(CARBON)).objections.length, 1)
})

t.test('what a draft is called nobody learns by objecting to it', async (t) => {
  const foreign = await app.as('rivalResearcher')
  const [draft, nothing] = [await foreign.api('POST', filing('need-antibacterial').api, GROUNDS), await foreign.api('POST', filing('no-such-need').api, GROUNDS)]
  t.equal(draft.statusCode, nothing.statusCode, 'a draft is as unknown as nothing at all')
})

t.test('filed, it is known to the staff; the issuer reads what, not who; everybody else nothing', async (t) => {
  const sent = await objector.submit(filing(CARBON).form, GROUNDS)
  t.match([sent.statusCode, sent.headers.location], [303, filing(CARBON).page])
  t.match((await objector.get(filing(CARBON).page)).body, '检测报告已过期')
  const { zh } = await bothLanguages(t, officer, ruling(CARBON, 'admission').page)
  t.match(zh, 'CANARY')
  const told = (await issuer.api('GET', `/needs/${CARBON}`)).body
  t.match(told, '检测报告已过期')
  t.notMatch(told, 'CANARY')
  t.notMatch(told, 'person-yun-zhi')
  const others = { anonymous: app.anonymous, winner, bidder: await app.as('thirdResearcher'), stranger: await app.as('thirdIssuer') }
  for (const [name, who] of Object.entries(others)) {
    for (const path of [`/needs/${CARBON}`, filing(CARBON).page]) t.notMatch((await who.get(path)).body, /CANARY|检测报告已过期/, `${name} at ${path}`)
    t.notMatch((await who.api('GET', `/needs/${CARBON}`)).body, /CANARY|检测报告已过期/, name)
  }
  t.equal((await needOf(CARBON)).due, null, 'the clock waits for the answer')
})

t.test('only who filed it takes it back, once', async (t) => {
  const body = { objection: await lastOf(CARBON) }
  for (const other of [issuer, winner, officer]) t.equal((await other.api('POST', taking(CARBON).api, body)).statusCode, 404)
  const codes = await oneOf(t, [1, 2, 3].map(() => () => objector.api('POST', taking(CARBON).api, body)))
  for (const code of codes) t.match(code, /^(conflict|objection-decided)$/)
  await refusedBoth(t, objector, taking(CARBON), both(body), 409, 'objection-decided')
  t.equal(await happened(app, CARBON, 'objection-withdrawn'), 1)
  t.equal((await needOf(CARBON)).due?.what, 'end-publicity', 'the clock goes on')
})

t.test('one of the issuer who objects can read it again and take it back', async (t) => {
  const own = await app.as('rivalIssuer')
  t.equal((await own.submit(filing(CARBON).form, { realName: '方霆', text: '我方内部有不同意见' })).statusCode, 303)
  const page = await own.get(filing(CARBON).page)
  t.match(page.body, '我方内部有不同意见')
  const id = await lastOf(CARBON)
  t.match(page.body, `value="${id}"`, 'with the button that takes it back')
  t.equal((await own.submit(taking(CARBON).form, { objection: id }, { page: filing(CARBON).page })).statusCode, 303)
})

t.test('two at once: one is filed, the other is told and keeps every word', async (t) => {
  const before = (await needOf(CARBON)).objections.length
  const rival = await app.as('thirdResearcher')
  const answers = await Promise.all([
    objector.submit(filing(CARBON).form, { realName: '恽之', text: '第一份理由' }), rival.submit(filing(CARBON).form, { realName: '许汶', text: '第二份理由' }),
  ])
  const refused = answers.filter((one) => one.statusCode === 409)
  t.equal((await needOf(CARBON)).objections.length, before + 2 - refused.length, 'none is lost unsaid')
  for (const one of refused) t.match(one.body, /份理由/)
  if (refused.length > 0) await Promise.all([objector.submit(filing(CARBON).form, { realName: '恽之', text: '再次提出' })])
  t.equal((await needOf(CARBON)).objections.filter((one) => one.status === 'filed').length, 2)
})

t.test('staff admit or turn away; an answer typed for one stays with that one', async (t) => {
  const open = (await needOf(CARBON)).objections.filter((one) => one.status === 'filed').map((one) => one.id) as [string, string]
  const admit = ruling(CARBON, 'admission')
  const away = { objection: open[0], admissible: false, answer: '' }
  await notTheirs(t, app, { objector, issuer, winner, administrator: await app.as('administrator') }, { ...admit }, away)
  await refusedBoth(t, officer, admit, both(away), 422, 'reason-missing')
  t.equal((await officer.submit(admit.form, { objection: open[0], answer: '说明' }, { page: admit.page })).statusCode, 422, 'neither admitted nor turned away')
  const unknown = await officer.api('POST', admit.api, { ...away, objection: 'no-such-objection', answer: '无' })
  t.match([unknown.statusCode, codeOf(unknown)], [404, 'unknown-objection'])

  const codes = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', admit.api, { objection: open[0], admissible: true, answer: '' })))
  t.match(codes, [/^(conflict|objection-decided)$/])
  t.equal((await officer.submit(admit.form, { objection: open[1], admissible: 'true', answer: '' }, { page: admit.page })).statusCode, 303)
  const late = await refusedBoth(t, secondOfficer, admit, both({ ...away, objection: open[1], answer: '不予受理的长篇理由' }), 409, 'objection-decided')
  t.match(late.body, '不予受理的长篇理由', 'what was typed can still be copied')

  const half = await officer.submit(ruling(CARBON, 'resolution').form, { objection: open[1], upheld: 'true', answer: '核查后认定', consequence: '' }, { page: admit.page })
  t.equal(half.statusCode, 422)
  t.equal(half.body.split('核查后认定').length - 1, 1, 'typed once, shown once')
  const [, mine = ''] = half.body.split(`value="${open[1]}"`)
  t.match(mine.split('</form>')[0], '核查后认定', 'in the form of that objection')
  t.equal(half.body.split('id="f-consequence-error"').length - 1, 1)
})

t.test('nobody rules on their own objection', async (t) => {
  t.equal((await officer.submit(filing(CARBON).form, { realName: '曹平', text: '程序问题' })).statusCode, 303)
  const objection = await lastOf(CARBON)
  await refusedBoth(t, officer, ruling(CARBON, 'admission'), both({ objection, admissible: false, answer: '无' }), 403, 'own-objection')
  t.equal((await secondOfficer.api('POST', ruling(CARBON, 'admission').api, { objection, admissible: false, answer: '属内部事项' })).statusCode, 200)
  t.match((await officer.get(filing(CARBON).page)).body, '属内部事项')
})

t.test('dismissed, and upheld with what follows from it', async (t) => {
  const { form, page, api } = ruling(CARBON, 'resolution')
  const [first, last] = (await needOf(CARBON)).objections.filter((one) => one.status === 'accepted').map((one) => one.id)
  const rule = { objection: first, upheld: false, answer: '检测报告有效', consequence: null }
  await notTheirs(t, app, { objector, issuer, winner }, { form, api }, rule)
  await refusedBoth(t, officer, ruling(CARBON, 'resolution'), { form: { ...rule, answer: '', consequence: '' }, api: { ...rule, answer: '' } }, 422, 'reason-missing')
  const odd = await officer.api('POST', api, { ...rule, upheld: true, consequence: 'shame' })
  t.match([odd.statusCode, codeOf(odd)], [400, 'invalid'])
  t.equal((await officer.submit(form, { ...rule, consequence: '' }, { page })).statusCode, 303)
  await refusedBoth(t, officer, ruling(CARBON, 'resolution'), { form: { ...rule, consequence: '' }, api: rule }, 409, 'objection-decided')

  const before = (await needOf(CARBON)).award
  const next = { objection: last, upheld: true, answer: '指标依据不足', consequence: 'next-rank' }
  await refusedBoth(t, officer, ruling(CARBON, 'resolution'), { form: { ...next, consequence: '' }, api: { ...next, consequence: null } }, 422, 'consequence-missing')
  const codes = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', api, next)))
  t.match(codes, [/^(conflict|objection-decided)$/])
  const after = await needOf(CARBON)
  t.match([after.status, after.award?.winner, after.award?.declined], ['publicised', 'bid-carbon-nanping', [before?.winner]])
  t.equal(await happened(app, CARBON, 'next-rank-proposed'), 1)
})

t.test('upheld, the panel may have to score again', async (t) => {
  const again = { objection: 'objection-coating', upheld: true, answer: '数据须重新核实', consequence: 're-evaluate' }
  t.equal((await officer.submit(ruling(COATING, 'resolution').form, again, { page: ruling(COATING, 'resolution').page })).statusCode, 303)
  const need = await needOf(COATING)
  t.same([need.status, need.award, need.panel.some((one) => one.submitted)], ['evaluating', null, false])
  t.match((await (await app.as('person-kang-li')).get(filing(COATING).page)).body, '数据须重新核实', 'the objector reads the answer')
  await bothLanguages(t, officer, ruling(COATING, 'resolution').page)
})

t.test('after the publicity nobody objects, and no form asks for it', async (t) => {
  t.equal((await objector.submit(filing(CARBON).form, GROUNDS)).statusCode, 303)
  const ends = (await needOf(CARBON)).award?.publicityEnds as Date
  app.clock.set(ends)
  await app.settle()
  t.equal((await needOf(CARBON)).status, 'publicised', 'an open objection holds it')
  const late = await app.as('thirdIssuer')
  await refusedBoth(t, late, filing(CARBON), both({ realName: '柯凝', text: '迟到的理由' }), 409, 'window-closed').then((page) => t.match(page.body, '迟到的理由'))
  t.notMatch((await late.get(filing(CARBON).page)).body, 'name="realName"')
  const own = await objector.get(filing(CARBON).page)
  t.match(own.body, '检测报告已过期')
  t.notMatch(own.body, 'name="realName"')
})
