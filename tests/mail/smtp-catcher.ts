import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Test } from 'tap'
import { parsed, type SentMail } from '../digests/sent-mail.ts'

export interface Catcher { url: string; mails: SentMail[]; envelopes: string[][]; secure: boolean[]; server: SMTPServer }
type Answer = { code: number } | undefined

export interface Answers {
  recipient?: (address: string) => Answer
  message?: (mail: SentMail) => Answer
  /** Keep the message and hang up without a word. */
  drop?: () => boolean
  options?: SMTPServerOptions
}

/** A mail server on this machine that keeps what it gets, and refuses recipients or messages where told. */
export async function startCatcher(t: Test, answers: Answers = {}): Promise<Catcher> {
  const mails: SentMail[] = []
  const envelopes: string[][] = []
  const secure: boolean[] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false, ...answers.options,
    onRcptTo({ address }, _session, done) { done(errorOf(answers.recipient?.(address))) },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        void parsed(Buffer.concat(chunks)).then((mail) => {
          const refusal = errorOf(answers.message?.(mail))
          if (!refusal) { mails.push(mail); secure.push(session.secure); envelopes.push(session.envelope.rcptTo.map((one) => one.address)) }
          if (answers.drop?.()) hangUp(server)
          else done(refusal)
        })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => resolve()) })
  t.teardown(() => new Promise<void>((resolve) => { server.close(() => resolve()) }))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails, envelopes, secure, server }
}

function hangUp(server: SMTPServer): void {
  for (const connection of server.connections as unknown as Set<{ _socket: { destroy(): void } }>) connection._socket.destroy()
}

function errorOf(answer: Answer): Error | null {
  return answer ? Object.assign(new Error('told to refuse'), { responseCode: answer.code }) : null
}
