import { type Connection, Schema, trusted } from 'mongoose'
import type { Newcomer } from '../../mail/mailer-parts.ts'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN } from '../../store/aggregate-store.ts'
import type { Registration } from './registration.ts'

export interface RegistrationStore extends AggregateStore<Registration> {
  withLink(hash: string): Promise<Registration | undefined>
  /** Nobody has written to these yet. */
  waiting(): Promise<Registration[]>
  openInvitationsOf(organisation: string): Promise<Registration[]>
  /** For the mailer: people on the way in have no account to look an address up in. */
  addressee(id: string): Promise<Newcomer | undefined>
}

const BATCH = 50

export function createRegistrationStore(connection: Connection): RegistrationStore {
  const base = createAggregateStore<Registration>(connection, 'registrations', schema())
  return {
    ...base,
    withLink: async (hash) => (await base.list({ 'link.hash': hash }))[0],
    waiting: () => base.list({ status: 'requested' }, { limit: BATCH }),
    openInvitationsOf: (organisation) => base.list({ organisation, kind: 'invite', status: trusted({ $in: ['requested', 'mailed'] }) }),
    async addressee(id) {
      const found = await base.find(id)
      return found && found.status !== 'withdrawn' ? { name: found.name, email: found.email, locale: found.locale } : undefined
    },
  }
}

function schema(): Schema {
  const profile = { name: String, kind: { type: String }, creditCode: String, district: String, park: String, about: String }
  return aggregateSchema({
    kind: { type: String }, email: { type: String }, name: String, passwordHash: String, locale: String,
    organisation: { type: String, index: true }, profile: new Schema(profile, PLAIN), roles: [String], invitedBy: String, referral: String,
    status: { type: String, index: true }, link: new Schema({ hash: { type: String, index: true }, endsAt: Date }, PLAIN),
    endsAt: { type: Date, expires: 0 },
  })
}
