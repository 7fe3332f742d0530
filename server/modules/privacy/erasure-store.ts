import { type Connection, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { ErasureRequest } from './erasure-request.ts'

export interface ErasureStore extends AggregateStore<ErasureRequest> {
  /** Those an administrator has to see to, the longest waiting first. */
  open(): Promise<ErasureRequest[]>
  /** The newest of somebody. */
  ofPerson(person: string): Promise<ErasureRequest | undefined>
}

export function createErasureStore(connection: Connection): ErasureStore {
  const base = createAggregateStore<ErasureRequest>(connection, 'erasure_requests', aggregateSchema({
    person: { type: String, index: true }, state: { type: String, index: true }, also: [String], askedAt: Date, decidedBy: String, decidedAt: Date, reason: String,
  }))
  return {
    ...base,
    open: () => base.list({ state: trusted({ $in: ['asked', 'decided'] }) }, { sort: { askedAt: 1 } }),
    ofPerson: async (person) => (await base.list({ person }, { sort: { askedAt: -1, _id: 1 }, limit: 1 }))[0],
  }
}
