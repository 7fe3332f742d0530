import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { importBounce } from '../../server/mail/bounce-import.ts'
import { messageIdOf } from '../../server/mail/message-id.ts'
import { messagesIn, permanentFailures } from '../../server/mail/delivery-status.ts'
import { startApp } from '../support/app.ts'

const OWNER = personOf(CAST.owner)

interface Bounce { address: string; action?: string; status?: string; messageId: string }

/** As Postfix sends them. */
const bounce = ({ address, action = 'failed', status = '5.1.1', messageId }: Bounce): string => [
  'From: MAILER-DAEMON@mx.example.org', 'To: jiebang@127.0.0.1', 'Subject: Undelivered Mail Returned to Sender', 'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '',
  '--b', 'Content-Type: text/plain; charset=utf-8', '', `<${address}>: host mx.example.org said: 550 5.1.1 unknown`, '',
  '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.org', 'Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0800', '',
  `Final-Recipient: rfc822; ${address}`, `Original-Recipient: rfc822;${address}`, `Action: ${action}`, `Status: ${status}`, 'Diagnostic-Code: smtp; 550 5.1.1', '    unknown', '',
  '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, 'Subject: x', '', '--b--', '',
].join('\r\n')

t.test('a returned message', async (t) => {
  const app = await startApp(t)
  const { outboxStore, outbox, config } = app.services
  const ours = messageIdOf('some mail', config.publicUrl)
  const refusal = () => outboxStore.refusedAddress(OWNER.email)

  t.test('about something else, or that may work later, changes nothing', async (t) => {
    t.same(await importBounce(app.services, bounce({ address: OWNER.email, messageId: '<x@elsewhere.example>' })), [{ kind: 'foreign' }])
    t.same(await importBounce(app.services, bounce({ address: OWNER.email, messageId: ours, action: 'delayed', status: '4.4.7' })), [{ kind: 'none' }])
    t.same(await importBounce(app.services, 'From: a@b.cn\r\nSubject: hello\r\n\r\nnot a report'), [{ kind: 'none' }])
    t.equal(await refusal(), undefined)
  })

  t.test('that says that nobody is there stops mail to them, until staff trust the address again', async (t) => {
    const marked = await importBounce(app.services, bounce({ address: OWNER.email.toUpperCase(), messageId: ours }))
    t.same(marked, [{ kind: 'marked', address: OWNER.email, status: '5.1.1', known: true }])
    t.equal(await refusal(), 'bounced 5.1.1')
    await outbox.queue({ id: 'after', to: OWNER.id, template: 'password-reset', model: { name: 'x', href: 'http://x' } })
    await app.settle()
    t.match((await outboxStore.findMany(['after']))[0], { state: 'refused', error: 'bounced 5.1.1' })
    const officer = await app.as('officer')
    t.match((await officer.get('/staff/mail')).body, 'bounced 5.1.1')
    await officer.submit('/staff/mail/trust', { person: OWNER.id }, { page: '/staff/mail' })
    t.equal(await refusal(), undefined)
  })
})

t.test('reports and files', (t) => {
  const two = 'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; <A@b.cn>\nAction: failed\nStatus: 5.2.1\n\nFinal-Recipient: rfc822; c@d.cn\nAction: relayed\nStatus: 2.0.0\n'
  t.same(permanentFailures(two), [{ address: 'a@b.cn', status: '5.2.1' }])
  t.same(permanentFailures('nonsense'), [])
  t.same(messagesIn('Subject: a\n\nx'), ['Subject: a\n\nx'])
  t.same(messagesIn('From x Mon\nSubject: a\n\n>From here\n\nFrom y Mon\nSubject: b\n\n'), ['Subject: a\n\nFrom here\n\n', 'Subject: b\n\n'])
  t.end()
})
