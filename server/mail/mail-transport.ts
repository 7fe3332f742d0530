import type { Privacy } from './outbox-store.ts'

/** Somebody mail goes to or comes from. Never a string: a comma in one would add a recipient. */
export interface Mailbox { name: string; address: string }

export interface OutgoingMail {
  /** Stays the same when a message has to be sent again, so that a mail program can show it once. */
  messageId: string
  from: Mailbox
  to: Mailbox
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  date: Date
  /** Who besides the recipient may know of it; nothing a server is told. */
  privacy: Privacy
}

/**
 * Takes a message over, or throws: `MailRefused` for good, anything else for now, `MailInDoubt` when nobody knows.
 * Awaits `mayFinish` when all but the end has been handed over: until then the other side does not have the message.
 */
export interface MailTransport {
  send(mail: OutgoingMail, mayFinish?: () => Promise<void>): Promise<void>
  /** How many messages it can be handed at once; one, where it does not say. */
  lanes?: number
  close(): void
  /** Where messages are kept instead of sent: what staff may look at. */
  kept?: KeptMails
}

/** A message as it was kept. */
export interface KeptMail extends Omit<OutgoingMail, 'date'> {
  id: string
  date: string
}

export interface KeptMails {
  /** Newest first, without those about sealed bids. */
  list(limit: number): Promise<KeptMail[]>
  /** Neither does this find one about a sealed bid. */
  find(id: string): Promise<KeptMail | undefined>
  /** Deletes every message to an address, also sealed ones. */
  forget(address: string): Promise<void>
  /** Deletes what is older; returns how many. */
  forgetBefore(before: Date): Promise<number>
}

/** The other side will never take this message. `address`: because of the recipient, not because of the message. */
export class MailRefused extends Error {
  readonly address: boolean

  constructor(message: string, address: boolean) {
    super(message)
    this.address = address
  }
}

/** The other side has got the end of the message and has not answered: it may have it or not. */
export class MailInDoubt extends Error {}

const LINE_BREAK = /[\r\n\0]/
/** Narrower than the standard on purpose: quoted local parts and address literals are not how people write to each other. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/

/** Refuses what could start a header or add a recipient. */
export function checkMail(mail: OutgoingMail): void {
  const lines = [mail.messageId, mail.subject, mail.from.name, mail.to.name, ...Object.entries(mail.headers).flat()]
  if (lines.some((line) => LINE_BREAK.test(line))) throw new MailRefused('line break in a header', false)
  if (!ADDRESS.test(mail.to.address)) throw new MailRefused('malformed address', true)
  if (!ADDRESS.test(mail.from.address)) throw new Error('MAIL_FROM is no address')
}
