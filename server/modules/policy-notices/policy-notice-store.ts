import { type Connection, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { PolicyNotice } from './policy-notice.ts'

export interface PolicyNoticeStore extends AggregateStore<PolicyNotice> {
  /** Neither withdrawn nor over, the newest first. */
  current(now: Date): Promise<PolicyNotice[]>
}

/** More than a city publishes in a year; older ones are in the authority's archive. */
const MOST = 200

export function createPolicyNoticeStore(connection: Connection): PolicyNoticeStore {
  const schema = aggregateSchema({
    title: String, authority: String, summary: String, link: String, tracks: [String], parks: [String], applyUntil: Date, publishedAt: Date,
    withdrawn: Boolean,
  })
  schema.index({ withdrawn: 1, publishedAt: -1 })
  const base = createAggregateStore<PolicyNotice>(connection, 'policy_notices', schema)
  return {
    ...base,
    current: (now) => base.list(
      { withdrawn: false, $or: [{ applyUntil: null }, { applyUntil: trusted({ $gt: now }) }] }, { sort: { publishedAt: -1, _id: 1 }, limit: MOST },
    ),
  }
}
