import fc from 'fast-check'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { creditCode } from '../../seed/demo/credit-code.ts'
import { isCreditCode } from '../../server/modules/accounts/credit-code.ts'
import { confirmRegistration } from '../../server/modules/accounts/registration.ts'
import { startApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'
import { Letters } from './letters.ts'

const PASSWORD = 'seven herons at dusk'
const DAY = 86_400_000
const founding = (email: string, serial = 900) => ({
  email, name: '郁新', organisation: { name: '新舟科技有限公司', kind: 'enterprise', creditCode: creditCode('91', serial), district: '崇川区', park: '', about: '' },
})

t.test('an enterprise signs up: details, mail, password, and its manager is in', async (t) => {
  const letters = new Letters()
  const { anonymous, services, settle } = await startApp(t, {}, letters.parts)
  const sent = await anonymous.submit('/sign-up/organisation', founding('Yu.Xin@xinzhou-new.example'))
  t.equal(sent.headers.location, '/sign-up/sent')
  t.equal(await services.people.withEmail('yu.xin@xinzhou-new.example'), undefined, 'nobody yet: the address may be somebody else’s')
  await settle()
  const link = letters.link('yu.xin@xinzhou-new.example')
  t.match(link, /^\/sign-up\/confirm\/[\w-]{43}$/)
  t.match((await anonymous.get(link)).body, '新舟科技有限公司')
  const weak = await anonymous.submit(link, { name: '郁新', password: 'yu.xin-2026' })
  t.equal(weak.statusCode, 422)
  t.match(weak.body, /id="f-password-error"/)
  t.match(weak.body, 'value="郁新"')
  const inside = await anonymous.submit(link, { name: '郁新', password: PASSWORD })
  t.equal(inside.statusCode, 303)
  t.equal(inside.headers.location, '/my/needs')
  t.match((await anonymous.get('/my/needs')).body, '郁新')
  const person = await services.people.withEmail('yu.xin@xinzhou-new.example')
  t.match(person, { roles: ['manager', 'issuer'], membership: 'member', active: true })
  t.match(await services.organisations.find(person?.organisation ?? ''), { name: '新舟科技有限公司', verification: 'pending' })
  t.equal((await anonymous.submit(link, { name: '郁新', password: PASSWORD }, { page: '/sign-up/join' })).statusCode, 410, 'the link works once')
})

t.test('an address that has an account gets the same answer; only its owner learns of it', async (t) => {
  const letters = new Letters()
  const { anonymous, settle, services } = await startApp(t, {}, letters.parts)
  const answers = []
  for (const email of ['nobody.yet@nowhere.example', 'lin.yue@haiyue.example']) {
    const { statusCode, body } = await anonymous.api('POST', '/organisations', { ...founding(email), organisation: { ...founding(email).organisation, park: null } })
    answers.push([statusCode, body])
  }
  t.equal(answers[0]?.[0], 200)
  t.same(answers[1], answers[0])
  await settle()
  t.match(letters.to('lin.yue@haiyue.example')[0]?.subject, '您已有账号')
  t.match(letters.link('lin.yue@haiyue.example'), '/sign-in')
  t.match(letters.link('nobody.yet@nowhere.example'), '/sign-up/confirm/')
  t.equal((await services.people.find(CAST.owner))?.name, '林岳')
})

t.test('somebody asks to join and comes in once the manager has accepted', async (t) => {
  const letters = new Letters()
  const { anonymous, services, settle, http } = await startApp(t, {}, letters.parts)
  const haiyue = await services.organisations.find('org-haiyue')
  await anonymous.submit('/sign-up/join', { name: '温和', email: 'wen.he@haiyue.example', creditCode: ` ${haiyue?.creditCode.toLowerCase()} ` })
  await settle()
  const waiting = await anonymous.submit(letters.link('wen.he@haiyue.example'), { name: '温和', password: PASSWORD })
  t.equal(waiting.headers.location, '/sign-in')
  t.equal((await anonymous.submit('/sign-in', { email: 'wen.he@haiyue.example', password: PASSWORD })).statusCode, 403)
  t.equal((await anonymous.submit('/sign-in', { email: 'wen.he@haiyue.example', password: 'not the password' })).statusCode, 401, 'told only to who knows the password')
  const person = await services.people.withEmail('wen.he@haiyue.example')
  t.match(person, { membership: 'requested', roles: [], organisation: 'org-haiyue' })
  const session = await services.sessions.start(person?.id ?? '', new Date(), new Date('2099-01-01'))
  t.equal((await clientFor(http, http.jwt.sign({ sid: session.id })).api('GET', '/sessions/current')).statusCode, 401, 'not even with a session')
})

t.test('two sign-ups of one organisation: the second becomes a request to join', async (t) => {
  const letters = new Letters()
  const { anonymous, services, settle } = await startApp(t, {}, letters.parts)
  await anonymous.submit('/sign-up/organisation', founding('first@new.example'))
  await anonymous.submit('/sign-up/organisation', founding('second@new.example'))
  await settle()
  await anonymous.submit(letters.link('first@new.example'), { name: '甲', password: PASSWORD })
  await anonymous.submit('/sign-out', {}, { page: '/sign-up' })
  const third = await anonymous.submit('/sign-up/organisation', founding('third@new.example'))
  t.equal(third.statusCode, 409)
  t.match(third.body, 'f-organisation-creditCode-error')
  await anonymous.submit(letters.link('second@new.example'), { name: '乙', password: PASSWORD })
  const [first, second] = [await services.people.withEmail('first@new.example'), await services.people.withEmail('second@new.example')]
  t.equal(second?.organisation, first?.organisation)
  t.match(second, { membership: 'requested', roles: [] })
})

t.test('bad input keeps what was typed and says what is wrong beside each field', async (t) => {
  const { anonymous } = await startApp(t)
  const { organisation } = founding('x')
  const bad = await anonymous.submit('/sign-up/organisation', { email: 'no address', name: '', organisation: { ...organisation, kind: 'bureau', creditCode: '91320600MA1MAT4X0B', about: '做<机器人>的' } })
  t.equal(bad.statusCode, 422)
  for (const field of ['email', 'name', 'organisation-kind']) t.match(bad.body, `f-${field}-error`)
  t.match(bad.body, '做&lt;机器人&gt;的')
  t.match(bad.body, 'value="no address"')
  for (const code of ['9132', '91320600MA1MAT4XOI', `${organisation.creditCode.slice(0, 17)}!`]) {
    const wrong = await anonymous.submit('/sign-up/organisation', { ...founding('a@b.example'), organisation: { ...organisation, creditCode: code } })
    t.equal(wrong.statusCode, 422, code)
    t.match(wrong.body, 'f-organisation-creditCode-error')
    t.match(wrong.body, `value="${code}"`)
  }
  const unknown = await anonymous.submit('/sign-up/join', { name: '某', email: 'a@b.example', creditCode: creditCode('91', 901) })
  t.equal(unknown.statusCode, 404)
  t.match(unknown.body, 'f-creditCode-error')
})

t.test('a credit code with one character mistyped, or two neighbours swapped, is noticed', async () => {
  const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const codes = fc.integer({ min: 1, max: 99_999 }).map((serial) => creditCode('91', serial))
  fc.assert(fc.property(codes, fc.nat(17), fc.constantFrom(...digits), (code, at, by) => {
    const mistyped = code.slice(0, at) + by + code.slice(at + 1)
    return isCreditCode(code) && isCreditCode(mistyped) === (mistyped === code)
  }))
  fc.assert(fc.property(codes, fc.nat(15), (code, at) => {
    const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2)
    return isCreditCode(swapped) === (swapped === code)
  }))
})

t.test('a crash between the confirmation and the account is made up for', async (t) => {
  const letters = new Letters()
  const { anonymous, services, settle, clock } = await startApp(t, {}, letters.parts)
  await anonymous.submit('/sign-up/organisation', founding('yu@new.example'))
  await settle()
  const [waiting] = await services.registrations.list({ email: 'yu@new.example' })
  await services.registrations.decide(waiting?.id ?? '', (current) => confirmRegistration(current, { name: '郁', passwordHash: 'x' }, clock.now()))
  t.equal(await services.people.withEmail('yu@new.example'), undefined)
  await settle()
  t.match(await services.people.withEmail('yu@new.example'), { name: '郁', roles: ['manager', 'issuer'] })
})

t.test('a link is dead after a day, and a made-up one never lived', async (t) => {
  const letters = new Letters()
  const { anonymous, settle, clock } = await startApp(t, {}, letters.parts)
  await anonymous.submit('/sign-up/organisation', founding('yu@new.example'))
  await settle()
  const link = letters.link('yu@new.example')
  clock.advance(DAY)
  t.equal((await anonymous.get(link)).statusCode, 410)
  t.equal((await anonymous.submit(link, { name: '郁', password: PASSWORD }, { page: '/sign-in' })).statusCode, 410)
  t.equal((await anonymous.get(`/sign-up/confirm/${'A'.repeat(43)}`)).statusCode, 410)
  t.equal((await anonymous.get('/sign-up/confirm/')).statusCode, 404)
})
