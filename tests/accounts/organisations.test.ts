import t from 'tap'
import { startApp } from '../support/app.ts'

const PENDING = '/organisations/org-chaoqi'

t.test('staff vouch for an organisation; it can act from then on', async (t) => {
  const app = await startApp(t)
  const [officer, issuer] = [await app.as('officer'), await app.as('unverifiedIssuer')]
  t.match((await officer.get('/staff/organisations')).body, '潮栖机器人')
  t.match((await issuer.get('/my/organisation')).body, '待核验')
  t.equal((await app.anonymous.get(PENDING)).statusCode, 404, 'nobody sees it yet')
  const verified = await officer.submit(`${PENDING}/verification`, {}, { page: PENDING })
  t.equal(verified.headers.location, PENDING)
  t.equal((await issuer.api('GET', '/sessions/current')).json<{ verified: boolean }>().verified, true)
  t.equal((await app.anonymous.get(PENDING)).statusCode, 200)
  t.match((await officer.api('POST', `${PENDING}/verification`)).json(), { status: 409, code: 'already-decided' })
})

t.test('a refusal gives its reason; the manager puts it right and is checked again', async (t) => {
  const app = await startApp(t)
  const [officer, issuer] = [await app.as('officer'), await app.as('unverifiedIssuer')]
  const bare = await officer.submit(`${PENDING}/refusal`, { reason: ' ' }, { page: PENDING })
  t.equal(bare.statusCode, 422)
  t.match(bare.body, 'f-reason-error')
  t.equal((await officer.submit(`${PENDING}/refusal`, { reason: '名称与代码不符' }, { page: PENDING })).statusCode, 303)
  t.match((await issuer.get('/my/organisation')).body, '名称与代码不符')
  const long = 'x'.repeat(2001)
  const bad = await issuer.submit(`${PENDING}/edit`, { name: '潮栖机器人技术有限公司', district: '海安市', park: '', about: long })
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'f-about-error')
  t.match(bad.body, '潮栖机器人技术有限公司', 'kept')
  t.equal((await issuer.submit(`${PENDING}/edit`, { name: '潮栖机器人技术有限公司', district: '海安市', park: '', about: '' })).statusCode, 303)
  t.match(await app.services.organisations.find('org-chaoqi'), { name: '潮栖机器人技术有限公司', verification: 'pending', verificationReason: '' })
})

t.test('a verified name stays, the rest can be changed by the manager alone', async (t) => {
  const app = await startApp(t)
  const path = '/organisations/org-haiyue/edit'
  const [manager, owner] = [await app.as('manager'), await app.as('owner')]
  const { name } = (await app.services.organisations.find('org-haiyue')) ?? { name: '' }
  const renamed = await manager.submit(path, { name: '别的公司', district: '', park: '', about: '' })
  t.equal(renamed.statusCode, 409)
  t.match(renamed.body, 'f-name-error')
  t.equal((await manager.submit(path, { name, district: '通州湾示范区', park: 'tongzhou-bay', about: '新的简介' })).statusCode, 303)
  t.match((await app.anonymous.get('/organisations/org-haiyue')).body, '新的简介')
  t.equal((await owner.get(path)).statusCode, 404)
  t.equal((await owner.api('POST', path, { name, district: '', park: null, about: '' })).statusCode, 404)
  t.equal((await (await app.as('thirdIssuer')).api('POST', path, { name, district: '', park: null, about: '' })).statusCode, 404)
})

t.test('nobody vouches for their own, and only officers vouch at all', async (t) => {
  const app = await startApp(t)
  for (const who of ['owner', 'manager', 'administrator', 'auditor', 'unverifiedIssuer', 'parkManager'] as const) {
    t.equal((await (await app.as(who)).api('POST', `${PENDING}/verification`)).statusCode, 404, who)
  }
  t.equal((await app.anonymous.api('POST', `${PENDING}/verification`)).statusCode, 401)
  t.match((await (await app.as('officer')).api('POST', '/organisations/org-bureau/refusal', { reason: 'x' })).json(), { status: 403, code: 'own-organisation' })
  t.equal((await (await app.as('secondOfficer')).api('POST', '/organisations/org-bureau/refusal', { reason: 'x' })).statusCode, 200)
})

t.test('two officers decide at once: one decision, the other sees what changed', async (t) => {
  const app = await startApp(t)
  const [first, second] = [await app.as('officer'), await app.as('secondOfficer')]
  const both = await Promise.all([first, second].map((one) => one.api('POST', `${PENDING}/verification`)))
  t.same(both.map(({ statusCode }) => statusCode).sort(), [200, 409])
})

t.test('strangers read the public profile: nothing personal, no code, no reason', async (t) => {
  const { anonymous } = await startApp(t)
  const view = (await anonymous.api('GET', '/organisations/org-haiyue')).json<object>()
  t.same(Object.keys(view).sort(), ['about', 'district', 'id', 'kind', 'may', 'name', 'park', 'verification'])
  const { body } = await anonymous.get('/organisations/org-haiyue')
  t.notMatch(body, /林岳|邵珩|@haiyue/)
  t.equal((await anonymous.get('/organisations/org-nothing')).statusCode, 404)
})

t.test('lists show the verified to everybody and the others to staff', async (t) => {
  const app = await startApp(t)
  type List = { items: { id: string; verification: string }[]; next: string | null }
  const strangers = (await app.anonymous.api('GET', '/organisations?limit=100')).json<List>()
  t.ok(strangers.items.length > 20)
  t.notOk(strangers.items.some(({ verification }) => verification !== 'verified'))
  t.same((await app.anonymous.api('GET', '/organisations?verification=pending')).json<List>().items, [])
  const staff = (await (await app.as('auditor')).api('GET', '/organisations?verification=pending')).json<List>()
  t.same(staff.items.map(({ id }) => id), ['org-chaoqi'])
  t.equal((await app.anonymous.api('GET', '/organisations?verification=x')).statusCode, 400)
  t.equal((await app.anonymous.get('/staff/organisations')).statusCode, 303)
  t.equal((await (await app.as('owner')).get('/staff/organisations')).statusCode, 404)
})
