import { type Connection, Schema, trusted } from 'mongoose'
import type { Newcomer } from '../../mail/mailer-parts.ts'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN } from '../../store/aggregate-store.ts'
import type { ExpertInvitation, ExpertStatus } from './expert-invitation.ts'

export interface ExpertInvitationStore extends AggregateStore<ExpertInvitation> {
  withLink(hash: string): Promise<ExpertInvitation | undefined>
  /** The newest first. */
  ofReferrer(person: string): Promise<ExpertInvitation[]>
  /** Not decided or not used yet. */
  openOf(person: string): Promise<ExpertInvitation[]>
  inStatus(status: ExpertStatus, limit: number): Promise<ExpertInvitation[]>
  /** Pending ones whose time is over. */
  endedBy(now: Date, limit: number): Promise<ExpertInvitation[]>
  /** The newest first. */
  recent(limit: number): Promise<ExpertInvitation[]>
  /** For the mailer: the invited have no account to look an address up in. */
  addressee(id: string): Promise<Newcomer | undefined>
}

const PENDING = ['proposed', 'approved', 'mailed']
const pending = () => trusted({ $in: PENDING })

export function createExpertInvitationStore(connection: Connection): ExpertInvitationStore {
  const schema = aggregateSchema({
    need: { type: String, index: true }, referrer: { type: String, index: true }, organisation: String, name: String, email: String, why: String,
    locale: String, status: { type: String, index: true }, reason: String, link: new Schema({ hash: { type: String, index: true } }, PLAIN),
    endsAt: { type: Date, index: true }, person: String,
  })
  const base = createAggregateStore<ExpertInvitation>(connection, 'experts', schema)
  return {
    ...base,
    withLink: async (hash) => (await base.list({ 'link.hash': hash }))[0],
    ofReferrer: (referrer) => base.list({ referrer }, { sort: { endsAt: -1, _id: 1 }, limit: 100 }),
    openOf: (referrer) => base.list({ referrer, status: pending() }),
    inStatus: (status, limit) => base.list({ status }, { sort: { endsAt: 1, _id: 1 }, limit }),
    endedBy: (now, limit) => base.list({ status: pending(), endsAt: trusted({ $lte: now }) }, { sort: { endsAt: 1, _id: 1 }, limit }),
    recent: (limit) => base.list({}, { sort: { endsAt: -1, _id: 1 }, limit }),
    async addressee(id) {
      const found = await base.find(id)
      return found?.status === 'mailed' || found?.status === 'approved' ? { name: found.name, email: found.email, locale: found.locale } : undefined
    },
  }
}
