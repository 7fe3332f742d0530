import t from 'tap'
import { ownPath } from '../../server/plugins/session.ts'
import { startApp } from '../support/app.ts'

t.test('every answer carries the policy that runs nothing foreign', async (t) => {
  const { anonymous } = await startApp(t)
  const { headers } = await anonymous.get('/sign-in')
  const policy = String(headers['content-security-policy'])
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "connect-src 'self'"]) t.match(policy, part)
  t.notMatch(policy, /unsafe|\*/)
  t.equal(headers['x-content-type-options'], 'nosniff')
  t.equal(headers['strict-transport-security'], undefined, 'no TLS, no promise of it')
})

t.test('over TLS cookies are bound to the host and TLS is asked for', async (t) => {
  const { anonymous } = await startApp(t, { PUBLIC_URL: 'https://jiebang.example' })
  const page = await anonymous.get('/sign-in')
  t.match(page.headers['strict-transport-security'], /max-age=31536000/)
  t.match(page.cookies[0], { name: '__Host-csrf', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
})

t.test('mail that somebody may not want is limited, for all processes together', async (t) => {
  const { anonymous } = await startApp(t, {}, { rateLimits: true })
  const ask = (email: string) => anonymous.api('POST', '/people/password-resets', { email })
  const first = await ask('lin.yue@haiyue.example')
  t.equal(first.statusCode, 200)
  t.equal(first.headers['x-ratelimit-remaining'], '4')
  for (let tries = 1; tries < 5; tries += 1) t.equal((await ask('Lin.Yue@haiyue.example')).statusCode, 200)
  const refused = await ask('lin.yue@haiyue.example')
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { code: 'too-many-requests', status: 429 })
  t.match(refused.headers['content-type'], 'application/problem+json')
  t.ok(Number(refused.headers['retry-after']) > 0)
  t.equal((await ask('qiu.lan@haiyue.example')).statusCode, 200, 'somebody else is not locked out')
  const page = await anonymous.submit('/password/forgot', { email: 'lin.yue@haiyue.example' })
  t.equal(page.statusCode, 429, 'page and API count together')
  t.match(page.body, '<html')
})

t.test('the way back after signing in stays with us', async (t) => {
  const own: [string, string][] = [['/needs?track=a', '/needs?track=a'], ['/a/../b', '/b'], ['/需求', '/%E9%9C%80%E6%B1%82']]
  for (const [path, expected] of own) t.equal(ownPath(path), expected)
  const foreign = ['', 'needs', '//evil.example', '/\\evil.example', '/\t/evil.example', '/\n//evil.example', 'https://evil.example/', 'javascript:alert(1)', '/.//evil.example', '/a/..//evil.example', '/%2e//evil.example', '\\\\evil.example']
  for (const path of foreign) t.equal(ownPath(path), '/', JSON.stringify(path))
})
