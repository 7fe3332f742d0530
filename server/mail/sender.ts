import type { Locale } from '../http/page.ts'
import type { Mail } from '../plugins/renderer.ts'
import type { MailTransport, OutgoingMail } from './mail-transport.ts'

/** A message that is known in everything but its words. What the template prints must be such as goes to another thread. */
export interface Letter extends Omit<OutgoingMail, 'subject' | 'text' | 'html'> {
  template: string
  model: Record<string, unknown>
  locale: Locale
}

/** Puts letters into words and hands them over; what it awaits and throws: as `MailTransport`. */
export interface Sender {
  send(letter: Letter, mayFinish: () => Promise<void>): Promise<void>
  /** How many letters it can be given at once. */
  lanes: number
  close(): void
}

interface MailRenderer { mail(name: string, model: Record<string, unknown>, locale: Locale): Mail }

/** In the thread it is asked in. */
export function createSender(transport: MailTransport, renderer: MailRenderer): Sender {
  return {
    lanes: transport.lanes ?? 1,
    send: async ({ template, model, locale, ...letter }, mayFinish) => transport.send({ ...letter, ...renderer.mail(template, model, locale) }, mayFinish),
    close: () => transport.close(),
  }
}
