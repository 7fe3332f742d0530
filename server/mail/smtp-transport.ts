import { Transform } from 'node:stream'
import { createTransport } from 'nodemailer'
import { messageOf } from './mail-message.ts'
import { checkMail, MailInDoubt, MailRefused, type MailTransport, type OutgoingMail } from './mail-transport.ts'

/** Signs messages in the name of a domain (RFC 6376). */
export interface DkimKey { domainName: string; keySelector: string; privateKey: string }

/** A server that does not answer must not hold up the others' work for longer than a claim on a message lasts. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
const CONNECTIONS = 4

/**
 * A mail server by its address: `smtp://` (STARTTLS where the server offers it), `smtps://`. What nodemailer takes as
 * options may stand in the query: `?requireTLS=true&tls.rejectUnauthorized=false&maxConnections=2`.
 */
export function createSmtpTransport(url: string, dkim?: DkimKey): MailTransport {
  const lanes = Number(new URL(url).searchParams.get('maxConnections')) || CONNECTIONS
  const transport = createTransport({ url, pool: true, maxConnections: lanes, ...(dkim ? { dkim } : {}), ...TIMEOUTS } as never)
  /** By Message-ID, which is all that a message and what nodemailer makes of it have in common. */
  const gates = new Map<string, () => Promise<void>>()
  transport.use('stream', (mail, next) => {
    const gate = gates.get(mail.data.messageId ?? '')
    if (gate) (mail.message as unknown as { transform(make: () => Transform): void }).transform(() => heldBack(gate))
    next()
  })

  async function hand(mail: OutgoingMail, mayFinish: () => Promise<void>): Promise<void> {
    const progress = { finished: false }
    gates.set(mail.messageId, async () => { await mayFinish(); progress.finished = true })
    try {
      await transport.sendMail(messageOf(mail))
    } catch (error) {
      throw meaningOf(error as SmtpError, progress.finished)
    } finally {
      gates.delete(mail.messageId)
    }
  }

  return {
    lanes,
    async send(mail, mayFinish = () => Promise.resolve()) {
      checkMail(mail)
      await hand(mail, mayFinish)
    },
    close: () => transport.close(),
  }
}

/** Lets a message through and keeps its end until it may go. */
function heldBack(gate: () => Promise<void>): Transform {
  return new Transform({
    transform: (chunk, _encoding, next) => next(null, chunk),
    flush: (done) => { gate().then(() => done(), done) },
  })
}

interface SmtpError extends Error { code?: string; responseCode?: number; command?: string }

/**
 * 5xx about a message or its recipient is final. A greeting, an encryption or a sign-in that is refused is about us: the
 * operator mends it, and the mail can wait.
 */
function meaningOf(error: SmtpError, finished: boolean): Error {
  const { responseCode = 0, code, command } = error
  if (finished && responseCode === 0) return new MailInDoubt(code ?? error.name)
  if (responseCode < 500 || (code !== 'EENVELOPE' && code !== 'EMESSAGE')) return error
  return new MailRefused(`${responseCode}`, code === 'EENVELOPE' && command === 'RCPT TO')
}
