import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { checkMail, MailInDoubt, MailRefused, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import { writtenMessage } from './written-message.ts'

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

  async function hand(mail: OutgoingMail, mayFinish: () => Promise<void>): Promise<void> {
    const progress = { finished: false }
    const raw = heldBack(writtenMessage(mail), async () => { await mayFinish(); progress.finished = true })
    try {
      await transport.sendMail({ envelope: { from: mail.from.address, to: [mail.to.address] }, raw })
    } catch (error) {
      throw meaningOf(error as SmtpError, progress.finished)
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

/** Gives a message in one piece and keeps its end until it may go. */
function heldBack(message: Buffer, gate: () => Promise<void>): Readable {
  let given = false
  return new Readable({
    read() {
      if (given) gate().then(() => this.push(null), (error: Error) => this.destroy(error))
      else this.push(message)
      given = true
    },
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
