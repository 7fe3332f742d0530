import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import { startApp, type TestApp } from '../support/app.ts'

const EMAIL = 'lin.yue@haiyue.example'
const OLD = 'a tide of forty metres'
const NEW = 'seven herons at dusk'
const ACCOUNT = { page: '/my/account' }

async function withPassword(t: Parameters<typeof startApp>[0]): Promise<TestApp> {
  const app = await startApp(t)
  const passwordHash = await hashPassword(OLD)
  await app.services.people.decide(CAST.owner, (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  return app
}

t.test('name, language and mail are one’s own to change', async (t) => {
  const { as, services } = await withPassword(t)
  const me = await as('owner')
  const saved = await me.submit('/people/me/profile', { name: '林 岳', locale: 'en', digest: 'off' }, ACCOUNT)
  t.equal(saved.headers.location, '/my/account?lang=en')
  t.match(await services.people.find(CAST.owner), { name: '林 岳', preferences: { locale: 'en', digest: 'off' } })
  const bad = await me.submit('/people/me/profile', { name: '', locale: 'fr', digest: 'weekly' }, ACCOUNT)
  t.equal(bad.statusCode, 422)
  for (const field of ['name', 'locale']) t.match(bad.body, `f-${field}-error`)
  t.equal((await me.api('POST', '/people/me/profile', { name: 'x', locale: 'en', digest: 'off', roles: ['officer'] })).statusCode, 400, 'nothing else')
})

t.test('a new password needs the old one, ends all other sessions and keeps this browser in', async (t) => {
  const { as, anonymous } = await withPassword(t)
  const [me, other] = [await as('owner'), await as('owner')]
  const change = (currentPassword: string, newPassword: string) => me.submit('/people/me/password', { currentPassword, newPassword }, ACCOUNT)
  const wrong = await change('not the old one', NEW)
  t.equal(wrong.statusCode, 403)
  t.match(wrong.body, 'f-currentPassword-error')
  t.notMatch(wrong.body, NEW)
  for (const weak of ['short', '1234567890', 'aaaaaaaaaaaaa', 'hello lin.yue 1', 'LinYue-2026-x']) {
    const refused = await change(OLD, weak)
    t.equal(refused.statusCode, 422, weak)
    t.match(refused.body, 'f-newPassword-error')
  }
  t.equal((await change(OLD, NEW)).headers.location, '/my/account')
  t.equal((await me.get('/my/account')).statusCode, 200)
  t.equal((await other.get('/my/account')).statusCode, 303)
  t.equal((await anonymous.api('POST', '/sessions', { email: EMAIL, password: OLD })).statusCode, 401)
  t.equal((await anonymous.api('POST', '/sessions', { email: EMAIL, password: NEW })).statusCode, 201)
})

t.test('signing out everywhere ends every session of mine and nobody else’s', async (t) => {
  const { as } = await withPassword(t)
  const [me, other, teammate] = [await as('owner'), await as('owner'), await as('teammate')]
  t.equal((await me.submit('/people/me/sign-out', {}, ACCOUNT)).headers.location, '/sign-in')
  for (const client of [me, other]) t.equal((await client.get('/my/account')).statusCode, 303)
  t.equal((await teammate.get('/my/account')).statusCode, 200)
})
