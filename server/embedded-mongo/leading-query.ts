import type { Query } from './query.ts'
import { asInteger, isDoc, type Doc, type Maybe } from './values.ts'

/** What the first stages ask of the collection, so that an index can help; `done` of them need no second run. */
export function leadingQuery(stages: readonly Doc[], hint: Maybe): { query: Query, done: number } {
  const filter = stages[0]?.$match
  let done = isDoc(filter) ? 1 : 0
  const sort = stages[done]?.$sort
  if (isDoc(sort)) done++
  const limit = isDoc(sort) ? limitAfter(stages[done]) : 0
  return { query: { filter: isDoc(filter) ? filter : {}, hint, limit, ...(isDoc(sort) ? { sort } : {}) }, done }
}

/** A limit right after the sort means that the rest need not be kept. It stays in the pipeline, to be checked there. */
function limitAfter(stage: Doc | undefined): number {
  return Math.max(0, asInteger(stage?.$limit) ?? 0)
}
