import { givenToThread } from '../threads/answering-thread.ts'
import type { MailThreadParts } from './mail-thread.ts'
import { deliverInThread } from './mail-thread-side.ts'
import { createSmtpTransport } from './smtp-transport.ts'

/** The thread of `createMailThread`. */
const parts = givenToThread<MailThreadParts>()
deliverInThread(createSmtpTransport(parts.url, parts.dkim), parts)
