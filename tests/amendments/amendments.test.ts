import t from 'tap'
import { CAST, type Part } from '../../seed/demo/people.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { marked } from '../../server/modules/amendments/amendment-diff.ts'
import { codeOf, completeBid, completeForm, freshNeed, handIn, must, openBids, passDeadline } from '../bids/bid-steps.ts'
import { toldTo } from '../digests/told.ts'
import { startApp, type TestApp } from '../support/app.ts'

const DAY = 86_400_000

const needOf = async (app: TestApp, id: string): Promise<Need> => (await app.services.needs.find(id)) as Need

async function proposal(app: TestApp, need: string, changes: object = {}) {
  const { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted } = (await needOf(app, need)).content
  return { summary: `${summary}（修订）`, background, indicators, constraints, bidderConditions, trlNow, trlWanted, reason: '指标更正', ...changes }
}
const propose = async (app: TestApp, need: string, changes: object = {}, who: 'owner' | 'researcher' | 'stranger' = 'owner') =>
  (await app.as(who)).api('POST', `/needs/${need}/amendment`, await proposal(app, need, changes))
const approve = async (app: TestApp, need: string, who: 'officer' | 'secondOfficer' | 'owner' = 'officer') => (await app.as(who)).api('POST', `/staff/needs/${need}/amendment/approval`)

t.test('a change waits for the staff and is nobody else’s business meanwhile', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  t.equal((await propose(app, need, {}, 'researcher')).statusCode, 404)
  t.equal(codeOf(await propose(app, need, { reason: ' ' })), 'reason-missing')
  t.equal(codeOf(await propose(app, need, { summary: (await needOf(app, need)).content.summary })), 'nothing-changed')
  t.equal(codeOf(await propose(app, need, { indicators: [] })), 'incomplete')
  t.equal(codeOf(await propose(app, need, { deadline: app.clock.now().toISOString() })), 'deadline-not-later')
  must(await propose(app, need))
  t.equal(codeOf(await propose(app, need)), 'amendment-open')
  for (const who of ['researcher', 'stranger'] as const) {
    const client = await app.as(who)
    const seen = (await client.api('GET', `/needs/${need}`)).json() as Record<string, unknown>
    t.notOk('amendment' in seen, who)
    t.match(seen['next'], { key: 'bid' })
    t.equal((await client.get(`/needs/${need}/amendment`)).statusCode, 404)
  }
  t.match((await (await app.as('officer')).get('/staff/queue')).body, '办理变更')
  t.match((await (await app.as('officer')).get(`/needs/${need}/amendment`)).body, '（修订）')
  t.equal((await app.anonymous.get(`/needs/${need}/history`)).statusCode, 404, 'nothing has changed yet')

  t.test('taken back or refused, everything stays as it was', async (t) => {
    must(await (await app.as('owner')).api('POST', `/needs/${need}/amendment/withdrawal`))
    must(await propose(app, need))
    const officer = await app.as('officer')
    t.equal((await officer.submit(`/staff/needs/${need}/amendment/refusal`, { reason: '' }, { page: `/needs/${need}/amendment` })).statusCode, 422)
    must(await officer.api('POST', `/staff/needs/${need}/amendment/refusal`, { reason: '改动过大' }))
    t.equal(codeOf(await approve(app, need)), 'no-amendment')
    t.match(await needOf(app, need), { contentVersion: 1, amendment: null, history: [] })
  })

  t.test('two officers at once make one version', async (t) => {
    must(await propose(app, need))
    const both = await Promise.all([approve(app, need), approve(app, need, 'secondOfficer')])
    t.same(both.map((one) => one.statusCode).sort(), [200, 409])
    t.match(await needOf(app, need), { contentVersion: 2, history: { length: 1 } })
  })
})

t.test('a bid for the version before is stale until it is handed in again', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const mail = (who: Part): Promise<string[]> => toldTo(app, who)
  const [kept, forgotten] = [await handIn(app, need, 'researcher'), await handIn(app, need, 'rivalResearcher')]
  must(await propose(app, need))
  must(await approve(app, need))
  const bidder = await app.as('researcher')
  const view = async () => (await bidder.api('GET', `/bids/${kept}`)).json() as { stale?: true; revision: number; receipt: { needVersion: number } }
  t.match(await view(), { status: 'submitted', stale: true, receipt: { needVersion: 1 } })
  t.match((await bidder.get('/my/bids')).body, '待重新确认')
  t.match((await bidder.get(`/needs/${need}/bid`)).body, '查看变更')

  const again = must(await bidder.api('POST', `/bids/${kept}/submission`, { revision: (await view()).revision, content: completeBid() }))
  t.notOk('stale' in again)
  t.match(await view(), { receipt: { needVersion: 2 } })

  t.test('its owner is told at the change, before the deadline, and at the end', async (t) => {
    t.same((await mail('rivalResearcher')).filter((one) => one.includes('确认')), ['需求已变更，请重新确认揭榜书'])
    const deadline = (await needOf(app, need)).content.deadline as Date
    app.clock.set(new Date(deadline.getTime() - 1.4 * DAY))
    t.ok((await mail('rivalResearcher')).includes('再次提醒'))
    t.notOk((await mail('researcher')).includes('再次提醒'), 'whoever handed in again is left in peace')
    await passDeadline(app, need)
    t.ok((await mail('rivalResearcher')).includes('揭榜书未重新确认，已失效'))
  })

  t.test('only the bid for the present version is opened; nobody learns of the other', async (t) => {
    await openBids(app, need)
    t.match(await needOf(app, need), { status: 'evaluating', minutes: { receipts: { length: 1 } } })
    t.equal((await app.services.bids.find(forgotten))?.status, 'void')
    t.equal((await (await app.as('officer')).api('GET', `/bids/${forgotten}`)).statusCode, 404)
    t.notOk((await mail('rivalResearcher')).includes('您的揭榜书已开启'))
    t.ok((await mail('researcher')).includes('您的揭榜书已开启'))
    const listed = await app.services.outboxStore.list({}, 1000)
    t.notOk(listed.some((one) => one.to === CAST.rivalResearcher), 'their mail stays sealed')
  })
})

t.test('nobody hands in for a version they have not seen', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const bidder = await app.as('researcher')
  const form = `/needs/${need}/bid`
  t.match((await bidder.get(form)).body, 'name="needVersion" value="1"')
  must(await propose(app, need))
  must(await approve(app, need))
  const early = await bidder.submit(form, completeForm({ intent: 'submit', needVersion: '1' }), { page: form })
  t.equal(early.statusCode, 409)
  t.match(early.body, /需求在您查看后有变更[\s\S]*以生物质硬碳前驱体/, 'said, and nothing typed is lost')
  t.match(early.body, 'name="needVersion" value="2"')
  t.equal((await bidder.submit(form, completeForm({ intent: 'submit', needVersion: '2' }), { page: form })).statusCode, 303)
  const { id, revision } = ((await bidder.api('GET', '/bids')).json() as { items: { id: string; revision: number }[] }).items[0] as { id: string; revision: number }
  t.equal(codeOf(await bidder.api('POST', `/bids/${id}/submission`, { revision, needVersion: 1 })), 'need-amended')
})

t.test('a need whose only bids are stale has failed', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  await handIn(app, need, 'researcher')
  must(await propose(app, need))
  must(await approve(app, need))
  await passDeadline(app, need)
  t.match(await needOf(app, need), { status: 'failed', reason: 'too-few-bids' })
})

t.test('close to the deadline a change moves it by whole days; further away it stays', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const deadline = (await needOf(app, need)).content.deadline as Date
  must(await propose(app, need))
  must(await approve(app, need))
  t.same((await needOf(app, need)).content.deadline, deadline)
  app.clock.set(new Date(deadline.getTime() - DAY))
  must(await propose(app, need))
  must(await approve(app, need))
  const after = await needOf(app, need)
  t.same(after.content.deadline, new Date(deadline.getTime() + 2 * DAY))
  t.same(after.due?.at, after.content.deadline)
  t.same(Object.keys(after.history[1]?.after ?? {}), ['summary', 'deadline'])
  app.clock.set(deadline)
  await app.settle()
  t.equal((await needOf(app, need)).status, 'published', 'the old deadline closes nothing')
  app.clock.set(after.content.deadline as Date)
  t.equal(codeOf(await propose(app, need)), 'deadline-passed')
})

t.test('what changed is public as far as the field itself is', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app, { background: '旧背景' })
  must(await propose(app, need, { background: '新背景', reason: '补充背景' }))
  must(await approve(app, need))
  const history = async (client: { api: (typeof app.anonymous)['api'] }) => ((await client.api('GET', `/needs/${need}/history`)).json() as { items: { hidden: boolean; after: object }[] }).items
  t.match(await history(app.anonymous), [{ version: 2, hidden: true, reason: '补充背景' }])
  t.same(Object.keys((await history(app.anonymous))[0]?.after ?? {}), ['summary'])
  t.same(Object.keys((await history(await app.as('researcher')))[0]?.after ?? {}), ['summary', 'background'])
  const [stranger, researcher] = [(await app.anonymous.get(`/needs/${need}/history`)).body, (await (await app.as('researcher')).get(`/needs/${need}/history`)).body]
  t.notOk(/[新旧]<?.{0,8}背景/.test(stranger.replaceAll(/<[^>]+>/g, '').replace('补充背景', '')))
  t.match(researcher, /<mark>新<\/mark>背景/)
  t.match((await app.anonymous.get(`/needs/${need}`)).body, '已变更 1 次，现为第 2 版')
})

t.test('an answer becomes a change with one click, filled in already', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const { id } = must(await (await app.as('researcher')).api('POST', `/needs/${need}/questions`, { text: '误差按均方根？' }), 201)
  must(await (await app.as('officer')).api('POST', `/questions/${id}/release`, { shown: '误差按均方根？' }))
  const owner = await app.as('owner')
  must(await owner.api('POST', `/questions/${id}/answer`, { answer: '按均方根' }))
  const link = `/needs/${need}/amendment?question=${id}`
  t.match((await owner.get(`/needs/${need}`)).body.replaceAll('&#x3D;', '='), link)
  const form = (await owner.get(link)).body.replaceAll('&#x3D;', '=')
  t.match(form, '根据答疑变更。问：误差按均方根？ 答：按均方根')
  t.match(form, `name="question" value="${id}"`)
  const { summary, bidderConditions } = (await needOf(app, need)).content
  const values = { reason: '答疑', question: id, summary, bidderConditions, indicators: [{ name: '均方根误差', comparator: 'at-most', value: '5', unit: '%' }] }
  const typed = await owner.submit(`/needs/${need}/amendment`, { ...values, indicators: [{ ...values.indicators[0], value: '小' }] }, { page: link })
  t.equal(typed.statusCode, 422)
  t.match(typed.body, '均方根误差', 'nothing typed is lost')
  t.equal((await owner.submit(`/needs/${need}/amendment`, values, { page: link })).statusCode, 303)
  t.match((await needOf(app, need)).amendment, { question: id, by: CAST.owner })
  must(await approve(app, need))
  t.match((await app.anonymous.get(`/needs/${need}/history`)).body, `/needs/${need}/questions#q-${id}`)
})

t.test('marks are what differs between a common beginning and a common end', async (t) => {
  t.same(marked('误差 5 %', '误差 3 %'), [
    [{ text: '误差 ', marked: false }, { text: '5', marked: true }, { text: ' %', marked: false }],
    [{ text: '误差 ', marked: false }, { text: '3', marked: true }, { text: ' %', marked: false }],
  ])
  t.same(marked('aa', 'aaa'), [[{ text: 'aa', marked: false }], [{ text: 'aa', marked: false }, { text: 'a', marked: true }]])
  t.same(marked('', '新'), [[], [{ text: '新', marked: true }]])
})
