import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN } from '../../store/aggregate-store.ts'
import type { Bid } from './bid.ts'

const part = (definition: object): Schema => new Schema(definition as never, PLAIN)

const bidSchema = aggregateSchema({
  need: String, organisation: { type: String, index: true }, bidder: String, status: String,
  content: part({
    route: String, plan: String, milestones: [part({ title: String, month: Number, share: Number })], cost: Number, team: String,
    achievements: [String], noConflict: Boolean,
    attachments: [part({ id: String, name: String, type: { type: String }, bytes: Number, sha256: String })],
  }),
  receipt: part({ hash: String, salt: String, needVersion: Number, at: Date }),
})
/** One bid for each team lead and need, however often and from however many windows it is begun. */
bidSchema.index({ need: 1, organisation: 1, bidder: 1 }, { unique: true })

/** Rows as they are stored: only `viewBid`, the follower and the sealed facts read them. */
export interface BidStore extends AggregateStore<Bid> {
  ofNeed(need: string): Promise<Bid[]>
  ofOrganisation(organisation: string): Promise<Bid[]>
  /** What one organisation has for one need, the oldest first. */
  ofOrganisationFor(organisation: string, need: string): Promise<Bid[]>
}

export function createBidStore(connection: Connection): BidStore {
  const base = createAggregateStore<Bid>(connection, 'bids', bidSchema)
  return {
    ...base,
    ofNeed: (need) => base.list({ need }),
    ofOrganisation: (organisation) => base.list({ organisation }, { sort: { _id: -1 } }),
    ofOrganisationFor: (organisation, need) => base.list({ need, organisation }),
  }
}
