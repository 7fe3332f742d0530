import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'
import { Letters } from './letters.ts'

const HOME = 'org-haiyue'
const INVITATIONS = `/organisations/${HOME}/invitations`
const PASSWORD = 'seven herons at dusk'
interface PeoplePage { items: { id: string }[]; next: string | null }

t.test('a manager invites somebody, who chooses a password and is a member', async (t) => {
  const letters = new Letters()
  const app = await startApp(t, {}, letters.parts)
  const manager = await app.as('manager')
  const sent = await manager.submit(INVITATIONS, { name: '祁连', email: 'Qi.Lian@haiyue.example', roles: ['issuer'] })
  t.equal(sent.headers.location, '/my/organisation')
  await manager.submit(INVITATIONS, { name: '祁连', email: 'qi.lian@haiyue.example', roles: ['issuer'] })
  await app.settle()
  t.equal(letters.to('qi.lian@haiyue.example').length, 1, 'asking twice is once')
  t.match((await manager.get('/my/organisation')).body, 'qi.lian@haiyue.example')
  const link = letters.link('qi.lian@haiyue.example')
  t.equal((await app.anonymous.submit(link, { name: '祁连', password: PASSWORD })).headers.location, '/my/needs')
  t.match(await app.services.people.withEmail('qi.lian@haiyue.example'), { organisation: HOME, roles: ['issuer'], membership: 'member' })
  t.match((await manager.api('POST', INVITATIONS, { name: '祁连', email: 'qi.lian@haiyue.example', roles: [] })).json(), { code: 'already-member', errors: [{ field: 'email' }] })
})

t.test('an invitation taken back opens nothing', async (t) => {
  const letters = new Letters()
  const app = await startApp(t, {}, letters.parts)
  const manager = await app.as('manager')
  const { id } = (await manager.api('POST', INVITATIONS, { name: '祁连', email: 'qi@haiyue.example', roles: [] })).json<{ id: string }>()
  await app.settle()
  const rival = await app.as('thirdIssuer')
  t.equal((await rival.api('POST', `${INVITATIONS}/${id}/withdrawal`)).statusCode, 404)
  t.equal((await manager.api('POST', `${INVITATIONS}/${id}/withdrawal`)).statusCode, 200)
  t.equal((await manager.api('POST', `${INVITATIONS}/${id}/withdrawal`)).statusCode, 200, 'twice is once')
  t.equal((await app.anonymous.get(letters.link('qi@haiyue.example'))).statusCode, 410)
  t.same((await manager.api('GET', INVITATIONS)).json<{ items: unknown[] }>().items, [])
})

t.test('inviting an address that has an account elsewhere looks like any other; only its owner is told', async (t) => {
  const letters = new Letters()
  const app = await startApp(t, {}, letters.parts)
  const manager = await app.as('manager')
  const answers = []
  for (const email of ['fang.ting@hengchu.example', 'nobody@hengchu.example']) {
    const { statusCode, json } = await manager.api('POST', INVITATIONS, { name: '某', email, roles: ['issuer'] })
    answers.push([statusCode, { ...json<object>(), id: '', email: '' }])
  }
  t.same(answers[0], answers[1])
  await app.settle()
  app.clock.advance(7 * 86_400_000 - 1)
  const states = (await manager.api('GET', INVITATIONS)).json<{ items: { state: string }[] }>().items.map(({ state }) => state)
  t.same(states, ['invited', 'invited'])
  t.match(letters.to('fang.ting@hengchu.example')[0]?.text, '已在平台上有账号')
  t.match(await app.services.people.find(CAST.rivalIssuer), { organisation: 'org-hengchu' })
})

t.test('who may not invite does not find the page; unverified organisations write to nobody', async (t) => {
  const app = await startApp(t)
  const body = { name: '某', email: 'x@y.example', roles: [] }
  for (const part of ['owner', 'teammate', 'rivalIssuer', 'researcher', 'officer', 'thirdIssuer'] as const) {
    const client = await app.as(part)
    t.equal((await client.api('POST', INVITATIONS, body)).statusCode, 404, part)
    t.equal((await client.get(INVITATIONS)).statusCode, 404, part)
  }
  t.equal((await app.anonymous.api('POST', INVITATIONS, body)).statusCode, 401)
  t.match((await (await app.as('unverifiedIssuer')).api('POST', '/organisations/org-chaoqi/invitations', body)).json(), { status: 403, code: 'not-verified' })
})

t.test('a request to join is answered by the manager, once', async (t) => {
  const app = await startApp(t)
  const { services } = app
  await services.people.decide(CAST.teammate, (person) => ({ ok: true, value: { ...person, membership: 'requested', roles: [], revision: person.revision + 1 } }))
  const manager = await app.as('manager')
  t.match((await manager.get('/my/organisation')).body, '待处理的加入申请')
  t.notMatch((await (await app.as('owner')).get('/my/organisation')).body, 'qiu.lan@haiyue.example', 'no address, no request for others')
  const wrong = await manager.submit(`/people/${CAST.teammate}/acceptance`, { roles: ['officer'] }, { page: `/people/${CAST.teammate}` })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, '这类单位不能授予该角色')
  const accepted = await manager.submit(`/people/${CAST.teammate}/acceptance`, { roles: ['issuer'] }, { page: `/people/${CAST.teammate}` })
  t.equal(accepted.statusCode, 303)
  t.match(await services.people.find(CAST.teammate), { membership: 'member', roles: ['issuer'] })
  t.match((await manager.api('POST', `/people/${CAST.teammate}/acceptance`, { roles: ['issuer'] })).json(), { status: 409, code: 'not-requested' })
})

t.test('nobody gives themselves, or gets, roles that are not theirs to have', async (t) => {
  const app = await startApp(t)
  const attempts: [who: Parameters<typeof app.as>[0], whom: string, roles: string[], status: number][] = [
    ['owner', CAST.owner, ['issuer', 'manager'], 404],
    ['owner', CAST.teammate, ['issuer', 'manager'], 404],
    ['manager', CAST.manager, ['manager', 'issuer', 'officer'], 403],
    ['manager', CAST.teammate, ['officer'], 422],
    ['manager', CAST.teammate, ['administrator'], 422],
    ['manager', CAST.teammate, ['reviewer'], 422],
    ['manager', CAST.rivalIssuer, ['issuer'], 404],
    ['manager', CAST.officer, ['officer'], 404],
    ['officer', CAST.officer, ['officer', 'administrator'], 404],
    ['auditor', CAST.auditor, ['officer'], 404],
    ['administrator', CAST.administrator, ['officer'], 403],
    ['administrator', CAST.officer, ['officer', 'auditor'], 422],
    ['administrator', CAST.owner, ['officer'], 422],
    ['parkManager', CAST.teammate, ['issuer'], 404],
  ]
  for (const [who, whom, roles, status] of attempts) {
    const before = (await app.services.people.find(whom))?.roles
    t.equal((await (await app.as(who)).api('POST', `/people/${whom}/roles`, { roles })).statusCode, status, `${who} → ${whom} ${roles.join()}`)
    t.same((await app.services.people.find(whom))?.roles, before)
  }
  t.equal((await (await app.as('manager')).api('POST', `/people/${CAST.teammate}/roles`, { roles: ['root'] })).statusCode, 400)
})

t.test('roles count at once, also for sessions that are open', async (t) => {
  const app = await startApp(t)
  const [teammate, manager] = [await app.as('teammate'), await app.as('manager')]
  t.equal((await teammate.get('/needs/new')).statusCode, 200)
  t.equal((await manager.api('POST', `/people/${CAST.teammate}/roles`, { roles: ['manager'] })).statusCode, 200)
  t.equal((await teammate.get('/needs/new')).statusCode, 404)
  t.equal((await teammate.get(INVITATIONS)).statusCode, 200)
})

t.test('an account that is switched off is out at once and can be switched on again', async (t) => {
  const app = await startApp(t)
  const [teammate, manager] = [await app.as('teammate'), await app.as('manager')]
  const off = await manager.submit(`/people/${CAST.teammate}/deactivation`, {}, { page: `/people/${CAST.teammate}` })
  t.equal(off.statusCode, 303)
  t.equal((await teammate.get('/my/account')).statusCode, 303)
  t.equal((await manager.api('POST', `/people/${CAST.teammate}/deactivation`)).statusCode, 200, 'twice is once')
  t.equal((await manager.api('POST', `/people/${CAST.teammate}/reactivation`)).statusCode, 200)
  t.equal((await teammate.get('/my/account')).statusCode, 303, 'the old session stays ended')
  t.equal((await (await app.as('teammate')).get('/sign-in')).statusCode, 200, 'a session row of an old count opens nothing either')
  t.equal((await manager.api('POST', `/people/${CAST.manager}/deactivation`)).statusCode, 403, 'not oneself')
  t.equal((await (await app.as('thirdIssuer')).api('POST', `/people/${CAST.teammate}/deactivation`)).statusCode, 404, 'not of others')
  t.equal((await (await app.as('administrator')).api('POST', `/people/${CAST.teammate}/deactivation`)).statusCode, 200)
})

t.test('addresses are seen by the person, the manager and administrators', async (t) => {
  const app = await startApp(t)
  const seen = async (who: Parameters<typeof app.as>[0]) => (await (await app.as(who)).api('GET', `/people/${CAST.owner}`)).json<{ email?: string; status?: number }>()
  for (const who of ['owner', 'manager', 'administrator'] as const) t.equal((await seen(who)).email, 'lin.yue@haiyue.example', who)
  t.match(await seen('teammate'), { name: '林岳', email: undefined })
  for (const who of ['rivalIssuer', 'researcher', 'officer', 'auditor', 'reviewer'] as const) t.equal((await seen(who)).status, 404, who)
  t.equal((await app.anonymous.api('GET', `/people/${CAST.owner}`)).statusCode, 401)
  t.equal((await app.anonymous.get(`/people/${CAST.owner}`)).statusCode, 303)
})

t.test('an administrator lists and finds everybody, page by page; others their own organisation', async (t) => {
  const app = await startApp(t)
  const administrator = await app.as('administrator')
  const ids: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const page: PeoplePage = (await administrator.api('GET', `/people?limit=10${next ? `&cursor=${next}` : ''}`)).json()
    ids.push(...page.items.map(({ id }) => id))
    next = page.next
  }
  t.equal(ids.length, await app.services.people.count({}))
  t.equal(new Set(ids).size, ids.length)
  t.match((await administrator.get('/staff/people?q=LIN.YUE')).body, '林岳')
  t.match((await administrator.get('/staff/people?q=.*')).body, '没有找到', 'what is typed is no pattern')
  t.equal((await (await app.as('officer')).get('/staff/people')).statusCode, 404)
  const own = (await (await app.as('owner')).api('GET', '/people')).json<{ items: { organisation: string }[] }>().items
  t.same([...new Set(own.map(({ organisation }) => organisation))], [HOME])
  t.same((await (await app.as('owner')).api('GET', '/people?organisation=org-hengchu')).json<{ items: unknown[] }>().items, [])
})
