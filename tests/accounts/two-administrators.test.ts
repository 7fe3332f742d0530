import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Letters } from './letters.ts'

const rolesOf = async ({ services }: TestApp, id: string) => (await services.people.find(id))?.roles
const BUREAU = 'org-bureau'

t.test('roles of the staff take two administrators, by every way there is', async (t) => {
  const letters = new Letters()
  const app = await startApp(t, {}, letters.parts)
  const [first, second] = [await app.as('administrator'), await app.as('secondAdministrator')]
  const invited = await first.api('POST', `/organisations/${BUREAU}/invitations`, { name: '祁连', email: 'qi.lian@bureau.example', roles: ['officer'] })
  t.equal(invited.statusCode, 201)
  await app.settle()
  await app.anonymous.submit(letters.link('qi.lian@bureau.example'), { name: '祁连', password: 'seven herons at dusk' })
  const id = (await app.services.people.withEmail('qi.lian@bureau.example'))?.id ?? ''
  t.same(await rolesOf(app, id), [], 'an invitation alone makes no officer')
  t.equal((await app.anonymous.get('/staff/queue')).statusCode, 404)
  const waiting = (await second.api('GET', '/role-grants')).json<{ items: object[] }>()
  t.match(waiting.items, [{ person: id, roles: ['officer'], proposedBy: '靳策', own: false }])
  t.match((await first.get('/staff/role-grants')).body, '这是您提出的')
  t.match((await first.api('POST', `/people/${id}/role-grant`, { roles: ['officer'] })).json(), { status: 403, code: 'own-proposal' })
  for (const who of ['officer', 'auditor', 'manager', 'owner'] as const) {
    t.equal((await (await app.as(who)).api('POST', `/people/${id}/role-grant`, { roles: ['officer'] })).statusCode, 404, who)
  }
  t.match((await second.api('POST', `/people/${id}/role-grant`, { roles: ['administrator'] })).json(), { status: 409, code: 'proposal-changed' })
  const granted = await second.submit(`/people/${id}/role-grant`, { roles: ['officer'] }, { page: '/staff/role-grants' })
  t.equal(granted.headers.location, '/staff/role-grants')
  t.same(await rolesOf(app, id), ['officer'])
  t.equal((await app.anonymous.get('/staff/queue')).statusCode, 200, 'at once')
  t.match((await second.api('POST', `/people/${id}/role-grant`, { roles: ['officer'] })).json(), { code: 'nothing-proposed' }, 'replayed')
  await app.settle()
  t.ok(letters.to('qi.lian@bureau.example').some(({ subject }) => subject === '您的角色已变更'))
  t.equal((await first.api('POST', `/people/${id}/deactivation`)).statusCode, 200)
  t.equal((await first.api('POST', `/people/${id}/reactivation`)).statusCode, 200)
  t.same(await rolesOf(app, id), [], 'switching off and on again is no way round')
  t.equal((await second.api('POST', `/people/${id}/role-grant/refusal`)).statusCode, 200)
})

t.test('direct edits, swaps and conspiracies with oneself change nothing', async (t) => {
  const app = await startApp(t)
  const [first, second] = [await app.as('administrator'), await app.as('secondAdministrator')]
  const propose = (whom: string, roles: string[]) => first.api('POST', `/people/${whom}/roles`, { roles })
  t.equal((await propose(CAST.officer, ['administrator'])).statusCode, 200)
  t.same(await rolesOf(app, CAST.officer), [], 'what is taken counts at once, what is given does not')
  t.equal((await propose(CAST.officer, ['officer'])).statusCode, 200, 'thought better of it')
  t.match((await second.api('POST', `/people/${CAST.officer}/role-grant`, { roles: ['administrator'] })).json(), { code: 'proposal-changed' }, 'what was seen is gone')
  t.match((await propose(CAST.secondAdministrator, ['auditor'])).json(), { roles: [] }, 'an administrator who becomes auditor is administrator no more')
  t.equal((await second.api('POST', `/people/${CAST.secondAdministrator}/role-grant`, { roles: ['auditor'] })).statusCode, 404, 'nor grants it to themselves')
  for (const roles of [['officer', 'administrator'], ['officer', 'auditor'], ['administrator', 'auditor'], ['officer', 'administrator', 'auditor']]) {
    t.match((await propose(CAST.secondOfficer, roles)).json(), { status: 422, code: 'roles-incompatible' })
  }
})

t.test('a proposal of somebody who is administrator no more counts for nothing; a lone one is told what to do', async (t) => {
  const app = await startApp(t)
  const [first, second] = [await app.as('administrator'), await app.as('secondAdministrator')]
  await first.api('POST', `/people/${CAST.auditor}/roles`, { roles: [] })
  await first.api('POST', `/people/${CAST.auditor}/roles`, { roles: ['auditor'] })
  t.notMatch((await second.get('/staff/role-grants')).body, 'create-administrator')
  t.equal((await second.api('POST', `/people/${CAST.administrator}/deactivation`)).statusCode, 200)
  t.match((await second.api('POST', `/people/${CAST.auditor}/role-grant`, { roles: ['auditor'] })).json(), { status: 409, code: 'proposer-gone' })
  const alone = (await second.get('/staff/role-grants')).body
  t.match(alone, '目前只有一名管理员')
  t.match(alone, 'npm run -s create-administrator')
})

t.test('of two administrators who grant at once, one does', async (t) => {
  const app = await startApp(t)
  const first = await app.as('administrator')
  await first.api('POST', `/people/${CAST.auditor}/roles`, { roles: [] })
  await first.api('POST', `/people/${CAST.auditor}/roles`, { roles: ['auditor'] })
  const seconds = await Promise.all(Array.from({ length: 6 }, () => app.as('secondAdministrator')))
  const answers = await Promise.all(seconds.map((one) => one.api('POST', `/people/${CAST.auditor}/role-grant`, { roles: ['auditor'] })))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, 409, 409, 409, 409, 409])
  await app.settle()
  const changes = (await app.services.journal.about(CAST.auditor)).filter(({ type }) => type === 'roles-changed')
  t.equal(changes.length, 2, 'taken once, given once')
})
