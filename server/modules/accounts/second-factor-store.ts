import { type Connection, Schema } from 'mongoose'
import type { Outcome } from '../../kernel/outcome.ts'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN } from '../../store/aggregate-store.ts'
import { noFactor, type SecondFactor } from './second-factor.ts'

export interface SecondFactorStore extends AggregateStore<SecondFactor> {
  /** As `decide`, for people who have none yet, too. */
  change<R extends string>(person: string, rule: (current: SecondFactor) => Outcome<SecondFactor, R>): Promise<Outcome<SecondFactor, R | 'conflict'>>
}

export function createSecondFactorStore(connection: Connection): SecondFactorStore {
  const base = createAggregateStore<SecondFactor>(connection, 'second_factors', aggregateSchema({
    secret: String, offered: new Schema({ secret: String, at: Date }, PLAIN), lastStep: Number, recovery: [String], enrolledAt: Date,
  }))
  return {
    ...base,
    async change(person, rule) {
      if (!(await base.find(person))) await base.insert(noFactor(person))
      const outcome = await base.decide(person, rule)
      if (!outcome) throw new Error('the row was just written')
      return outcome
    },
  }
}
