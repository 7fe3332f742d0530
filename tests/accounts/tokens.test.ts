import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import { startApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'

const SECRET = 'a secret that only tests ever use'
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const sign = (header: object, claims: object, secret = SECRET, hash = 'sha256'): string => {
  const body = `${encode(header)}.${encode(claims)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}

const HEADER = { alg: 'HS256', typ: 'JWT' }
const OURS = { iss: 'http://127.0.0.1:3000', aud: 'jiebang' }

t.test('only tokens of ours, whole, in time and with a living session open anything', async (t) => {
  const { services, http, clock, anonymous } = await startApp(t)
  const far = new Date('2099-01-01')
  const { id: sid } = await services.sessions.start(CAST.officer, clock.now(), far)
  const { id: ended } = await services.sessions.start(CAST.officer, clock.now(), far)
  await services.sessions.end(ended)
  const { id: early } = await services.sessions.start(CAST.owner, clock.now(), far, -1)
  const now = Math.floor(Date.now() / 1000)
  const claims = { ...OURS, sid, iat: now, exp: now + 900 }
  const status = async (token: string) => (await clientFor(http, token).api('GET', '/sessions/current')).statusCode
  const honest = sign(HEADER, claims)
  t.equal(await status(honest), 200, 'the honest one')
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rsa = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  const without = (name: string): object => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
  const forged: Record<string, string> = {
    'no algorithm': `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`,
    'no algorithm, other case': `${encode({ alg: 'nOnE' })}.${encode(claims)}.x`,
    'no algorithm, honest signature': `${encode({ alg: 'none' })}.${honest.split('.').slice(1).join('.')}`,
    'algorithm left out': sign({ typ: 'JWT' }, claims),
    'another key': sign(HEADER, claims, 'another secret of the same length!'),
    'empty key': sign(HEADER, claims, ''),
    'another algorithm': sign({ alg: 'HS512', typ: 'JWT' }, claims, SECRET, 'sha512'),
    'another algorithm named': sign({ alg: 'HS384', typ: 'JWT' }, claims),
    'signed by a key pair': `${rsa}.${createSign('sha256').update(rsa).sign(privateKey).toString('base64url')}`,
    'public key taken for a secret': sign(HEADER, claims, publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    'key in the header': sign({ ...HEADER, jwk: { kty: 'oct', k: 'eA' } }, claims, 'x'),
    'key by address': sign({ ...HEADER, jku: 'http://127.0.0.1:1/keys', kid: '../../dev/null' }, claims, ''),
    'unknown critical header': sign({ ...HEADER, crit: ['b64'], b64: false }, claims),
    'no end': sign(HEADER, without('exp')),
    'end as text': sign(HEADER, { ...claims, exp: String(now + 900) }),
    'end beyond numbers': sign(HEADER, { ...claims, exp: 1e400 }),
    'ended': sign(HEADER, { ...claims, iat: now - 1800, exp: now - 900 }),
    'ended this second': sign(HEADER, { ...claims, exp: now }),
    'begins in the future': sign(HEADER, { ...claims, iat: now + 600, exp: now + 1500 }),
    'no beginning': sign(HEADER, without('iat')),
    'not yet': sign(HEADER, { ...claims, nbf: now + 600 }),
    'given out by somebody else': sign(HEADER, { ...claims, iss: 'http://evil.example' }),
    'given out by nobody': sign(HEADER, without('iss')),
    'for somebody else': sign(HEADER, { ...claims, aud: 'other' }),
    'for nobody': sign(HEADER, without('aud')),
    'no session': sign(HEADER, without('sid')),
    'unknown session': sign(HEADER, { ...claims, sid: 'f3f2c0de' }),
    'ended session': sign(HEADER, { ...claims, sid: ended }),
    'session from before all were ended': sign(HEADER, { ...claims, sid: early }),
    'an operator as session': sign(HEADER, { ...claims, sid: { $ne: '' } }),
    'a list as session': sign(HEADER, { ...claims, sid: [sid] }),
    'claims changed': honest.replace(/\.[^.]+\./, `.${encode({ ...claims, roles: ['administrator'] })}.`),
    'cut short': honest.slice(0, -4), 'signature left out': honest.replace(/[^.]+$/, ''), 'twice the signature': `${honest}${honest.split('.')[2] ?? ''}`,
    'refresh token for an access token': services.refreshTokens.of(sid, 1),
    'session id alone': sid, 'not a token': 'x.y.z', 'nothing': '..',
  }
  for (const [what, token] of Object.entries(forged)) t.equal(await status(token), 401, what)
  for (const token of [honest, sid, `${sid}.1.x`, services.refreshTokens.of('unknown', 1), services.refreshTokens.of(sid, 1)]) {
    t.equal((await anonymous.api('POST', '/sessions/refresh', { refreshToken: token })).statusCode, 401, 'nothing but a refresh token refreshes')
  }
  t.equal(await status(honest), 200, 'none of it ended the honest session')
})

t.test('roles in a token mean nothing; the session says who somebody is', async (t) => {
  const { services, http, clock } = await startApp(t)
  const { id: sid } = await services.sessions.start(CAST.owner, clock.now(), new Date('2099-01-01'))
  const now = Math.floor(Date.now() / 1000)
  const token = sign(HEADER, { ...OURS, sid, iat: now, exp: now + 900, sub: CAST.officer, person: CAST.officer, roles: ['administrator'] })
  t.match((await clientFor(http, token).api('GET', '/sessions/current')).json(), { id: CAST.owner, roles: ['issuer'] })
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
