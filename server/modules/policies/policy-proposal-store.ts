import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { PolicyProposal } from './policy-proposal.ts'

export interface PolicyProposalStore extends AggregateStore<PolicyProposal> {
  /** The longest waiting first. */
  open(): Promise<PolicyProposal[]>
}

export function createPolicyProposalStore(connection: Connection): PolicyProposalStore {
  const base = createAggregateStore<PolicyProposal>(connection, 'policy_proposals', aggregateSchema({
    pack: String, base: Number, rules: Schema.Types.Mixed, state: { type: String, index: true }, proposedBy: String, proposedAt: Date,
    decidedBy: String, reason: String,
  }))
  return { ...base, open: () => base.list({ state: 'open' }, { sort: { proposedAt: 1, _id: 1 } }) }
}
