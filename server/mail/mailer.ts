import { createHash } from 'node:crypto'
import type { Locale } from '../http/page.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Organisation } from '../modules/accounts/organisation.ts'
import type { Person } from '../modules/accounts/person.ts'
import type { Mail } from '../plugins/renderer.ts'
import type { BackgroundLog, Chore } from '../relay/background.ts'
import { MailRefused, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import type { OutboxMail, OutboxStore } from './outbox-store.ts'

/** The person a message goes to, as they are when it is sent. */
export interface Recipient { person: Person; organisation: Organisation; locale: Locale }

/** Who a message is addressed to: a person here, or somebody without an account yet, who gets links and no news. */
export interface Newcomer { name: string; email: string; locale: Locale }
interface Addressee extends Newcomer { known?: Recipient }

/**
 * Turns what was stored with a message into what its template prints, asking again what this person may see.
 * Undefined: there is nothing left to say to them. Templates without one print what was stored.
 */
export type MailModels = Record<string, (stored: Record<string, unknown>, to: Recipient) => Promise<Record<string, unknown> | undefined>>

export interface MailerParts {
  store: OutboxStore
  transport: MailTransport
  models: MailModels
  people: { find(id: string): Promise<Person | undefined> }
  organisations: { find(id: string): Promise<Organisation | undefined> }
  /** People on the way in, by the id of their registration. */
  newcomers?: { addressee(id: string): Promise<Newcomer | undefined> }
  renderer: { mail(name: string, model: Record<string, unknown>, locale: Locale): Mail }
  clock: Clock
  config: { publicUrl: string; mailFrom: string; demo: boolean }
  log: BackgroundLog
}

const SECOND = 1000
const BATCH = 50
/** Longer than any attempt can take; a message whose sender died is taken up again after it. */
const CLAIM = 5 * 60 * SECOND
const FIRST_WAIT = 30 * SECOND
const LONGEST_WAIT = 3600 * SECOND
/** About three days with the waits above; then staff have to look. */
const MOST_ATTEMPTS = 80

/** Sends what is due, oldest first. A message is lost by nothing, and doubled only by a crash between sending and noting it. */
export function createMailer(parts: MailerParts): Chore {
  return {
    name: 'mailer',
    async run(goOn) {
      const due = await parts.store.due(parts.clock.now(), BATCH)
      let settled = 0
      for (const mail of due) {
        if (!goOn()) break
        const result = await deliver(parts, mail)
        if (result === 'unreachable') break
        if (result === 'settled') settled += 1
      }
      return settled
    },
  }
}

type Delivery = 'settled' | 'postponed' | 'taken' | 'unreachable'

async function deliver(parts: MailerParts, mail: OutboxMail): Promise<Delivery> {
  const { store, clock } = parts
  const now = clock.now()
  if (!(await store.claim(mail, new Date(now.getTime() + CLAIM)))) return 'taken'
  const to = await addresseeOf(parts, mail)
  if (!to) return settled(parts, mail, 'dropped', 'no recipient')
  const refusal = await store.refusedAddress(to.email)
  if (refusal) return settled(parts, mail, 'refused', refusal)
  try {
    const message = await compose(parts, mail, to)
    if (!message) return await settled(parts, mail, 'dropped', 'nothing to say')
    await parts.transport.send(message)
  } catch (error) {
    return failed(parts, mail, to, error as Error)
  }
  return settled(parts, mail, 'sent')
}

async function settled({ store, clock }: MailerParts, { id }: OutboxMail, state: 'sent' | 'dropped' | 'refused', why = ''): Promise<Delivery> {
  await store.settle(id, state, clock.now(), why)
  return 'settled'
}

async function failed(parts: MailerParts, mail: OutboxMail, to: Addressee, error: Error): Promise<Delivery> {
  const { store, clock, log } = parts
  const final = error instanceof MailRefused
  if (final && error.address) await store.refuseAddress(to.email, error.message, clock.now())
  if (final || mail.attempts + 1 >= MOST_ATTEMPTS) return settled(parts, mail, 'refused', codeOf(error))
  log.error({ mail: mail.template, attempt: mail.attempts + 1, why: codeOf(error) }, 'mail has to wait')
  const wait = Math.min(FIRST_WAIT * 2 ** mail.attempts, LONGEST_WAIT)
  await store.postpone(mail.id, new Date(clock.now().getTime() + wait), codeOf(error))
  return isUnreachable(error) ? 'unreachable' : 'postponed'
}

/** A reason without what the other side wrote: servers like to repeat the address in it. */
function codeOf(error: Error & { code?: string; responseCode?: number }): string {
  if (error instanceof MailRefused) return error.message
  return [error.code, error.responseCode].filter(Boolean).join(' ') || error.name
}

/** No use trying the next one: nobody is at home, or they do not know us. */
const isUnreachable = (error: Error & { code?: string }): boolean => UNREACHABLE.includes(error.code ?? '')
const UNREACHABLE = ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EAUTH', 'ETLS', 'EPROXY']

async function addresseeOf(parts: MailerParts, mail: OutboxMail): Promise<Addressee | undefined> {
  const person = await parts.people.find(mail.to)
  if (!person) return parts.newcomers?.addressee(mail.to)
  const organisation = await parts.organisations.find(person.organisation)
  if (!person.active || !organisation) return undefined
  const locale = mail.locale ?? person.preferences.locale
  return { name: person.name, email: person.email, locale, known: { person, organisation, locale } }
}

async function compose(parts: MailerParts, mail: OutboxMail, to: Addressee): Promise<OutgoingMail | undefined> {
  const build = parts.models[mail.template]
  const model = build && to.known ? await build(mail.model, to.known) : mail.model
  if (!model) return undefined
  const { publicUrl, mailFrom, demo } = parts.config
  const rendered = parts.renderer.mail(mail.template, { demo, preferencesUrl: `${publicUrl}/my/account`, ...model }, to.locale)
  return {
    ...rendered,
    messageId: messageIdOf(mail.id, publicUrl),
    from: { name: to.locale === 'en' ? 'Jiebang' : '揭榜', address: mailFrom },
    to: { name: oneLine(to.name), address: to.email },
    headers: headersOf(model),
    date: parts.clock.now(),
    privacy: mail.privacy,
  }
}

const oneLine = (name: string): string => name.replaceAll(/[\r\n\0]+/g, ' ')

/** RFC 8058: mail programs show their own button, which posts to the address without asking anything. */
function headersOf({ unsubscribeUrl }: Record<string, unknown>): Record<string, string> {
  const automatic = { 'Auto-Submitted': 'auto-generated' }
  if (typeof unsubscribeUrl !== 'string') return automatic
  return { ...automatic, 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

export function messageIdOf(id: string, publicUrl: string): string {
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`
}
