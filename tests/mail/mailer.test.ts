import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { messageIdOf } from '../../server/mail/message-id.ts'
import { checkMail, type OutgoingMail } from '../../server/mail/mail-transport.ts'
import { createDomainRate } from '../../server/mail/domain-rate.ts'
import { createSentLog } from '../../server/mail/sent-log.ts'
import { temporaryFolder } from '../support/store.ts'
import { letter, openPostOffice, deliveryTo } from './post-office.ts'
import { startCatcher } from './smtp-catcher.ts'

const READER = personOf(CAST.researcher)
const MINUTE = 60_000
const toReader = (id: string, subject?: string) => letter(id, READER.id, subject)

t.test('a real server gets each message once, as it was written', async (t) => {
  const { outbox, catcher, run, stateOf } = await openPostOffice(t)
  t.ok(await outbox.queue(toReader('a')))
  t.notOk(await outbox.queue(toReader('a')), 'queued twice is once')
  t.equal(await run(), 1)
  t.equal(await run(), 0)
  t.equal(catcher.mails.length, 1)
  t.match(catcher.mails[0], { to: READER.email, subject: '信 a', text: /正文/, messageId: messageIdOf('a', 'http://jiebang.example') })
  t.same(catcher.envelopes, [[READER.email]])
  t.match(await stateOf('a'), { state: 'sent', model: {}, attempts: 1 })
})

t.test('a name cannot add a recipient or a header', async (t) => {
  const { outbox, catcher, changed, run, stateOf } = await openPostOffice(t)
  changed.set(READER.id, { name: '王, 二 <evil@example.org>, "x"\r\nBcc: evil@example.org' })
  await outbox.queue(toReader('a'))
  await outbox.queue(toReader('b', 'x\r\nBcc: evil@example.org'))
  await run()
  t.same(catcher.envelopes, [[READER.email]])
  t.notOk(catcher.mails[0]?.headers.has('bcc'))
  t.match(await stateOf('b'), { state: 'refused', error: 'line break in a header' })
})

t.test('line breaks and odd addresses are refused before anything is sent', (t) => {
  const mail: OutgoingMail = {
    messageId: '<a@b>', from: { name: 'A', address: 'a@b.cn' }, to: { name: 'B', address: 'b@b.cn' }, subject: 's', text: '', html: '',
    headers: {}, date: new Date(0), privacy: 'open',
  }
  checkMail(mail)
  const wrong: Partial<OutgoingMail>[] = [
    { subject: 'a\nb' }, { to: { name: 'x\ry', address: 'b@b.cn' } }, { headers: { 'X-A': 'a\r\nBcc: c@d.cn' } },
    ...['b@b.cn, c@d.cn', 'b@b.cn\nc@d.cn', '<b@b.cn>', 'b', '"a b"@b.cn', 'b@b.cn;c@d.cn'].map((address) => ({ to: { name: 'B', address } })),
  ]
  for (const one of wrong) t.throws(() => checkMail({ ...mail, ...one }), { message: /line break in a header|malformed address/ }, JSON.stringify(one))
  t.end()
})

t.test('a server that says later is asked later, longer and longer', async (t) => {
  let busy = true
  const { outbox, catcher, clock, run, stateOf } = await openPostOffice(t, { message: () => (busy ? { code: 451 } : undefined) })
  await outbox.queue(toReader('a'))
  await run()
  t.match(await stateOf('a'), { state: 'waiting', attempts: 1, error: /451/ })
  t.equal(await run(), 0, 'not at once')
  clock.advance(MINUTE)
  await run()
  const second = await stateOf('a')
  t.equal(second?.attempts, 2)
  t.equal(Number(second?.notBefore) - clock.now().getTime(), MINUTE)
  busy = false
  clock.advance(MINUTE)
  await run()
  t.equal(catcher.mails.length, 1)
  t.match(await stateOf('a'), { state: 'sent', attempts: 3 })
})

t.test('an address that is refused for good is not written to again', async (t) => {
  const post = await openPostOffice(t, { recipient: (address) => (address === READER.email ? { code: 550 } : undefined) })
  const { outbox, catcher, store, run, stateOf } = post
  await outbox.queue(toReader('a'))
  await outbox.queue(letter('b', CAST.owner))
  await run()
  t.match(await stateOf('a'), { state: 'refused', error: '550' })
  t.same(catcher.mails.map((one) => one.to), [personOf(CAST.owner).email], 'the others get theirs')
  t.equal(await store.refusedAddress(READER.email), '550')
  await outbox.queue(toReader('c'))
  await run()
  t.match(await stateOf('c'), { state: 'refused', attempts: 1 })
  await store.trustAddress(READER.email)
  t.equal(await store.refusedAddress(READER.email), undefined)
})

t.test('a message that is refused for good says nothing about the address', async (t) => {
  const { outbox, store, run, stateOf } = await openPostOffice(t, { message: () => ({ code: 554 }) })
  await outbox.queue(toReader('a'))
  await run()
  t.match(await stateOf('a'), { state: 'refused', error: '554' })
  t.equal(await store.refusedAddress(READER.email), undefined)
})

t.test('nobody at home: nobody else is tried, everything waits, nothing is lost', async (t) => {
  const { outbox, store, clock, run } = await openPostOffice(t)
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const id of ids) await outbox.queue(toReader(id))
  const nobody = deliveryTo(t, 'smtp://127.0.0.1:9')
  await run({ delivery: nobody })
  const tried = (await store.findMany(ids)).map((one) => one.attempts)
  t.ok(tried.reduce((sum, one) => sum + one, 0) <= 4, `no more than are sent at once: ${tried.join(' ')}`)
  const catcher = await startCatcher(t)
  clock.advance(MINUTE)
  await run({ delivery: deliveryTo(t, catcher.url) })
  t.same(catcher.mails.map((one) => one.subject).sort(), ids.map((id) => `信 ${id}`))
})

t.test('killed before the database heard of what was sent: the next process on this machine tells it, nothing goes twice', async (t) => {
  const { outbox, catcher, clock, store, run, stateOf } = await openPostOffice(t)
  for (const id of ['a', 'b', 'c', 'd']) await outbox.queue(toReader(id))
  await t.rejects(run({ store: { ...store, settle: () => Promise.reject(new Error('killed')) } }), { message: 'killed' })
  t.equal(catcher.mails.length, 4)
  t.match(await stateOf('a'), { state: 'waiting' })
  clock.advance(10 * MINUTE)
  await run()
  t.equal(catcher.mails.length, 4)
  t.match(await stateOf('a'), { state: 'sent', model: {} })
})

t.test('killed, and its disk is gone: the batch goes out again under the same Message-IDs', async (t) => {
  const { outbox, catcher, clock, store, run } = await openPostOffice(t)
  for (const id of ['a', 'b']) await outbox.queue(toReader(id))
  await t.rejects(run({ store: { ...store, settle: () => Promise.reject(new Error('killed')) } }))
  const elsewhere = { sentLog: createSentLog(await temporaryFolder(t)) }
  await run(elsewhere)
  t.equal(catcher.mails.length, 2, 'what is in flight is left alone for a while')
  clock.advance(10 * MINUTE)
  await run(elsewhere)
  t.equal(catcher.mails.length, 4)
  t.equal(new Set(catcher.mails.map((one) => one.messageId)).size, 2)
})

t.test('killed before sending: nothing is lost', async (t) => {
  const { outbox, catcher, clock, store, run } = await openPostOffice(t)
  await outbox.queue(toReader('a'))
  t.equal((await store.claimDue(clock.now(), new Date(clock.now().getTime() + MINUTE), 10)).length, 1)
  await run()
  t.equal(catcher.mails.length, 0)
  clock.advance(10 * MINUTE)
  await run()
  t.equal(catcher.mails.length, 1)
})

t.test('of several messages under way only one at a time can have been taken without being noted', async (t) => {
  const taken: string[] = []
  const noted: string[] = []
  let most = 0
  const { outbox, parts, catcher, run } = await openPostOffice(t, { message: (mail) => { taken.push(mail.subject); most = Math.max(most, taken.length - noted.length); return undefined } })
  for (let i = 0; i < 40; i += 1) await outbox.queue(toReader(`m${i}`))
  await run({ delivery: deliveryTo(t, catcher.url, { sentLog: { note: (id) => { noted.push(id); parts.sentLog.note(id) } } }) })
  t.equal(noted.length, 40)
  t.equal(most, 1)
})

t.test('the connection breaks after the whole message: tried again under the same Message-ID, and counted', async (t) => {
  let drops = 1
  const { outbox, catcher, clock, store, run, stateOf } = await openPostOffice(t, { drop: () => drops-- > 0 })
  await outbox.queue({ ...toReader('a'), privacy: 'open' })
  await run()
  t.match(await stateOf('a'), { state: 'waiting', doubtful: 1 })
  clock.advance(MINUTE)
  await run()
  t.equal(catcher.mails.length, 2, 'the server had it all the same')
  t.equal(new Set(catcher.mails.map((one) => one.messageId)).size, 1)
  t.equal(await store.doubtful(), 1)
  t.match(await stateOf('a'), { state: 'sent' })
})

t.test('a domain gets no more a minute than it was allowed', async (t) => {
  const { outbox, catcher, clock, run } = await openPostOffice(t)
  const domainRate = createDomainRate({ [READER.email.split('@')[1] ?? '']: 3 })
  for (let i = 0; i < 5; i += 1) await outbox.queue(toReader(`m${i}`))
  await outbox.queue(letter('other', CAST.owner))
  await run({ domainRate })
  t.equal(catcher.mails.length, 4, 'the other domain is not slowed down')
  await run({ domainRate })
  t.equal(catcher.mails.length, 4)
  clock.advance(MINUTE)
  await run({ domainRate })
  t.equal(catcher.mails.length, 6)
})

t.test('messages about one need belong to one thread', async (t) => {
  const { outbox, catcher, run } = await openPostOffice(t)
  const about = (id: string, thread: string) => ({ ...toReader(id), model: { subject: id, text: 'x' }, thread })
  for (const one of [about('a', 'need-1'), about('b', 'need-1'), about('c', 'need-2')]) await outbox.queue(one)
  await run()
  const [a, b, c] = ['a', 'b', 'c'].map((id) => catcher.mails.find((one) => one.subject === id)?.headers.get('references'))
  t.match(a, /^<[0-9a-f]{32}@jiebang\.example>$/)
  t.equal(a, b)
  t.not(a, c)
})

t.test('three processes at once send each message once', async (t) => {
  const { outbox, catcher, run } = await openPostOffice(t)
  for (let i = 0; i < 12; i += 1) await outbox.queue(toReader(`m${i}`))
  await Promise.all([run(), run(), run()])
  t.equal(catcher.mails.length, 12)
  t.equal(new Set(catcher.mails.map((one) => one.messageId)).size, 12)
})

t.test('a template that breaks holds up nobody else', async (t) => {
  const { outbox, catcher, run, stateOf } = await openPostOffice(t)
  await outbox.queue({ ...toReader('broken'), template: 'none' })
  await outbox.queue(toReader('fine'))
  await run({ models: { none: () => Promise.reject(new Error('no such need')) } })
  t.same(catcher.mails.map((one) => one.subject), ['信 fine'])
  t.match(await stateOf('broken'), { state: 'waiting', attempts: 1 })
})
