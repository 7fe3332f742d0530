import { createTransport } from 'nodemailer'
import { messageOf } from './mail-message.ts'
import { checkMail, MailRefused, type MailTransport } from './mail-transport.ts'

/** A server that does not answer must not hold up the others' work for longer than a claim on a message lasts. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

export function createSmtpTransport(url: string): MailTransport {
  const transport = createTransport({ url, pool: true, maxConnections: 2, ...TIMEOUTS } as never)
  return {
    async send(mail) {
      checkMail(mail)
      try {
        await transport.sendMail(messageOf(mail))
      } catch (error) {
        throw refusalIn(error as SmtpError) ?? error
      }
    },
    close: () => transport.close(),
  }
}

interface SmtpError extends Error { code?: string; responseCode?: number; command?: string }

/** 5xx is final, except for our own sign-in (5xx too): that is the operator's to mend, and the mail can wait. */
function refusalIn(error: SmtpError): MailRefused | undefined {
  const { responseCode = 0, code, command } = error
  if (responseCode < 500 || code === 'EAUTH' || command?.startsWith('AUTH')) return undefined
  return new MailRefused(`${responseCode}`, code === 'EENVELOPE' && command === 'RCPT TO')
}
