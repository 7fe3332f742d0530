import t from 'tap'
import { startApp } from '../support/app.ts'
import { Letters } from './letters.ts'

const EMAIL = 'lin.yue@haiyue.example'
const HOUR = 3_600_000

t.test('a forgotten password is set anew by the link in the mail, once', async (t) => {
  const letters = new Letters()
  const app = await startApp(t, {}, letters.parts)
  const { anonymous, settle } = app
  const lost = await app.as('owner')
  t.equal((await anonymous.submit('/password/forgot', { email: ' LIN.YUE@haiyue.example' })).headers.location, '/password/forgot/sent')
  await settle()
  const link = letters.link(EMAIL)
  t.match(link, /^\/password\/reset\/[\w-]{43}$/)
  t.equal((await anonymous.get(link)).statusCode, 200)
  t.equal((await anonymous.get(link)).statusCode, 200, 'mail programs may look at the link')
  const short = await anonymous.submit(link, { password: 'short' })
  t.equal(short.statusCode, 422)
  t.match(short.body, 'f-password-error')
  t.equal((await anonymous.submit(link, { password: 'seven herons at dusk' })).headers.location, '/sign-in')
  t.equal((await lost.get('/needs/new')).statusCode, 303, 'whoever was signed in is out')
  t.equal((await anonymous.submit('/sign-in', { email: EMAIL, password: 'seven herons at dusk' })).statusCode, 303)
  t.equal((await anonymous.submit(link, { password: 'eight herons at dusk' }, { page: '/password/forgot' })).statusCode, 410)
})

t.test('an unknown address gets the same answer and no mail', async (t) => {
  const letters = new Letters()
  const { anonymous, settle } = await startApp(t, {}, letters.parts)
  const known = await anonymous.api('POST', '/people/password-resets', { email: EMAIL })
  const unknown = await anonymous.api('POST', '/people/password-resets', { email: 'nobody@haiyue.example' })
  t.equal(known.statusCode, 200)
  t.same([unknown.statusCode, unknown.body], [known.statusCode, known.body])
  await settle()
  t.same(letters.sent.map((mail) => mail.to.address), [EMAIL])
})

t.test('a link is good for an hour, the newest one counts, and no hash of it opens anything', async (t) => {
  const letters = new Letters()
  const { anonymous, settle, clock, services } = await startApp(t, {}, letters.parts)
  const ask = async () => { await anonymous.api('POST', '/people/password-resets', { email: EMAIL }); await settle(); return letters.link(EMAIL).split('/').at(-1) ?? '' }
  const first = await ask()
  t.equal(await ask(), first, 'a second mail within a minute is not sent')
  clock.advance(60_000)
  const second = await ask()
  t.not(second, first)
  const set = (token: string) => anonymous.api('POST', '/people/password', { token, password: 'seven herons at dusk' })
  t.equal((await set(first)).statusCode, 410)
  const stored = (await services.people.withEmail(EMAIL))?.reset?.hash ?? ''
  t.not(stored, second)
  t.equal((await set(stored)).statusCode, 410)
  clock.advance(HOUR)
  t.equal((await set(second)).statusCode, 410)
  const third = await ask()
  t.equal((await set(third)).statusCode, 200)
  t.equal((await set(third)).statusCode, 410)
})

t.test('two who press at the same time set one password', async (t) => {
  const letters = new Letters()
  const { anonymous, settle } = await startApp(t, {}, letters.parts)
  await anonymous.api('POST', '/people/password-resets', { email: EMAIL })
  await settle()
  const token = letters.link(EMAIL).split('/').at(-1)
  const both = await Promise.all(['first of two herons', 'second of two herons'].map((password) => anonymous.api('POST', '/people/password', { token, password })))
  t.equal(both.filter(({ statusCode }) => statusCode === 200).length, 1)
})
