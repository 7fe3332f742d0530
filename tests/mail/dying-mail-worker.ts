import type { MailThreadParts } from '../../server/mail/mail-thread.ts'
import { deliverInThread } from '../../server/mail/mail-thread-side.ts'
import { createSmtpTransport } from '../../server/mail/smtp-transport.ts'
import { givenToThread } from '../../server/threads/answering-thread.ts'

/** A mail thread that dies when it is to send its third message. */
const parts = givenToThread<MailThreadParts>()
const transport = createSmtpTransport(parts.url)
let begun = 0
deliverInThread({
  ...transport, lanes: 1,
  send(mail, mayFinish) {
    begun += 1
    if (begun === 3) process.exit(3)
    return transport.send(mail, mayFinish)
  },
}, parts)
