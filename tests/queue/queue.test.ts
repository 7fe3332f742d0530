import t from 'tap'
import { bothLanguages } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'

const DAY = 86_400_000
interface Item { id: string; status: string; step: string; who: string; since: string; waitingDays: number; late: boolean; href: string }

const app = await startDemo(t)
const officer = await app.as('officer')
const itemsOf = async (): Promise<Item[]> => ((await officer.api('GET', '/queue')).json() as { items: Item[] }).items

t.test('the queue is the officers\', the desk the staff\'s', async (t) => {
  t.equal((await app.anonymous.get('/staff/queue')).statusCode, 303)
  t.equal((await app.anonymous.api('GET', '/queue')).statusCode, 401)
  for (const who of ['owner', 'manager', 'researcher', 'reviewer', 'administrator', 'auditor'] as const) {
    t.equal((await (await app.as(who)).get('/staff/queue')).statusCode, 404, who)
    t.equal((await (await app.as(who)).api('GET', '/queue')).statusCode, 404, who)
  }
  for (const who of ['officer', 'administrator', 'auditor'] as const) {
    const client = await app.as(who)
    const { zh } = await bothLanguages(t, client, '/staff')
    const places = [...(zh.split('<main')[1] ?? '').matchAll(/href="(\/staff\/[^"]+)"/g)].map(([, href = '']) => href)
    t.ok(places.length > 0, who)
    for (const href of places) t.equal((await client.get(href)).statusCode, 200, `${href} for ${who}`)
  }
  for (const who of ['owner', 'researcher', 'reviewer'] as const) t.equal((await (await app.as(who)).get('/staff')).statusCode, 404, who)
})

t.test('every matter is a click from its decision, the longest waiting first', async (t) => {
  const items = await itemsOf()
  for (const step of ['review', 'confirm-award', 'decide-objection', 'open']) t.ok(items.some((one) => one.step === step), step)
  t.same(items.map((one) => one.since), items.map((one) => one.since).sort())
  for (const { href, id, who } of items) {
    t.equal((await officer.get(href)).statusCode, 200, `${href} of ${id}`)
    t.match(who, /officer/)
  }
  const { zh } = await bothLanguages(t, officer, '/staff/queue')
  for (const { href } of items) t.match(zh, `href="${href}"`)
  const links = [...(zh.split('<main')[1] ?? '').matchAll(/href="([^"#?]+)"/g)].map(([, href = '']) => href)
  for (const href of new Set(links)) t.equal((await officer.get(href)).statusCode, 200, href)
  t.match(zh, '/staff/organisations', 'organisations that wait for a check')
})

t.test('drafts, ends and what the clock does by itself are no matter of the staff', async (t) => {
  const ids = (await itemsOf()).map((one) => one.id)
  for (const id of ['need-antibacterial', 'need-second-life', 'need-mooring', 'need-fabric-inspection', 'need-bend-restrictor', 'need-lentivirus']) {
    t.notOk(ids.includes(id), id)
  }
  t.equal(new Set(ids).size, ids.length)
})

t.test('five days are too long', async (t) => {
  const splash = async () => (await itemsOf()).find((one) => one.id === 'need-splash-coating')
  const since = Date.parse((await splash())?.since ?? '')
  app.clock.set(new Date(since + 5 * DAY - 1))
  t.match(await splash(), { waitingDays: 4, late: false })
  app.clock.set(new Date(since + 5 * DAY))
  t.match(await splash(), { waitingDays: 5, late: true })
  t.match((await officer.get('/staff/queue?lang=en')).body, /class="tag bad">/)
})

t.test('a decision takes the matter away; the next of the staff has it no more', async (t) => {
  const second = await app.as('secondOfficer')
  t.equal((await officer.api('POST', '/staff/needs/need-splash-coating/rejection', { reason: '与既有需求重复' })).statusCode, 200)
  t.notMatch((await second.get('/staff/queue')).body, '/staff/needs/need-splash-coating/review')
})

t.test('a request to withdraw starts a wait of its own', async (t) => {
  const owner = await app.as('owner')
  t.equal((await owner.api('POST', '/needs/need-mooring/withdraw', { reason: '项目调整' })).statusCode, 200)
  const item = (await itemsOf()).find((one) => one.id === 'need-mooring')
  t.match(item, { step: 'decide-withdrawal', waitingDays: 0, late: false, href: '/staff/needs/need-mooring/review' })
  t.match((await officer.get(item?.href ?? '')).body, '项目调整')
})
