import type { Locale } from '../http/page.ts'
import type { Clock } from '../kernel/clock.ts'
import type { OutboxMail, OutboxStore, Privacy } from './outbox-store.ts'

export interface QueuedMail {
  /** Made of what the message is about and for whom (`<event>:<person>:<template>`): queueing twice is once. */
  id: string
  /** Person id. */
  to: string
  /** Folder below `views/emails/`. */
  template: string
  model: Record<string, unknown>
  /** Only where the recipient's own preference is not to be used. */
  locale?: Locale
  /** Left out: `secret`. Say `open` for messages that staff may read. */
  privacy?: Privacy
  /** What the message is about, for mail programs to keep together: the id of a need. */
  thread?: string
}

export interface Outbox {
  /** Keeps a message to be sent by the mailer. It will be sent, also after a crash. True when it is new. */
  queue(mail: QueuedMail): Promise<boolean>
  /** Many at once; returns how many are new. */
  queueAll(mails: readonly QueuedMail[]): Promise<number>
  /** Only those that are not there: for whoever looks whether anything was forgotten, which is rare. */
  queueMissing(mails: readonly QueuedMail[]): Promise<number>
}

export function createOutbox(store: OutboxStore, clock: Clock): Outbox {
  const rowOf = ({ id, to, template, model, locale, privacy = 'secret', thread }: QueuedMail, now: Date): OutboxMail => ({
    id, to, template, model, locale: locale ?? null, privacy, thread: thread ?? null,
    state: 'waiting', queuedAt: now, notBefore: now, attempts: 0, doubtful: 0, error: '', settledAt: null,
  })
  const queueAll = (mails: readonly QueuedMail[]): Promise<number> => store.insertMany(mails.map((mail) => rowOf(mail, clock.now())))
  return {
    queueAll,
    queue: async (mail) => (await queueAll([mail])) === 1,
    async queueMissing(mails) {
      const missing = new Set(await store.missing(mails.map((one) => one.id)))
      return queueAll(mails.filter((one) => missing.has(one.id)))
    },
  }
}
