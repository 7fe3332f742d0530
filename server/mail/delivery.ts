import type { Locale } from '../http/page.ts'
import type { Renderer } from '../plugins/renderer.ts'
import { MailInDoubt, MailRefused, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import type { SentLog } from './sent-log.ts'
import { createTurns } from './turns.ts'

/** A message that is known in everything but its words. What the template prints must be such as goes to another thread. */
export interface Letter extends Omit<OutgoingMail, 'subject' | 'text' | 'html'> {
  /** As in the outbox. */
  id: string
  template: string
  model: Record<string, unknown>
  locale: Locale
}

/** `left`: not tried, because time was over or there was no use trying. */
export type Delivered = { id: string; state: 'sent' } | { id: string; state: 'left' } | { id: string; state: 'failed'; fault: MailFault }

/** `refused`: for good; `refused-address`: so will every other message to them be; `unreachable`: so is the server for all. */
export interface MailFault {
  kind: 'refused' | 'refused-address' | 'in-doubt' | 'unreachable' | 'other'
  /** Without what the other side wrote: servers like to repeat the address in it. */
  code: string
}

export interface Delivery {
  /** Puts letters into words and hands them over, several at once. None is begun after so many milliseconds. Called for one lot after the other. */
  deliver(letters: readonly Letter[], within: number): Promise<Delivered[]>
  close(): void
}

export interface DeliveryParts {
  transport: MailTransport
  renderer: Pick<Renderer, 'mail'>
  sentLog: Pick<SentLog, 'note'>
}

/**
 * In the thread it is asked in. Several messages are on their way at once, their ends one after the other: what a crash
 * leaves in doubt is one message.
 */
export function createDelivery({ transport, renderer, sentLog }: DeliveryParts): Delivery {
  const turns = createTurns()

  async function delivered({ id, template, model, locale, ...envelope }: Letter): Promise<Delivered> {
    const turn = turns.take()
    try {
      await transport.send({ ...envelope, ...renderer.mail(template, model, locale) }, turn.begin)
      sentLog.note(id)
      return { id, state: 'sent' }
    } catch (error) {
      return { id, state: 'failed', fault: faultOf(error as Error) }
    } finally {
      turn.end()
    }
  }

  return {
    async deliver(letters, within) {
      const latest = performance.now() + within
      const [waiting, found] = [[...letters], [] as Delivered[]]
      let reachable = true
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const one: Delivered = reachable && performance.now() <= latest ? await delivered(next) : { id: next.id, state: 'left' }
          if (one.state === 'failed' && one.fault.kind === 'unreachable') reachable = false
          found.push(one)
        }
      }
      await Promise.all(Array.from({ length: transport.lanes ?? 1 }, lane))
      return found
    },
    close: () => transport.close(),
  }
}

type SmtpError = Error & { code?: string; responseCode?: number }

function faultOf(error: SmtpError): MailFault {
  if (error instanceof MailRefused) return { kind: error.address ? 'refused-address' : 'refused', code: error.message }
  if (error instanceof MailInDoubt) return { kind: 'in-doubt', code: error.message }
  return { kind: UNREACHABLE.has(error.code ?? '') ? 'unreachable' : 'other', code: [error.code, error.responseCode].filter(Boolean).join(' ') || error.name }
}

/** Nobody is at home, or they do not know us. */
const UNREACHABLE = new Set(['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EAUTH', 'ETLS', 'EPROXY'])
