import t from 'tap'
import { checkMail, MailRefused, type OutgoingMail } from '../../server/mail/mail-transport.ts'
import { writtenMessage } from '../../server/mail/written-message.ts'
import { parsed, sentMail } from '../digests/sent-mail.ts'
import { startApp } from '../support/app.ts'

const MAIL: OutgoingMail = {
  messageId: '<a@jiebang.example>', from: { name: '揭榜', address: 'jiebang@jiebang.example' }, to: { name: '顾澄', address: 'gu.cheng@jianghai.example' },
  subject: '揭榜', text: 'x', html: '<p>x</p>', headers: {}, date: new Date('2026-11-23T01:00:00Z'), privacy: 'open',
}
const NAMES = ['a\r\nBcc: x@evil.example', 'a\nX: y', 'a\0b', 'a\rb', 'x <x@evil.example>', 'a", "b" <x@evil.example>', 'a, x@evil.example', '=?utf-8?q?a=0d=0aBcc:_x?=', '\u2028Bcc: x', 'x'.repeat(500)]
const ADDRESSES = ['a@b.example,x@evil.example', 'a@b.example\r\nBcc: x@evil.example', 'a@b.example x@evil.example', '<a@b.example>', 'a@b.example;x@evil.example', '"a b"@b.example', 'a@[127.0.0.1]', 'a@@b.example', '', '@', 'x'.repeat(400)]

function isRefused(mail: OutgoingMail): boolean {
  try {
    checkMail(mail)
    return false
  } catch (error) {
    return error instanceof MailRefused
  }
}

t.test('no header and no recipient is added', async (t) => {
  for (const name of NAMES) {
    for (const mail of [{ ...MAIL, to: { ...MAIL.to, name } }, { ...MAIL, subject: name }, { ...MAIL, headers: { 'X-A': name } }]) {
      t.equal(isRefused(mail), /[\r\n\0]/.test(name), encodeURI(name))
      const { to, headers } = await parsed(writtenMessage(mail))
      t.equal(to, MAIL.to.address, 'whatever a header says, one person gets it')
      for (const header of ['bcc', 'cc', 'x', 'y']) t.notOk(headers.has(header), `${header} of ${encodeURI(name)}`)
    }
  }
  for (const address of ADDRESSES) t.ok(isRefused({ ...MAIL, to: { name: '', address } }), JSON.stringify(address))
})

t.test('what people type as name or address reaches one mailbox', async (t) => {
  const app = await startApp(t)
  const manager = await app.as('manager')
  for (const name of NAMES) await manager.api('POST', '/organisations/org-haiyue/invitations', { email: 'only@invited.example', name: name.slice(0, 80), roles: ['issuer'] })
  for (const email of ADDRESSES) {
    const response = await manager.api('POST', '/organisations/org-haiyue/invitations', { email, name: 'x', roles: [] })
    t.equal(response.statusCode, 400, JSON.stringify(email))
    t.equal((await app.anonymous.api('POST', '/people/password-resets', { email })).statusCode, 400, JSON.stringify(email))
  }
  await app.settle()
  for (const { to, headers } of await sentMail(app)) {
    t.equal(to, 'only@invited.example')
    for (const name of ['bcc', 'cc', 'x']) t.equal(headers.get(name), undefined)
  }
})
