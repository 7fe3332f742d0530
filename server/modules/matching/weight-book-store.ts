import { type Connection, Schema } from 'mongoose'
import type { Outcome } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import { aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import { type MatchWeights, matchWeights } from './match-weights.ts'
import { blankBook, type WeightBook, weightsInUse } from './weight-book.ts'

export interface WeightBookStore {
  /** The book; a blank one when nothing was decided yet. */
  read(): Promise<WeightBook>
  /** The weights that rank now. */
  current(): Promise<MatchWeights>
  change<R extends string>(rule: (book: WeightBook) => Outcome<WeightBook, R>): Promise<Outcome<WeightBook, R | 'conflict'>>
}

export function createWeightBookStore(connection: Connection): WeightBookStore {
  const schema = aggregateSchema({ mode: String, inUse: String, versions: [Schema.Types.Mixed] })
  const base = createAggregateStore<WeightBook>(connection, 'match-weights', schema)
  const read = async (): Promise<WeightBook> => (await base.find('weights')) ?? blankBook(matchWeights)
  return {
    read,
    current: async () => weightsInUse(await read(), matchWeights),
    async change(rule) {
      const before = await read()
      const outcome = rule(before)
      if (!outcome.ok || outcome.value === before) return outcome
      const saved = before.revision === 0 ? await base.insert(outcome.value) : await base.save(before, outcome.value)
      return saved === 'saved' ? outcome : refused('conflict')
    },
  }
}
