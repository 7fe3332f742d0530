import type { Connection } from 'mongoose'
import type { Journal, JournalEntry } from './journal.ts'
import { type Batch, merged, readEvents, type TakenEvent } from './taking.ts'

/** Somebody who acts on decisions: audit, index, mail. Every entry arrives at least once, in order, so act idempotently. */
export interface Follower {
  name: string
  /**
   * `shared`: one process acts for all and remembers how far it came.
   * `local`: every process acts for itself, from where it stood when it started (an index in memory).
   */
  scope: 'shared' | 'local'
  handle(entry: JournalEntry): Promise<void>
}

const BATCH = 200

/**
 * Takes events out of the aggregates into the journal and brings followers up to date. The events were written
 * together with the state they explain; a crash anywhere repeats a step, and repeating is harmless.
 * `sources` are collections, causes before effects: needs before bids.
 */
export function createRelay(connection: Connection, journal: Journal, sources: readonly string[], followers: readonly Follower[]) {
  const positions = new Map<string, number>()
  const failures = new Map<string, string>()

  /** Effects are read first: whatever caused them is then there to be read, and comes before them in the journal. */
  async function read(): Promise<TakenEvent[]> {
    const batches: Batch[] = []
    for (const source of sources.toReversed()) batches.push(await readEvents(connection, source, BATCH))
    return merged(batches)
  }

  async function forget(taken: readonly TakenEvent[]): Promise<void> {
    for (const source of new Set(taken.map((one) => one.source))) {
      const rows = connection.collection<{ _id: string }>(source)
      await rows.bulkWrite(removals(taken.filter((one) => one.source === source)) as never, { ordered: false })
    }
  }

  /** One round of taking; returns how many events it moved. Run by one process at a time; two at once stop each other. */
  async function take(): Promise<number> {
    const taken = await read()
    if (taken.length === 0) return 0
    await journal.append(taken)
    await forget(taken)
    return taken.length
  }

  async function follow(follower: Follower): Promise<number> {
    const from = positions.get(follower.name) ?? (await journal.position(follower.name))
    const entries = await journal.after(from, BATCH)
    let reached = from
    try {
      for (const entry of entries) {
        await follower.handle(entry)
        reached = entry.seq
      }
    } finally {
      positions.set(follower.name, reached)
      if (follower.scope === 'shared' && reached > from) await journal.moveTo(follower.name, reached)
    }
    return entries.length
  }

  /** A follower that fails waits at its entry and is tried again; the others go on. */
  async function bring(scope: Follower['scope']): Promise<number> {
    let moved = 0
    for (const follower of followers.filter((one) => one.scope === scope)) {
      try {
        moved += await follow(follower)
        failures.delete(follower.name)
      } catch (error) {
        failures.set(follower.name, (error as Error).message)
      }
    }
    return moved
  }

  return {
    take,
    bring,
    /**
     * Followers in memory start from here: what happened before is in what they read at the start. So this comes first,
     * then they read; an entry that arrives in between reaches them twice rather than never.
     */
    async startLocal(): Promise<void> {
      const last = await journal.last()
      for (const follower of followers) if (follower.scope === 'local') positions.set(follower.name, last)
    },
    /** Another process may have held the lease meanwhile: positions of shared followers are read again. */
    resume(): void {
      for (const follower of followers) if (follower.scope === 'shared') positions.delete(follower.name)
    },
    /** Name of each follower that is stuck → why. */
    failures: (): ReadonlyMap<string, string> => failures,
    /** The first entry a shared follower has yet to handle. */
    async waiting(): Promise<{ follower: string; since: Date | null }[]> {
      const shared = followers.filter((one) => one.scope === 'shared')
      return Promise.all(shared.map(async ({ name }) => {
        const [next] = await journal.after(await journal.position(name), 1)
        return { follower: name, since: next?.at ?? null }
      }))
    },
  }
}

export type Relay = ReturnType<typeof createRelay>

/** One write for each aggregate, whatever the number of its events. */
function removals(taken: readonly TakenEvent[]): object[] {
  const ids = new Map<string, string[]>()
  for (const { subject, id } of taken) ids.set(subject, [...(ids.get(subject) ?? []), id])
  return [...ids].map(([_id, done]) => ({ updateOne: { filter: { _id }, update: { $pull: { events: { id: { $in: done } } } } } }))
}
