import t, { type Test } from 'tap'
import type { Letter } from '../../server/mail/delivery.ts'
import { createMailThread, type MailThreadParts } from '../../server/mail/mail-thread.ts'
import { createSentLog } from '../../server/mail/sent-log.ts'
import { temporaryFolder } from '../support/store.ts'
import { startCatcher } from './smtp-catcher.ts'

const LONG = 60_000

const letterTo = (id: string, address: string, locale: Letter['locale'] = 'en'): Letter => ({
  id, template: 'address-taken', model: { by: '', signInUrl: 'http://jiebang.example/sign-in', resetUrl: 'http://jiebang.example/reset', demo: false }, locale,
  messageId: `<${id}@jiebang.example>`, from: { name: '揭榜', address: 'jiebang@jiebang.example' }, to: { name: id, address }, headers: {},
  date: new Date('2026-11-23T01:00:00Z'), privacy: 'secret',
})

async function start(t: Test, url: string, module?: URL) {
  const sentLog = await temporaryFolder(t)
  const parts: MailThreadParts = { url, dkim: undefined, sentLog, production: false }
  const thread = createMailThread(parts, module)
  t.teardown(() => thread.close())
  return { thread, noted: () => createSentLog(sentLog).noted() }
}

t.test('letters are put into words and sent from a thread, each in its reader’s language, and noted there', async (t) => {
  const catcher = await startCatcher(t)
  const { thread, noted } = await start(t, catcher.url)
  const found = await thread.deliver([letterTo('a', 'a@d.example'), letterTo('b', 'b@d.example', 'zh-CN')], LONG)
  t.same(found.map((one) => one.state), ['sent', 'sent'])
  t.same(noted().sort(), ['a', 'b'])
  const subjects = new Map(catcher.mails.map((one) => [one.to, one.subject]))
  t.equal(subjects.get('a@d.example'), 'You have an account already')
  t.match(subjects.get('b@d.example'), /\p{Script=Han}/u)
})

t.test('what a server or a template says no to comes back with its reason, the others are sent', async (t) => {
  const catcher = await startCatcher(t, { recipient: (address) => ({ 'gone@d.example': { code: 550 }, 'later@d.example': { code: 450 } })[address] })
  const { thread, noted } = await start(t, catcher.url)
  const broken = { ...letterTo('broken', 'x@d.example'), template: 'none' }
  const found = await thread.deliver([letterTo('gone', 'gone@d.example'), letterTo('later', 'later@d.example'), broken, letterTo('fine', 'fine@d.example')], LONG)
  const byId = new Map(found.map((one) => [one.id, one]))
  t.match(byId.get('gone'), { state: 'failed', fault: { kind: 'refused-address', code: '550' } })
  t.match(byId.get('later'), { state: 'failed', fault: { kind: 'other', code: 'EENVELOPE 450' } })
  t.match(byId.get('broken'), { state: 'failed', fault: { kind: 'other', code: 'Error' } })
  t.match(byId.get('fine'), { state: 'sent' })
  t.same(noted(), ['fine'])
})

t.test('a letter that cannot go to another thread fails alone', async (t) => {
  const catcher = await startCatcher(t)
  const { thread } = await start(t, catcher.url)
  const odd = { ...letterTo('odd', 'x@d.example'), model: { by: () => 'a function' } }
  t.same(await thread.deliver([odd, letterTo('fine', 'fine@d.example')], LONG), [{ id: 'odd', state: 'failed', fault: { kind: 'other', code: 'DataCloneError' } }, { id: 'fine', state: 'sent' }])
  t.same(catcher.mails.map((one) => one.to), ['fine@d.example'])
})

t.test('when time is over nothing is begun', async (t) => {
  const catcher = await startCatcher(t)
  const { thread } = await start(t, catcher.url)
  t.same(await thread.deliver([letterTo('a', 'a@d.example')], -1), [{ id: 'a', state: 'left' }])
  t.equal(catcher.mails.length, 0)
})

t.test('a server that is not there is tried with no more than are sent at once', async (t) => {
  const { thread } = await start(t, 'smtp://127.0.0.1:9/?maxConnections=2')
  const found = await thread.deliver(['a', 'b', 'c', 'd', 'e'].map((id) => letterTo(id, `${id}@d.example`)), LONG)
  const tried = found.filter((one) => one.state === 'failed')
  t.ok(tried.length <= 2, `${tried.length}`)
  t.ok(tried.every((one) => one.fault.kind === 'unreachable'))
  t.ok(found.filter((one) => one.state !== 'failed').every((one) => one.state === 'left'))
})

t.test('the thread dies: whoever waits is told, what was sent stands in the log, and another thread goes on', async (t) => {
  const catcher = await startCatcher(t)
  const { thread, noted } = await start(t, catcher.url, new URL('./dying-mail-worker', import.meta.url))
  const letters = ['a', 'b', 'c', 'd'].map((id) => letterTo(id, `${id}@d.example`))
  await t.rejects(thread.deliver(letters, LONG), { message: 'the thread ended with code 3 before it answered' })
  t.same(noted().sort(), ['a', 'b'])
  t.same(catcher.mails.map((one) => one.to), ['a@d.example', 'b@d.example'])
  t.same(await thread.deliver(letters.slice(2), LONG), [{ id: 'c', state: 'sent' }, { id: 'd', state: 'sent' }])
})
