import { type Connection, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { Question, QuestionStatus } from './question.ts'

export interface QuestionStore extends AggregateStore<Question> {
  /** All questions about a need: answers in the order they were given, then those that wait. */
  ofNeed(need: string): Promise<Question[]>
  /** How many of one person's questions about a need wait for staff or issuer. */
  waitingOf(asker: string, need: string): Promise<number>
  inStatus(status: QuestionStatus, limit: number): Promise<Question[]>
}

export function createQuestionStore(connection: Connection): QuestionStore {
  const schema = aggregateSchema({
    need: { type: String, index: true }, asker: { type: String, index: true }, text: String, shown: String,
    status: { type: String, index: true }, reason: String, answer: String, askedAt: Date, releasedAt: Date, answeredAt: Date,
  })
  const base = createAggregateStore<Question>(connection, 'questions', schema)
  return {
    ...base,
    ofNeed: (need) => base.list({ need }, { sort: { answeredAt: 1, askedAt: 1, _id: 1 } }),
    waitingOf: (asker, need) => base.count({ asker, need, status: trusted({ $in: ['asked', 'released'] }) }),
    inStatus: (status, limit) => base.list({ status }, { sort: { askedAt: 1, _id: 1 }, limit }),
  }
}
