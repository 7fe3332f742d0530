import type { Aggregate } from '../kernel/events.ts'
import type { AggregateStore } from './aggregate-store.ts'

/** Kept at most, unless more is asked for at once; beyond that, what is not asked for now is forgotten. */
const MOST = 1000

/**
 * Reads the same aggregates again and again, whole only those that have changed: every write counts the revision up,
 * so one that is here with its revision is as the database has it. What it returns is shared and must not be written to.
 * In the order of their ids.
 */
export function changesOnly<A extends Aggregate>({ revisions, findMany }: Pick<AggregateStore<A>, 'revisions' | 'findMany'>): (ids: readonly string[]) => Promise<A[]> {
  const kept = new Map<string, A>()

  function unchanged(id: string, revision: number): A | undefined {
    const one = kept.get(id)
    return one?.revision === revision ? one : undefined
  }

  return async (ids) => {
    const current = await revisions(ids)
    // Taken before anything more is awaited: whoever asks at the same time may have it forgotten.
    const found = new Map([...current].map(([id, revision]) => [id, unchanged(id, revision)]))
    const changed = [...found].filter(([, one]) => one === undefined).map(([id]) => id)
    if (kept.size + changed.length > MOST) for (const id of kept.keys()) if (!current.has(id)) kept.delete(id)
    for (const one of changed.length > 0 ? await findMany(changed) : []) {
      kept.set(one.id, one)
      found.set(one.id, one)
    }
    return [...found.values()].filter((one) => one !== undefined)
  }
}
