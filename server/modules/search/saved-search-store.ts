import { type Connection, Schema } from 'mongoose'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import { aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import { noSearches, type SavedSearches } from './saved-search.ts'

export interface SavedSearchStore {
  /** The searches of a person, oldest first; none when nothing was saved. */
  of(person: string): Promise<SavedSearches>
  /** Of those people who have saved any; ids are theirs. */
  ofMany(people: readonly string[]): Promise<SavedSearches[]>
  change<R extends string>(person: string, rule: (searches: SavedSearches) => Outcome<SavedSearches, R>): Promise<Outcome<SavedSearches, R | 'conflict'>>
}

export function createSavedSearchStore(connection: Connection): SavedSearchStore {
  const schema = aggregateSchema({ searches: [new Schema({ id: String, name: String, conditions: Schema.Types.Mixed, at: Date }, { _id: false, minimize: false })] })
  const base = createAggregateStore<SavedSearches>(connection, 'saved-searches', schema)
  const of = async (person: string): Promise<SavedSearches> => (await base.find(person)) ?? noSearches(person)
  return {
    of,
    ofMany: (people) => base.findMany(people),
    async change(person, rule) {
      const before = await of(person)
      const outcome = rule(before)
      if (!outcome.ok || outcome.value === before) return outcome
      const saved = before.revision === 0 ? await base.insert(outcome.value) : await base.save(before, outcome.value)
      return saved === 'saved' ? outcome : refused('conflict')
    },
  }
}
