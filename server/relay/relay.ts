import type { Connection } from 'mongoose'
import type { DomainEvent } from '../kernel/events.ts'
import type { Journal, JournalEntry } from './journal.ts'

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

interface WithEvents { _id: string; events: DomainEvent[] }

const BATCH = 200

/**
 * Takes events out of the aggregates into the journal and brings followers up to date. The events were written
 * together with the state they explain; a crash anywhere repeats a step, and repeating is harmless.
 */
export function createRelay(connection: Connection, journal: Journal, sources: readonly string[], followers: readonly Follower[]) {
  const positions = new Map<string, number>()
  const failures = new Map<string, string>()

  async function takeFrom(source: string): Promise<(Omit<JournalEntry, 'seq'>)[]> {
    const found = await connection.collection<WithEvents>(source)
      .find({ 'events.id': { $gt: '' } }, { projection: { events: 1 } }).limit(BATCH).toArray()
    return found.flatMap((one) => one.events.map((event) => ({ ...event, source, subject: one._id })))
  }

  async function forget(taken: Omit<JournalEntry, 'seq'>[]): Promise<void> {
    for (const { source, subject, id } of taken) {
      await connection.collection<WithEvents>(source).updateOne({ _id: subject }, { $pull: { events: { id } } } as never)
    }
  }

  /** One round of taking; returns how many events it moved. Run by one process at a time. */
  async function take(): Promise<number> {
    const taken = (await Promise.all(sources.map(takeFrom))).flat().sort(inOrder)
    if (taken.length === 0) return 0
    await journal.append(taken)
    await forget(taken)
    return taken.length
  }

  async function follow(follower: Follower): Promise<number> {
    const from = positions.get(follower.name) ?? (await journal.position(follower.name))
    const entries = await journal.after(from, BATCH)
    for (const entry of entries) {
      await follower.handle(entry)
      positions.set(follower.name, entry.seq)
      if (follower.scope === 'shared') await journal.moveTo(follower.name, entry.seq)
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
    /** Followers in memory start from here: what happened before is in what they read at the start. */
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
  }
}

export type Relay = ReturnType<typeof createRelay>

function inOrder(a: Omit<JournalEntry, 'seq'>, b: Omit<JournalEntry, 'seq'>): number {
  return a.at.getTime() - b.at.getTime() || revisionOf(a) - revisionOf(b) || (a.id < b.id ? -1 : 1)
}

const revisionOf = (event: { id: string }): number => Number(event.id.slice(event.id.lastIndexOf('.') + 1))
