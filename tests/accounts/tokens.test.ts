import { createHmac } from 'node:crypto'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import { startApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'

const SECRET = 'a secret that only tests ever use'
const HOUR = 3_600_000
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const sign = (header: object, claims: object, secret = SECRET, hash = 'sha256'): string => {
  const body = `${encode(header)}.${encode(claims)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}

t.test('only tokens of ours, whole, in time and with a living session open anything', async (t) => {
  const { services, http, clock } = await startApp(t)
  const { id: sid } = await services.sessions.start(CAST.officer, clock.now(), new Date('2099-01-01'))
  const header = { alg: 'HS256', typ: 'JWT' }
  const now = Math.floor(Date.now() / 1000)
  const claims = { sid, iat: now, exp: now + 3600 }
  const status = async (token: string) => (await clientFor(http, token).api('GET', '/sessions/current')).statusCode
  t.equal(await status(sign(header, claims)), 200, 'the honest one')
  const forged: Record<string, string> = {
    'no algorithm': `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`,
    'no algorithm, other case': `${encode({ alg: 'nOnE' })}.${encode(claims)}.x`,
    'another key': sign(header, claims, 'another secret of the same length!'),
    'another algorithm': sign({ alg: 'HS512', typ: 'JWT' }, claims, SECRET, 'sha512'),
    'no end': sign(header, { sid, iat: now }),
    'ended': sign(header, { sid, iat: now - 7200, exp: now - 3600 }),
    'no session': sign(header, { iat: now, exp: now + 3600 }),
    'unknown session': sign(header, { ...claims, sid: 'f3f2c0de' }),
    'an operator as session': sign(header, { ...claims, sid: { $ne: '' } }),
    'claims changed': sign(header, claims).replace(/\.[^.]+\./, `.${encode({ ...claims, roles: ['administrator'] })}.`),
    'not a token': 'x.y.z',
    'nothing': '..',
  }
  for (const [what, token] of Object.entries(forged)) t.equal(await status(token), 401, what)
})

t.test('a session ends by itself', async (t) => {
  const { anonymous, http, services, clock } = await startApp(t)
  const passwordHash = await hashPassword('a tide of forty metres')
  await services.people.decide(CAST.owner, (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  const { token } = (await anonymous.api('POST', '/sessions', { email: 'lin.yue@haiyue.example', password: 'a tide of forty metres' })).json<{ token: string }>()
  const client = clientFor(http, token)
  clock.advance(12 * HOUR - 1)
  t.equal((await client.api('GET', '/sessions/current')).statusCode, 200)
  clock.advance(1)
  t.equal((await client.api('GET', '/sessions/current')).statusCode, 401)
})

t.test('another site cannot act with somebody’s cookie; a bearer token needs no form token', async (t) => {
  const { http, services, clock, as } = await startApp(t)
  const { id } = await services.sessions.start(CAST.owner, clock.now(), new Date('2099-01-01'))
  const token = http.jwt.sign({ sid: id })
  const cookies = { jiebang: token }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const crossSite = await http.inject({ method: 'POST', url: '/people/me/profile', cookies, headers: form, payload: 'name=x&locale=en&digest=off' })
  t.equal(crossSite.statusCode, 403)
  t.match(crossSite.body, '<html')
  const call = await http.inject({ method: 'POST', url: '/api/v1/people/me/profile', cookies, payload: { name: 'x', locale: 'en', digest: 'off' } })
  t.match(call.json(), { status: 403, code: 'csrf' })
  t.equal((await http.inject({ method: 'DELETE', url: '/api/v1/sessions/current', cookies })).statusCode, 403)
  t.equal((await services.people.find(CAST.owner))?.name, '林岳')
  const anonymousPage = await http.inject({ url: '/sign-in' })
  const stolen = /name="_csrf" value="([^"]+)"/.exec(anonymousPage.body)?.[1] ?? ''
  const withOthersToken = await http.inject({ method: 'POST', url: '/people/me/profile', cookies: { ...cookies, csrf: 'c2VjcmV0LW9mLXNvbWVib2R5' }, headers: form, payload: `_csrf=${encodeURIComponent(stolen)}&name=x&locale=en&digest=off` })
  t.equal(withOthersToken.statusCode, 403)
  t.equal((await (await as('owner')).api('POST', '/people/me/profile', { name: '林岳', locale: 'zh-CN', digest: 'off' })).statusCode, 200)
})

t.test('demonstration people sign in in demo mode only', async (t) => {
  const { services, anonymous, as } = await startApp(t, { DEMO: '0' })
  const passwordHash = await hashPassword('a tide of forty metres')
  await services.people.decide(CAST.owner, (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  const refused = await anonymous.api('POST', '/sessions', { email: 'lin.yue@haiyue.example', password: 'a tide of forty metres' })
  t.match(refused.json(), { status: 403, code: 'demo-account' })
  t.equal((await (await as('owner')).api('GET', '/sessions/current')).statusCode, 401, 'a session from before is over')
})

t.test('a body can hold no operator and nothing unasked', async (t) => {
  const { anonymous } = await startApp(t)
  for (const body of [{ email: { $ne: null }, password: { $ne: null } }, { email: ['a'], password: 'x' }, { email: 'a', password: 'x', role: 'officer' }, {}]) {
    t.equal((await anonymous.api('POST', '/sessions', body)).statusCode, 400)
  }
  const form = await anonymous.submit('/sign-in', { email: { $ne: '' }, password: { $ne: '' } })
  t.equal(form.statusCode, 422)
})
