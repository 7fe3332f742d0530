import type { Locale } from '../http/page.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Organisation } from '../modules/accounts/organisation.ts'
import type { Person } from '../modules/accounts/person.ts'
import type { BackgroundLog } from '../relay/background.ts'
import type { Delivery } from './delivery.ts'
import type { DomainRate } from './domain-rate.ts'
import type { OutboxStore } from './outbox-store.ts'
import type { SentLog } from './sent-log.ts'

/** The person a message goes to, as they are when it is sent. */
export interface Recipient { person: Person; organisation: Organisation; locale: Locale }

/** Who a message is addressed to: a person here, or somebody without an account yet, who gets links and no news. */
export interface Newcomer { name: string; email: string; locale: Locale }

/**
 * Turns what was stored with a message into what its template prints, asking again what this person may see.
 * Undefined: there is nothing left to say to them. Templates without one print what was stored.
 */
export type MailModels = Record<string, (stored: Record<string, unknown>, to: Recipient) => Promise<Record<string, unknown> | undefined>>

export interface MailerParts {
  store: OutboxStore
  delivery: Delivery
  sentLog: SentLog
  domainRate: DomainRate
  models: MailModels
  people: { findMany(ids: readonly string[]): Promise<Person[]> }
  organisations: { findMany(ids: readonly string[]): Promise<Organisation[]> }
  /** People on the way in, by the id of their registration. */
  newcomers?: { addressee(id: string): Promise<Newcomer | undefined> }
  /** Where a person chooses what mail they get, without signing in. */
  preferencesUrl(person: string): string
  clock: Clock
  config: { publicUrl: string; mailFrom: string; demo: boolean }
  log: BackgroundLog
  /** Waits while somebody else should go first. */
  courtesy?: () => Promise<void>
}
