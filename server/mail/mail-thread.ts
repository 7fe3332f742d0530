import { createAnsweringThread } from '../threads/answering-thread.ts'
import { MailInDoubt, MailRefused } from './mail-transport.ts'
import type { Letter, Sender } from './sender.ts'
import { type DkimKey, lanesOf } from './smtp-transport.ts'

/** What the thread is started with. */
export interface MailThreadParts { url: string; dkim: DkimKey | undefined; production: boolean }

/** `hand` is answered when all but the end has been handed over, or when it failed; then comes `finish` or `drop`. */
export type MailQuestion = { kind: 'hand'; id: number; letter: Letter } | { kind: 'finish' | 'drop'; id: number }
export type MailAnswer = { kind: 'waits' | 'sent' } | { kind: 'failed'; fault: MailFault }

/** An error as it comes through between threads, where classes and fields of errors are lost. */
export interface MailFault { kind: 'refused' | 'refused-address' | 'in-doubt' | 'other'; name: string; message: string; code?: string; responseCode?: number }

/**
 * Sends by SMTP in a thread of its own, where messages are also rendered and written: ten thousand digests keep no page
 * waiting. Whether a message may end is decided here, by whoever sends it.
 */
export function createMailThread(parts: MailThreadParts): Sender {
  const thread = createAnsweringThread<MailQuestion, MailAnswer>(new URL('./mail-worker', import.meta.url), parts)
  let last = 0

  /** The thread has died over it: whoever was to have the message may have it. */
  const finished = (id: number): Promise<MailAnswer> =>
    thread.ask({ kind: 'finish', id }).catch(() => Promise.reject(new MailInDoubt('ETHREAD')))

  return {
    lanes: lanesOf(parts.url),
    async send(letter, mayFinish) {
      const id = last += 1
      throwFault(await thread.ask({ kind: 'hand', id, letter }))
      try {
        await mayFinish()
      } catch (error) {
        await thread.ask({ kind: 'drop', id })
        throw error
      }
      throwFault(await finished(id))
    },
    close: () => thread.end(),
  }
}

function throwFault(answer: MailAnswer): void {
  if (answer.kind === 'failed') throw errorOf(answer.fault)
}

function errorOf({ kind, name, message, code, responseCode }: MailFault): Error {
  switch (kind) {
    case 'refused': return new MailRefused(message, false)
    case 'refused-address': return new MailRefused(message, true)
    case 'in-doubt': return new MailInDoubt(message)
    case 'other': return Object.assign(new Error(message), { name, code, responseCode })
  }
}

/** In the thread. */
export function faultOf(error: Error & { code?: string; responseCode?: number }): MailFault {
  const { name, message, code, responseCode } = error
  return { kind: kindOf(error), name, message, ...(code === undefined ? {} : { code }), ...(responseCode === undefined ? {} : { responseCode }) }
}

function kindOf(error: Error): MailFault['kind'] {
  if (error instanceof MailRefused) return error.address ? 'refused-address' : 'refused'
  return error instanceof MailInDoubt ? 'in-doubt' : 'other'
}
