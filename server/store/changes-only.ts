import type { Aggregate } from '../kernel/events.ts'
import type { AggregateStore } from './aggregate-store.ts'

/** Kept at most; beyond that everything is read anew. */
const MOST = 1000

/**
 * Reads the same aggregates again and again, whole only those that have changed: every write counts the revision up,
 * so one that is here with its revision is as the database has it. What it returns is shared and must not be written to.
 * In the order of their ids.
 */
export function changesOnly<A extends Aggregate>({ revisions, findMany }: Pick<AggregateStore<A>, 'revisions' | 'findMany'>): (ids: readonly string[]) => Promise<A[]> {
  const kept = new Map<string, A>()
  return async (ids) => {
    const current = await revisions(ids)
    if (kept.size + current.size > MOST) kept.clear()
    const changed = [...current].filter(([id, revision]) => kept.get(id)?.revision !== revision).map(([id]) => id)
    // Whoever asks at the same time may empty what is kept: the answer is taken together before anything is awaited again.
    const found = new Map([...current.keys()].map((id) => [id, kept.get(id)]))
    for (const one of changed.length > 0 ? await findMany(changed) : []) {
      kept.set(one.id, one)
      found.set(one.id, one)
    }
    return [...found.values()].filter((one) => one !== undefined)
  }
}
