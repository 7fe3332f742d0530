import { verify } from '@node-rs/argon2'
import t, { type Test } from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { ATTEMPT_LIMITS, nextAttempt, type Attempts } from '../../server/modules/accounts/attempts.ts'
import { deviceName } from '../../server/modules/accounts/device.ts'
import { startApp, START, type TestApp } from '../support/app.ts'
import { Letters } from './letters.ts'
import { emailOf, givePassword, PASSWORD } from './signing-in.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WRONG = 'a wrong password'

interface Guess { address?: string; device?: string; password?: string; email?: string }

/** One attempt at the owner's account from an address, with or without the cookie of a known browser. */
async function guess({ http }: TestApp, { address = '198.51.100.7', device, password = WRONG, email = emailOf('owner') }: Guess) {
  return http.inject({ method: 'POST', url: '/api/v1/sessions', remoteAddress: address, payload: { email, password }, ...(device ? { cookies: { device } } : {}) })
}

async function start(t: Test, parts: Parameters<typeof startApp>[2] = {}): Promise<TestApp> {
  const app = await startApp(t, {}, parts)
  await givePassword(app, 'owner')
  return app
}

/** The cookie of a browser in which the owner has come in. */
async function ownBrowser(app: TestApp): Promise<string> {
  const inside = await app.anonymous.submit('/sign-in', { email: emailOf('owner'), password: PASSWORD })
  return inside.cookies.find(({ name }) => name === 'device')?.value ?? ''
}

t.test('whoever is asked about, one password is verified, and one only', async (t) => {
  let verified = 0
  const app = await start(t, { verifyHash: (hash, password) => { verified += 1; return verify(hash, password) } })
  await app.services.people.decide(CAST.teammate, (person) => ({ ok: true, value: { ...person, active: false, revision: person.revision + 1 } }))
  const count = async (email: string, password: string): Promise<number> => {
    const before = verified
    await guess(app, { email, password })
    return verified - before
  }
  t.equal(await count(emailOf('owner'), PASSWORD), 1, 'right')
  t.equal(await count(emailOf('owner'), WRONG), 1, 'wrong')
  t.equal(await count('nobody@haiyue.example', WRONG), 1, 'unknown')
  t.equal(await count(emailOf('manager'), WRONG), 1, 'without a password')
  t.equal(await count(emailOf('teammate'), WRONG), 1, 'switched off')
  t.equal(await count('no address at all', WRONG), 1, 'no address')
})

t.test('ten wrong ones, then a minute, then twice as long each time', async (t) => {
  const app = await start(t)
  for (let tries = 0; tries < ATTEMPT_LIMITS.pair.free; tries += 1) t.equal((await guess(app, {})).statusCode, 401)
  const blocked = await guess(app, { password: PASSWORD })
  t.equal(blocked.statusCode, 429, 'the right one has to wait, too: nothing is told')
  t.match(blocked.json(), { code: 'too-many-requests' })
  t.equal(blocked.headers['retry-after'], '60')
  app.clock.advance(MINUTE)
  t.equal((await guess(app, {})).statusCode, 401)
  t.equal((await guess(app, {})).headers['retry-after'], '120')
  t.equal((await guess(app, { address: '198.51.100.8', password: PASSWORD })).statusCode, 201, 'its owner comes in from elsewhere')
  app.clock.advance(2 * MINUTE)
  t.equal((await guess(app, { password: PASSWORD })).statusCode, 201)
  t.equal((await guess(app, {})).statusCode, 401, 'and all is forgotten')
})

t.test('a hundred guesses at the same moment are not one', async (t) => {
  const app = await start(t)
  const answers = await Promise.all(Array.from({ length: 100 }, () => guess(app, {})))
  const tried = answers.filter(({ statusCode }) => statusCode === 401).length
  t.ok(tried <= ATTEMPT_LIMITS.pair.free, `${tried} were tried`)
})

t.test('a crowd of strangers cannot keep the owner out of a browser they used before', async (t) => {
  const app = await start(t)
  const device = await ownBrowser(app)
  const account = { kind: 'account', whom: emailOf('owner') } as const
  for (let i = 0; i < ATTEMPT_LIMITS.account.free; i += 1) await app.services.attempts.take([account], app.clock.now())
  t.equal((await guess(app, { address: '203.0.113.9', password: PASSWORD })).statusCode, 429, 'unknown browsers wait, wherever they are')
  t.equal((await guess(app, { device, password: PASSWORD })).statusCode, 201, 'the owner does not')
  t.equal((await guess(app, { device: 'x'.repeat(22), address: '203.0.113.9', password: PASSWORD })).statusCode, 429, 'a made-up device is none')
  t.equal((await guess(app, { device, address: '203.0.113.10', email: emailOf('teammate') })).statusCode, 401, 'known for one account only')
})

t.test('a stolen browser may guess no more than others', async (t) => {
  const app = await start(t)
  const device = await ownBrowser(app)
  for (let tries = 0; tries < ATTEMPT_LIMITS.device.free; tries += 1) await guess(app, { device, address: `198.51.100.${tries}` })
  t.equal((await guess(app, { device, password: PASSWORD })).statusCode, 429)
  t.equal((await guess(app, { password: PASSWORD })).statusCode, 201, 'its owner uses another')
})

t.test('counters are in the database, without the address or the account', async (t) => {
  const app = await start(t)
  await guess(app, {})
  const rows = await app.services.connection.collection('attempts').find().toArray()
  t.equal(rows.length, 3)
  t.notMatch(JSON.stringify(rows), /haiyue|198\.51/)
})

t.test('the owner hears of a device that was not used before', async (t) => {
  const letters = new Letters()
  const app = await start(t, letters.parts)
  const device = await ownBrowser(app)
  await guess(app, { device, password: PASSWORD })
  await guess(app, { password: PASSWORD, address: '203.0.113.9' })
  await app.settle()
  const news = letters.to(emailOf('owner')).filter(({ subject }) => subject === '您的账号在新设备上登录')
  t.equal(news.length, 1, 'once a day for a kind of device, and not for a known one')
})

t.test('the lockout figure: at most 38 guesses a day at one account from one address', async (t) => {
  let attempts: Attempts | undefined
  let tried = 0
  for (let minute = 0; minute < DAY / MINUTE; minute += 1) {
    const now = new Date(START.getTime() + minute * MINUTE)
    for (let next = nextAttempt(attempts, ATTEMPT_LIMITS.pair, now); next; next = nextAttempt(attempts, ATTEMPT_LIMITS.pair, now)) {
      attempts = next
      tried += 1
    }
  }
  t.equal(tried, 38)
  const later = nextAttempt(attempts, ATTEMPT_LIMITS.pair, new Date(START.getTime() + 3 * DAY))
  t.equal(later?.count, 1, 'a day without an attempt, and all is forgotten')
})

t.test('nobody waits because another process has a clock a little ahead', async (t) => {
  const ahead = nextAttempt(undefined, ATTEMPT_LIMITS.address, new Date(START.getTime() + 2000))
  t.equal(nextAttempt(ahead, ATTEMPT_LIMITS.address, START)?.count, 2)
})

t.test('a device is called what its owner would call it', async (t) => {
  t.equal(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'), 'Safari · iOS')
  t.equal(deviceName('Mozilla/5.0 (Linux; Android 15; HarmonyOS) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0'), 'WeChat · HarmonyOS')
  t.equal(deviceName('curl/8.5.0'), '')
  t.equal(deviceName(`<script>${'x'.repeat(9999)}`), '')
})
