import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'

const EMAIL = 'lin.yue@haiyue.example'
const PASSWORD = 'a tide of forty metres'

async function withPassword(t: Parameters<typeof startApp>[0], environment?: Record<string, string>): Promise<TestApp> {
  const app = await startApp(t, environment)
  const passwordHash = await hashPassword(PASSWORD)
  await app.services.people.decide(CAST.owner, (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  return app
}

t.test('a member signs in on the page and is somebody until signing out', async (t) => {
  const { anonymous } = await withPassword(t)
  const inside = await anonymous.submit('/sign-in', { email: ' Lin.Yue@Haiyue.example', password: PASSWORD }, { page: '/sign-in?next=/needs/new' })
  t.equal(inside.statusCode, 303)
  t.equal(inside.headers.location, '/my/needs')
  const page = await anonymous.get('/needs/new')
  t.equal(page.statusCode, 200)
  t.match(page.body, '林岳')
  const out = await anonymous.submit('/sign-out', {}, { page: '/needs/new' })
  t.equal(out.statusCode, 303)
  t.equal((await anonymous.get('/needs/new')).headers.location, '/sign-in?next=%2Fneeds%2Fnew')
})

t.test('a signed-out token is worth nothing, also when it was copied', async (t) => {
  const { http, anonymous } = await withPassword(t)
  const { token } = (await anonymous.api('POST', '/sessions', { email: EMAIL, password: PASSWORD })).json<{ token: string }>()
  const client = clientFor(http, token)
  t.equal((await client.api('GET', '/sessions/current')).json<{ id: string }>().id, CAST.owner)
  t.equal((await client.api('DELETE', '/sessions/current')).statusCode, 200)
  t.equal((await client.api('GET', '/sessions/current')).statusCode, 401)
  t.equal((await client.get('/needs/new')).statusCode, 303)
})

t.test('a wrong password and an unknown address get the same answer', async (t) => {
  const { anonymous } = await withPassword(t)
  const answers = []
  for (const body of [{ email: EMAIL, password: 'wrong but long enough' }, { email: 'nobody@haiyue.example', password: PASSWORD }, { email: 'no address', password: PASSWORD }]) {
    const { statusCode, body: text, headers } = await anonymous.api('POST', '/sessions', body)
    answers.push([statusCode, text, headers['content-type']])
  }
  t.equal(answers[0]?.[0], 401)
  t.match(answers[0]?.[1], /"code":"wrong-credentials"/)
  t.same(answers[1], answers[0])
  t.same(answers[2], answers[0])
})

t.test('a refused sign-in keeps the address and where to go on, never the password', async (t) => {
  const { anonymous } = await withPassword(t)
  const refused = await anonymous.submit('/sign-in', { email: EMAIL, password: 'wrong but long enough', next: '/needs/new' })
  t.equal(refused.statusCode, 401)
  t.match(refused.body, `value="${EMAIL}"`)
  t.match(refused.body, 'name="next" value="/needs/new"')
  t.match(refused.body, '邮箱或密码不正确')
  t.notMatch(refused.body, 'wrong but long enough')
  const empty = await anonymous.submit('/sign-in', { email: '', password: '' })
  t.equal(empty.statusCode, 422)
  t.match(empty.body, 'id="f-email-error"')
  t.match(empty.body, 'id="f-password-error"')
})
