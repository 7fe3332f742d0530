import t from 'tap'
import type { Need } from '../../server/modules/competition/need.ts'
import { bothLanguages, codeOf, happened, notTheirs, oneOf, refusedBoth } from '../awards/answers.ts'
import { startApp } from '../support/app.ts'
import { completeNeed } from './need-content.ts'
import { publishedNeed } from './published-need.ts'

const desk = (need: string, what: string) => ({ form: `/staff/needs/${need}/${what}`, page: `/staff/needs/${need}/review`, api: `/staff/needs/${need}/${what}` })
const own = (need: string, what: 'withdraw' | 'deadline') => ({ form: `/needs/${need}/${what}`, page: `/needs/${need}/${what}`, api: `/needs/${need}/${what}` })
const both = (body: object) => ({ form: body, api: body })

const app = await startApp(t)
const owner = await app.as('owner')
const teammate = await app.as('teammate')
const officer = await app.as('officer')
const secondOfficer = await app.as('secondOfficer')
const stranger = await app.as('stranger')
const rival = await app.as('rivalIssuer')
const others = { stranger, owner, researcher: await app.as('researcher'), administrator: await app.as('administrator') }
const needOf = async (id: string) => await app.services.needs.find(id) as Need

async function submitted(changes: object = {}): Promise<string> {
  const { id } = (await owner.api('POST', '/needs', completeNeed(changes))).json() as { id: string }
  t.equal((await owner.api('POST', `/needs/${id}/submission`, {})).statusCode, 200)
  return id
}

t.test('only staff review; a draft they do not know', async (t) => {
  const need = await submitted()
  await notTheirs(t, app, others, desk(need, 'rejection'), { reason: '不符合方向' })
  for (const what of ['approval', 'return', 'publication', 'withdrawal']) {
    const body = { return: { remarks: [] }, withdrawal: { grant: true } }[what] ?? {}
    t.equal((await owner.api('POST', desk(need, what).api, body)).statusCode, 404, what)
  }
  await bothLanguages(t, officer, desk(need, 'approval').page)
  const { id: draft } = (await owner.api('POST', '/needs', completeNeed())).json() as { id: string }
  t.equal((await officer.get(desk(draft, 'approval').page)).statusCode, 404)
  for (const [what, body] of Object.entries({ approval: {}, rejection: { reason: '无' }, return: { remarks: [] }, publication: {}, withdrawal: { grant: true } })) {
    const [known, unknown] = [await officer.api('POST', desk(draft, what).api, body), await officer.api('POST', desk('no-such-need', what).api, body)]
    t.same([known.statusCode, unknown.statusCode], [404, 404], `${what}: a draft is as unknown as nothing`)
  }
  t.equal((await officer.api('POST', own(draft, 'deadline').api, { deadline: '2027-03-01T00:00:00Z' })).statusCode, 404)
})

t.test('approved by one of two at once, and published once', async (t) => {
  const need = await submitted()
  const bad = await officer.submit(desk(need, 'approval').form, { publishAt: '下周三' }, { page: desk(need, 'approval').page })
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'id="f-publishAt-error"')
  t.match(bad.body, '下周三', 'kept')
  const late = { form: { publishAt: '2026-12-18' }, api: { publishAt: '2026-12-18T00:00:00Z' } }
  t.match((await refusedBoth(t, officer, desk(need, 'approval'), late, 422, 'deadline-too-soon')).body, 'id="f-publishAt-error"')
  await refusedBoth(t, officer, desk(need, 'publication'), both({}), 409, 'not-approved')

  const codes = await oneOf(t, [officer, secondOfficer, officer].map((who) => () => who.api('POST', desk(need, 'approval').api, { publishAt: null })))
  for (const code of codes) t.match(code, /^(conflict|not-submitted)$/)
  await refusedBoth(t, officer, desk(need, 'approval'), { form: { publishAt: '' }, api: {} }, 409, 'not-submitted')
  const reason = await refusedBoth(t, secondOfficer, desk(need, 'rejection'), both({ reason: '写了很久的驳回理由' }), 409, 'not-submitted')
  t.match(reason.body, '写了很久的驳回理由', 'what was typed can still be copied')

  const published = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', desk(need, 'publication').api)))
  t.match(published, [/^(conflict|not-approved)$/])
  t.equal(await happened(app, need, 'need-published'), 1)
  t.equal((await app.anonymous.get(`/needs/${need}`)).statusCode, 200)
  const remark = await refusedBoth(t, officer, desk(need, 'return'), both({ remarks: [{ field: 'title', text: '写了很久的意见' }] }), 409, 'not-submitted')
  t.match(remark.body, '写了很久的意见', 'what was typed can still be copied')
})

t.test('nobody approves what they handed in themselves', async (t) => {
  const { id } = (await officer.api('POST', '/needs', completeNeed())).json() as { id: string }
  t.equal((await officer.api('POST', `/needs/${id}/submission`, {})).statusCode, 200)
  await refusedBoth(t, officer, desk(id, 'approval'), { form: { publishAt: '' }, api: {} }, 403, 'own-need')
  const typed = await refusedBoth(t, officer, desk(id, 'rejection'), both({ reason: '自行驳回' }), 403, 'own-need')
  t.match(typed.body, '自行驳回')
  t.equal((await secondOfficer.api('POST', desk(id, 'approval').api, {})).statusCode, 200)
})

t.test('returned with remarks beside their fields, it is a draft of the issuer again', async (t) => {
  const need = await submitted()
  const { form, page, api } = desk(need, 'return')
  const empty = await refusedBoth(t, officer, desk(need, 'return'), { form: { remarks: [{ field: 'title', text: '' }] }, api: { remarks: [] } }, 422, 'reason-missing')
  t.match(empty.body, 'id="f-remarks-error"')
  const wrong = await officer.submit(form, { remarks: [{ field: 'colour', text: '颜色不对' }] }, { page })
  t.match([wrong.statusCode, wrong.body], [422, '颜色不对'])
  t.match(wrong.body, 'id="f-remarks-0-field-error"')
  const more = await officer.submit(form, { remarks: [{ field: 'title', text: '第一条意见' }], intent: 'add-row:remarks' }, { page })
  t.match([more.statusCode, more.body], [200, '第一条意见'])
  t.match(more.body, 'name="remarks[2][text]"', 'a row more')
  t.equal((await needOf(need)).status, 'submitted')

  const sent = await officer.submit(form, { remarks: [{ field: 'title', text: '请量化指标' }, { field: '', text: '' }] }, { page })
  t.match([sent.statusCode, sent.headers.location], [303, '/staff/queue'])
  t.equal((await officer.get(page)).statusCode, 404, 'a draft is the issuer\'s')
  t.match((await teammate.get(`/needs/${need}/edit`)).body, '请量化指标')
  t.equal((await officer.api('POST', api, { remarks: [{ field: 'title', text: '再补一条' }] })).statusCode, 404)
})

t.test('approved too late to publish, it goes back to the issuer by the page itself', async (t) => {
  const need = await submitted({ deadline: new Date(app.clock.now().getTime() + 10 * 86_400_000).toISOString() })
  t.equal((await officer.api('POST', desk(need, 'approval').api, {})).statusCode, 200)
  app.clock.set(new Date(app.clock.now().getTime() + 5 * 86_400_000))
  await refusedBoth(t, officer, desk(need, 'publication'), both({}), 422, 'deadline-too-soon')
  const { form, page } = desk(need, 'return')
  t.match((await officer.get(page)).body, `action="${form}"`, 'the way on is on the page')
  t.equal((await officer.submit(form, { remarks: [{ field: 'deadline', text: '请顺延截止日期' }] }, { page })).statusCode, 303)
  t.equal((await needOf(need)).status, 'draft')
})

t.test('rejected with a reason that strangers never see', async (t) => {
  const need = await submitted()
  t.match((await refusedBoth(t, officer, desk(need, 'rejection'), both({ reason: ' ' }), 422, 'reason-missing')).body, 'id="f-reason-error"')
  const codes = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', desk(need, 'rejection').api, { reason: 'CANARY 不在支持方向' })))
  t.match(codes, [/^(conflict|not-submitted)$/])
  t.match((await owner.get(`/needs/${need}`)).body, 'CANARY')
  for (const who of [app.anonymous, stranger, rival]) t.equal((await who.get(`/needs/${need}`)).statusCode, 404)
})

t.test('an issuer withdraws alone before publication', async (t) => {
  const need = await submitted()
  const away = own(need, 'withdraw')
  await notTheirs(t, app, { stranger, rival, officer }, away, { reason: '项目取消' })
  await bothLanguages(t, teammate, away.page)
  t.match((await refusedBoth(t, owner, away, both({ reason: '' }), 422, 'reason-missing')).body, 'id="f-reason-error"')
  const codes = await oneOf(t, [owner, teammate].map((who) => () => who.api('POST', away.api, { reason: '项目取消' })))
  t.match(codes, [/^(conflict|not-withdrawable)$/])
  const again = await refusedBoth(t, teammate, away, both({ reason: '再次撤回' }), 409, 'not-withdrawable')
  t.match(again.body, '再次撤回')
  t.equal((await app.anonymous.get(`/needs/${need}`)).statusCode, 404, 'it was never public')
  const mine = await bothLanguages(t, owner, '/my/needs')
  t.match(mine.zh, need)
  t.notMatch((await rival.get('/my/needs')).body, need)
})

t.test('after publication staff decide on it, with a yes or a no', async (t) => {
  const need = await publishedNeed(app, { deadline: '2027-02-01T00:00:00Z' })
  const decision = desk(need, 'withdrawal')
  await refusedBoth(t, officer, decision, { form: { grant: 'true' }, api: { grant: true } }, 409, 'no-request')
  t.equal((await owner.submit(own(need, 'withdraw').form, { reason: 'CANARY 资金到位晚' })).statusCode, 303)
  t.equal((await needOf(need)).status, 'published', 'asked is not granted')
  for (const who of [app.anonymous, stranger]) t.notMatch((await who.api('GET', `/needs/${need}`)).body, 'CANARY')
  t.match((await officer.get(decision.page)).body, 'CANARY')
  t.equal((await officer.submit(decision.form, {}, { page: decision.page })).statusCode, 422, 'neither yes nor no')
  t.equal((await officer.api('POST', decision.api, { grant: 'yes' })).statusCode, 400)
  t.equal((await officer.submit(decision.form, { grant: 'false' }, { page: decision.page })).statusCode, 303)
  t.match(await needOf(need), { status: 'published', withdrawalRequest: null })
  t.equal((await owner.api('POST', own(need, 'withdraw').api, { reason: '确定取消' })).statusCode, 200)
  const codes = await oneOf(t, [officer, secondOfficer].map((who) => () => who.api('POST', decision.api, { grant: true })))
  t.match(codes, [/^(conflict|not-published)$/])
  t.match(await needOf(need), { status: 'withdrawn', reason: '确定取消' })
  await refusedBoth(t, officer, decision, { form: { grant: 'true' }, api: { grant: true } }, 409, 'not-published')
})

t.test('a deadline moves to later only, by issuer or staff', async (t) => {
  const need = await publishedNeed(app, { deadline: '2027-02-01T00:00:00Z' })
  const move = own(need, 'deadline')
  await notTheirs(t, app, { stranger, rival, researcher: others.researcher }, move, { deadline: '2027-03-01T00:00:00Z' })
  await bothLanguages(t, owner, move.page)
  t.equal((await officer.get(move.page)).statusCode, 200)
  for (const deadline of ['', '明年春天', '2027-02-31x']) {
    const wrong = await owner.submit(move.form, { deadline })
    t.equal(wrong.statusCode, 422, deadline)
    t.match(wrong.body, 'id="f-deadline-error"')
    t.match(wrong.body, `value="${deadline}"`, 'kept')
  }
  t.match([(await owner.api('POST', move.api, { deadline: 'tomorrow' }))].map((one) => [one.statusCode, codeOf(one)]), [[400, 'invalid']])
  const earlier = await refusedBoth(t, owner, move, { form: { deadline: '2027-01-20' }, api: { deadline: '2027-01-20T00:00:00Z' } }, 422, 'deadline-not-later')
  t.match(earlier.body, 'id="f-deadline-error"')
  t.match(earlier.body, 'value="2027-01-20"', 'kept')
  const answers = await Promise.all([owner, officer].map((who) => who.submit(move.form, { deadline: '2027-02-10' })))
  t.equal(answers.filter((one) => one.statusCode === 303).length, 1)
  t.same((await needOf(need)).content.deadline, new Date('2027-02-10T15:59:59Z'), 'the end of that day in the city')
  t.equal(await happened(app, need, 'need-extended'), 1)

  app.clock.set(new Date('2027-02-10T16:00:00Z'))
  const over = { form: { deadline: '2027-03-01' }, api: { deadline: '2027-03-01T00:00:00Z' } }
  await refusedBoth(t, owner, move, over, 409, 'deadline-passed')
  await refusedBoth(t, owner, own(need, 'withdraw'), both({ reason: '来不及了' }), 409, 'deadline-passed')
  await app.settle()
  await refusedBoth(t, owner, move, over, 409, 'not-published')
})
