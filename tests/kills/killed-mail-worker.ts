import type { MailThreadParts } from '../../server/mail/mail-thread.ts'
import { deliverInThread } from '../../server/mail/mail-thread-side.ts'
import { createSmtpTransport } from '../../server/mail/smtp-transport.ts'
import { givenToThread } from '../../server/threads/answering-thread.ts'
import type { Orders } from './killed-app.ts'
import { type MailDanger, type MailPoint, passing } from './mail-danger.ts'

/** What the thread of the killed application is started with. */
export interface EndangeredParts extends MailThreadParts { danger: MailDanger; killAt?: Orders['killAt'] }

const { danger, killAt, ...parts } = givenToThread<EndangeredParts>()

function pass(point: MailPoint): void {
  const nth = passing(danger, point)
  if (killAt?.point === point && killAt.nth === nth) process.kill(process.pid, 'SIGKILL')
}

const transport = createSmtpTransport(parts.url, parts.dkim)
deliverInThread({
  ...transport,
  async send(mail, mayFinish = () => Promise.resolve()) {
    pass('smtp.send begins')
    await transport.send(mail, async () => { await mayFinish(); pass('smtp.send before its end') })
    pass('smtp.send accepted')
  },
}, parts)
