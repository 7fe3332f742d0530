import t, { type Test } from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Letters } from './letters.ts'
import { codeFor, emailOf, enrolByApi, givePassword, PASSWORD } from './signing-in.ts'

const PAGE = '/my/account/second-factor'
const STEP = 30_000

async function start(t: Test): Promise<TestApp & { letters: Letters }> {
  const letters = new Letters()
  const app = await startApp(t, { SEAL_KEY: 'a key that is kept outside the database' }, letters.parts)
  await givePassword(app, 'officer', 'owner', 'administrator')
  return { ...app, letters }
}

const signIn = ({ anonymous }: TestApp, code?: string) =>
  anonymous.api('POST', '/sessions', { email: emailOf('officer'), password: PASSWORD, ...(code === undefined ? {} : { code }) })

t.test('an officer sets up an app on the page and then needs its code', async (t) => {
  const app = await start(t)
  const [me, before] = [await app.as('officer'), await app.as('officer')]
  t.match((await me.get(PAGE)).body, 'action="/my/account/second-factor/offer"')
  t.equal((await me.submit(`${PAGE}/offer`, { currentPassword: 'not mine at all' }, { page: PAGE })).statusCode, 403)
  t.equal((await me.submit(`${PAGE}/offer`, { currentPassword: PASSWORD }, { page: PAGE })).headers.location, PAGE)
  const offered = (await me.get(PAGE)).body
  t.match(offered, /<svg[^>]*role="img"[\s\S]*<path fill="#000" d="M\d/)
  const key = /<code>([A-Z2-7 ]+)<\/code>/.exec(offered)?.[1] ?? ''
  t.equal(key.replaceAll(' ', '').length, 32, '160 bits')
  t.equal((await me.submit(PAGE, { code: '000000' }, { page: PAGE })).statusCode, 403)
  t.equal((await signIn(app)).statusCode, 201, 'an offer alone changes nothing')
  const confirmed = await me.submit(PAGE, { code: codeFor(key, app.clock.now()) }, { page: PAGE })
  t.equal(confirmed.statusCode, 200)
  t.equal(confirmed.body.match(/<code>[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}<\/code>/g)?.length, 10)
  t.equal((await me.get(PAGE)).statusCode, 200)
  t.equal((await before.get(PAGE)).statusCode, 303, 'sessions without it are over')
  t.match((await signIn(app)).json(), { status: 401, code: 'code-needed' })
  app.clock.advance(STEP)
  t.equal((await signIn(app, codeFor(key, app.clock.now()))).statusCode, 201)
  const stored = JSON.stringify(await app.services.secondFactors.find(CAST.officer))
  t.notMatch(stored, key.replaceAll(' ', ''), 'sealed in the store')
  await app.settle()
  t.ok(app.letters.to(emailOf('officer')).some(({ subject }) => subject === '两步验证已开启'))
})

t.test('a code is good once, for a step early or late, and for its person', async (t) => {
  const app = await start(t)
  const { key } = await enrolByApi(app, await app.as('officer'))
  const now = (): Date => app.clock.now()
  t.match((await signIn(app, codeFor(key, now()))).json(), { code: 'code-wrong' }, 'the one that enrolled it is used up')
  app.clock.advance(STEP)
  const code = codeFor(key, now())
  const answers = await Promise.all([1, 2, 3, 4].map(() => signIn(app, code)))
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [201, 401, 401, 401], 'of four at once one comes in')
  t.equal((await signIn(app, code)).statusCode, 401)
  t.equal((await signIn(app, codeFor(key, new Date(now().getTime() - STEP)))).statusCode, 401, 'an older one, once a newer was used')
  app.clock.advance(STEP * 2)
  t.equal((await signIn(app, codeFor(key, new Date(now().getTime() - 2 * STEP)))).statusCode, 401, 'two steps late')
  t.equal((await signIn(app, codeFor(key, new Date(now().getTime() + STEP)))).statusCode, 201, 'one step early')
  const other = await enrolByApi(app, await app.as('owner'))
  app.clock.advance(STEP * 3)
  t.equal((await signIn(app, codeFor(other.key, now()))).statusCode, 401, 'somebody else’s')
  const officer = await app.services.secondFactors.find(CAST.officer)
  t.throws(() => app.services.codes.typed(officer?.secret ?? '', CAST.owner, '123456', now()), /SEAL_KEY/, 'a secret moved to another person does not open')
})

t.test('recovery codes work once each, and new ones end the old', async (t) => {
  const app = await start(t)
  const { key, recoveryCodes } = await enrolByApi(app, await app.as('officer'))
  const [first = '', second = ''] = recoveryCodes
  t.equal((await signIn(app, first.toUpperCase())).statusCode, 201)
  t.equal((await signIn(app, first)).statusCode, 401)
  const me = await app.as('officer')
  t.match((await me.api('GET', '/people/me/second-factor')).json(), { enrolled: true, required: false, recoveryCodesLeft: 9 })
  app.clock.advance(STEP)
  const proof = { currentPassword: PASSWORD, code: codeFor(key, app.clock.now()) }
  t.equal((await me.api('POST', '/people/me/second-factor/recovery-codes', { ...proof, code: '' })).statusCode, 403)
  const renewed = (await me.api('POST', '/people/me/second-factor/recovery-codes', proof)).json<{ recoveryCodes: string[] }>()
  t.equal((await signIn(app, second)).statusCode, 401)
  t.equal((await signIn(app, renewed.recoveryCodes[0])).statusCode, 201)
  await app.settle()
  t.ok(app.letters.to(emailOf('officer')).some(({ subject }) => subject === '使用了一个恢复码'))
})

t.test('the page asks for the code in a second step and keeps the way on', async (t) => {
  const app = await start(t)
  const { key } = await enrolByApi(app, await app.as('officer'))
  app.clock.advance(STEP)
  const { anonymous } = app
  const step = await anonymous.submit('/sign-in', { email: emailOf('officer'), password: PASSWORD, next: '/staff/audit' })
  t.equal(step.statusCode, 200)
  t.equal(step.cookies.filter(({ name }) => name === 'jiebang').length, 0, 'a password alone opens nothing')
  const challenge = /name="challenge" value="([^"]+)"/.exec(step.body)?.[1] ?? ''
  t.match(step.body, 'name="next" value="/staff/audit"')
  const send = (values: object) => anonymous.submit('/sign-in/code', { challenge, next: '/staff/audit', ...values }, { page: '/sign-in' })
  const wrong = await send({ code: '000000' })
  t.equal(wrong.statusCode, 401)
  t.match(wrong.body, 'f-code-error')
  t.match(wrong.body, 'name="next" value="/staff/audit"')
  t.equal((await send({ code: codeFor(key, app.clock.now()), challenge: `${challenge.slice(0, -2)}xx` })).statusCode, 410)
  t.equal((await send({ code: codeFor(key, app.clock.now()) })).headers.location, '/staff/audit')
  t.equal((await anonymous.get('/staff/audit')).statusCode, 200)
  app.clock.advance(6 * 60_000)
  const late = await anonymous.submit('/sign-in/code', { challenge, code: codeFor(key, app.clock.now()) }, { page: '/my/account' })
  t.equal(late.statusCode, 410, 'the password was proved too long ago')
  t.match(late.body, 'action="/sign-in"')
})

t.test('it is taken off with password and code; who lost all asks another administrator', async (t) => {
  const app = await start(t)
  const me = await app.as('officer')
  const { key } = await enrolByApi(app, me)
  app.clock.advance(STEP)
  const again = await app.as('officer')
  t.equal((await again.api('POST', '/people/me/second-factor/removal', { currentPassword: PASSWORD })).statusCode, 403)
  t.equal((await again.api('POST', '/people/me/second-factor/removal', { currentPassword: PASSWORD, code: codeFor(key, app.clock.now()) })).statusCode, 200)
  t.equal((await signIn(app)).statusCode, 201)
  await enrolByApi(app, again)
  const administrator = await app.as('administrator')
  for (const who of ['manager', 'secondOfficer', 'auditor'] as const) {
    t.equal((await (await app.as(who)).api('POST', `/people/${CAST.officer}/second-factor-reset`)).statusCode, 404, who)
  }
  t.equal((await administrator.submit(`/people/${CAST.officer}/second-factor-reset`, {}, { page: `/people/${CAST.officer}` })).headers.location, `/people/${CAST.officer}`)
  t.equal((await again.get(PAGE)).statusCode, 303)
  t.equal((await signIn(app)).statusCode, 201)
  await enrolByApi(app, administrator)
  const self = await (await app.as('administrator')).api('POST', `/people/${CAST.administrator}/second-factor-reset`)
  t.match(self.json(), { status: 403, code: 'own-account' })
})
