import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { messageIdOf } from '../../server/mail/mailer.ts'
import { checkMail, type OutgoingMail } from '../../server/mail/mail-transport.ts'
import { letter, openPostOffice, transportTo } from './post-office.ts'
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

t.test('nobody at home: one try, everything waits, nothing is lost', async (t) => {
  const { outbox, store, clock, run } = await openPostOffice(t)
  for (const id of ['a', 'b', 'c']) await outbox.queue(toReader(id))
  await run({ transport: transportTo(t, { url: 'smtp://127.0.0.1:9' }) })
  const tried = (await store.findMany(['a', 'b', 'c'])).map((one) => one.attempts)
  t.same(tried.toSorted(), [0, 0, 1])
  const catcher = await startCatcher(t)
  clock.advance(MINUTE)
  await run({ transport: transportTo(t, catcher) })
  t.same(catcher.mails.map((one) => one.subject).sort(), ['信 a', '信 b', '信 c'])
})

t.test('killed between sending and noting it: that one message twice, with one Message-ID; the others once', async (t) => {
  const { outbox, catcher, clock, store, run } = await openPostOffice(t)
  for (const id of ['a', 'b', 'c', 'd']) await outbox.queue(toReader(id))
  let left = 2
  const settle: typeof store.settle = (...given) => (left-- > 0 ? store.settle(...given) : Promise.reject(new Error('killed')))
  await t.rejects(run({ store: { ...store, settle } }), { message: 'killed' })
  t.equal(catcher.mails.length, 3)
  await run()
  t.equal(catcher.mails.length, 4, 'what is in flight is left alone for a while')
  clock.advance(10 * MINUTE)
  await run()
  t.same(catcher.mails.map((one) => one.subject).sort(), ['信 a', '信 b', '信 c', '信 c', '信 d'])
  t.equal(new Set(catcher.mails.filter((one) => one.subject === '信 c').map((one) => one.messageId)).size, 1)
})

t.test('killed before sending: nothing is lost', async (t) => {
  const { outbox, catcher, clock, store, run } = await openPostOffice(t)
  await outbox.queue(toReader('a'))
  await t.rejects(run({ store: { ...store, refusedAddress: () => Promise.reject(new Error('killed')) } }))
  clock.advance(10 * MINUTE)
  await run()
  t.equal(catcher.mails.length, 1)
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
