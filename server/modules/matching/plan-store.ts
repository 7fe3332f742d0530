import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { InvitationPlanRecord } from './plan-record.ts'

export interface PlanStore extends AggregateStore<InvitationPlanRecord> {
  /** The last ones made, newest first. */
  newest(limit: number): Promise<InvitationPlanRecord[]>
}

export function createPlanStore(connection: Connection): PlanStore {
  const { Mixed } = Schema.Types
  const schema = aggregateSchema({
    by: String, at: Date, settings: Mixed, needs: [String], people: Number, invitations: [Mixed], standing: [Mixed], shortNeeds: [Mixed],
    leftOut: [Mixed], figures: Mixed,
  })
  schema.index({ at: -1 })
  const base = createAggregateStore<InvitationPlanRecord>(connection, 'invitation-plans', schema)
  return { ...base, newest: (limit) => base.list({}, { sort: { at: -1, _id: 1 }, limit }) }
}
