import t, { type Test } from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { GRACE_SECONDS, IDLE_HOURS } from '../../server/modules/accounts/session-renewal.ts'
import { ACCESS_MINUTES, SESSION_HOURS } from '../../server/plugins/session.ts'
import { START, startApp, type TestApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'
import { emailOf, givePassword, PASSWORD, type Session, signInByApi } from './signing-in.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** An application whose access tokens go by the clock that the test moves. */
async function start(t: Test): Promise<TestApp & { advance(milliseconds: number): void }> {
  const tokenClock = new MovableClock(START)
  const app = await startApp(t, {}, { tokenClock })
  await givePassword(app, 'owner', 'teammate')
  return { ...app, advance: (by) => { app.clock.advance(by); tokenClock.advance(by) } }
}

const refresh = async ({ anonymous }: TestApp, refreshToken: string) => anonymous.api('POST', '/sessions/refresh', { refreshToken })
const current = async ({ http }: TestApp, token: string) => (await clientFor(http, token).api('GET', '/sessions/current')).statusCode

t.test('an access token lasts a quarter of an hour and is exchanged for the next', async (t) => {
  const app = await start(t)
  const first = await signInByApi(app, 'owner')
  t.equal(new Date(first.tokenEndsAt).getTime() - START.getTime(), ACCESS_MINUTES * MINUTE)
  app.advance(ACCESS_MINUTES * MINUTE - 1000)
  t.equal(await current(app, first.token), 200)
  app.advance(1000)
  t.equal(await current(app, first.token), 401)
  const answer = await refresh(app, first.refreshToken)
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['cache-control'], 'no-store')
  const second = answer.json<Session>()
  t.equal(await current(app, second.token), 200)
  t.not(second.refreshToken, first.refreshToken)
  const [row] = await app.services.sessions.of(CAST.owner)
  t.notMatch(JSON.stringify(row), second.refreshToken.split('.')[2] ?? '', 'the store knows a hash only')
})

t.test('a refresh token that comes again ends the session for thief and owner', async (t) => {
  const app = await start(t)
  const stolen = await signInByApi(app, 'owner')
  const elsewhere = await signInByApi(app, 'owner')
  const next = (await refresh(app, stolen.refreshToken)).json<Session>()
  app.advance((GRACE_SECONDS + 1) * 1000)
  t.match((await refresh(app, stolen.refreshToken)).json(), { status: 401, code: 'session-over' })
  t.equal(await current(app, next.token), 401, 'the family is over')
  t.equal((await refresh(app, next.refreshToken)).statusCode, 401)
  t.equal((await refresh(app, elsewhere.refreshToken)).statusCode, 200, 'another session of theirs is not')
})

t.test('a token from two generations ago ends the session at once', async (t) => {
  const app = await start(t)
  const first = await signInByApi(app, 'owner')
  const second = (await refresh(app, first.refreshToken)).json<Session>()
  const third = (await refresh(app, second.refreshToken)).json<Session>()
  t.equal((await refresh(app, first.refreshToken)).statusCode, 401)
  t.equal(await current(app, third.token), 401)
})

t.test('two tabs at once, and an answer that got lost, log nobody out', async (t) => {
  const app = await start(t)
  const first = await signInByApi(app, 'owner')
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(app, first.refreshToken)))
  for (const answer of answers) t.equal(answer.statusCode, 200)
  const given = new Set(answers.map((answer) => answer.json<Session>().refreshToken))
  t.equal(given.size, 1, 'one next token, whoever asks')
  app.advance(GRACE_SECONDS * 1000)
  t.equal((await refresh(app, first.refreshToken)).json<Session>().refreshToken, [...given][0], 'asked again in time')
  t.equal((await refresh(app, [...given][0] ?? '')).statusCode, 200)
})

t.test('a session ends by disuse and in any case after its hours', async (t) => {
  const app = await start(t)
  const idle = await signInByApi(app, 'teammate')
  let busy = await signInByApi(app, 'owner')
  for (let minutes = 0; minutes + 60 < SESSION_HOURS * 60; minutes += 60) {
    app.advance(HOUR)
    const answer = await refresh(app, busy.refreshToken)
    t.equal(answer.statusCode, 200)
    busy = { ...busy, ...answer.json<Session>() }
    if (minutes === (IDLE_HOURS - 1) * 60) t.equal((await refresh(app, idle.refreshToken)).statusCode, 401, 'unused for its hours')
  }
  app.advance(HOUR)
  t.equal((await refresh(app, busy.refreshToken)).statusCode, 401)
})

t.test('pages go on by cookie without a word, and stop with a replay', async (t) => {
  const app = await start(t)
  const { anonymous } = app
  const inside = await anonymous.submit('/sign-in', { email: emailOf('owner'), password: PASSWORD })
  const cookies = Object.fromEntries(inside.cookies.map(({ name, value }) => [name, value]))
  t.ok(cookies['jiebang'] && cookies['refresh'] && cookies['device'])
  app.advance(ACCESS_MINUTES * MINUTE + 1000)
  const page = await anonymous.get('/needs/new')
  t.equal(page.statusCode, 200)
  const names = page.cookies.map(({ name }) => name)
  t.ok(names.includes('jiebang') && names.includes('refresh'))
  t.equal((await anonymous.get('/needs/new')).cookies.length, 0, 'nothing is exchanged before it is due')
  app.advance(ACCESS_MINUTES * MINUTE + 1000)
  t.equal((await anonymous.submit('/people/me/profile', { name: '林岳', locale: 'zh-CN', digest: 'off' }, { page: '' })).statusCode, 403, 'no form token, no change, also while going on')
  const thief = await app.http.inject({ url: '/needs/new', cookies: { refresh: cookies['refresh'] ?? '' } })
  t.equal(thief.statusCode, 303)
  t.ok(thief.cookies.some(({ name, value }) => name === 'refresh' && value === ''))
  t.equal((await anonymous.get('/needs/new')).statusCode, 303, 'the replay ended the session')
})

t.test('a form sent after the session had ended keeps what was typed', async (t) => {
  const app = await start(t)
  const { anonymous } = app
  await anonymous.submit('/sign-in', { email: emailOf('owner'), password: PASSWORD })
  await anonymous.get('/my/account')
  await app.services.sessions.endAllOf(CAST.owner)
  const late = await anonymous.submit('/people/me/profile', { name: '一个打了很久的名字', locale: 'zh-CN', digest: 'off' }, { page: '/sign-in' })
  t.equal(late.statusCode, 401)
  const kept = /name="kept" value="([^"]+)"/.exec(late.body)?.[1] ?? ''
  const again = await anonymous.submit('/sign-in', { email: emailOf('owner'), password: PASSWORD, kept }, { page: '/sign-in' })
  t.equal(again.statusCode, 200)
  t.match(again.body, '一个打了很久的名字')
})

t.test('over TLS every cookie is bound to the host', async (t) => {
  const app = await startApp(t, { PUBLIC_URL: 'https://jiebang.example' })
  await givePassword(app, 'owner')
  const inside = await app.anonymous.submit('/sign-in', { email: emailOf('owner'), password: PASSWORD })
  for (const name of ['__Host-jiebang', '__Host-refresh', '__Host-device']) {
    t.match(inside.cookies.find((one) => one.name === name), { secure: true, httpOnly: true, sameSite: 'Lax', path: '/' }, name)
  }
})

t.test('one sees where one is signed in, and ends one of the sessions', async (t) => {
  const app = await startApp(t)
  await givePassword(app, 'owner', 'teammate')
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const elsewhere = (await app.http.inject({ method: 'POST', url: '/api/v1/sessions', headers: { 'user-agent': agent }, payload: { email: emailOf('owner'), password: PASSWORD } })).json<Session>()
  const me = await app.as('owner')
  const page = await me.get('/my/account')
  t.match(page.body, 'Firefox · Windows')
  const { items } = (await me.api('GET', '/people/me/sessions')).json<{ items: { id: string; device: string; current: boolean }[] }>()
  t.equal(items.length, 2)
  t.equal(items.filter((one) => one.current).length, 1)
  const other = items.find((one) => !one.current)?.id ?? ''
  t.equal((await (await app.as('teammate')).api('POST', `/people/me/sessions/${other}/end`)).statusCode, 404, 'only one’s own')
  t.equal((await me.submit(`/people/me/sessions/${other}/end`, {}, { page: '/my/account' })).headers.location, '/my/account')
  t.equal(await current(app, elsewhere.token), 401)
  t.equal((await me.get('/my/account')).statusCode, 200)
})
