import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Test } from 'tap'
import { parsed, type SentMail } from '../digests/sent-mail.ts'

export interface Catcher { url: string; mails: SentMail[]; envelopes: string[][]; server: SMTPServer }
type Answer = { code: number } | undefined

/** A mail server on this machine that keeps what it gets, and refuses recipients or messages where told. */
export async function startCatcher(t: Test, answers: { recipient?: (address: string) => Answer; message?: (mail: SentMail) => Answer } = {}): Promise<Catcher> {
  const mails: SentMail[] = []
  const envelopes: string[][] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onRcptTo({ address }, _session, done) { done(errorOf(answers.recipient?.(address))) },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        void parsed(Buffer.concat(chunks)).then((mail) => {
          const refusal = errorOf(answers.message?.(mail))
          if (!refusal) { mails.push(mail); envelopes.push(session.envelope.rcptTo.map((one) => one.address)) }
          done(refusal)
        })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => resolve()) })
  t.teardown(() => new Promise<void>((resolve) => { server.close(() => resolve()) }))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails, envelopes, server }
}

function errorOf(answer: Answer): Error | null {
  return answer ? Object.assign(new Error('told to refuse'), { responseCode: answer.code }) : null
}
