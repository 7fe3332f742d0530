import type { Connection } from 'mongoose'
import type { DomainEvent } from '../kernel/events.ts'
import type { JournalEntry } from './journal.ts'

export type TakenEvent = Omit<JournalEntry, 'seq'>

/** The documents of one collection that have news, the oldest news first. `whole`: there are no more of them. */
export interface Batch { events: SortedEvent[]; whole: boolean }
interface SortedEvent { event: TakenEvent; key: number }
interface WithEvents { _id: string; events: DomainEvent[] }

/** Reads events that are still in their aggregates. */
export async function readEvents(connection: Connection, source: string, limit: number): Promise<Batch> {
  const found = await connection.collection<WithEvents>(source)
    .find({ 'events.at': { $gt: new Date(0) } }, { projection: { events: 1 } }).sort({ 'events.at': 1 }).limit(limit).toArray()
  return { events: found.flatMap((one) => inSequence(one, source)), whole: found.length < limit }
}

/**
 * An aggregate's events keep their order whatever the clocks of the processes said that wrote them: none counts as
 * earlier than the one before it.
 */
function inSequence({ _id, events }: WithEvents, source: string): SortedEvent[] {
  let latest = 0
  return events.map((event) => {
    latest = Math.max(latest, event.at.getTime())
    return { event: { ...event, source, subject: _id }, key: latest }
  })
}

/**
 * One order for events of several collections: by time, and within an aggregate as they happened. Where a collection
 * has more than was read, nothing later than its last document read is given out yet: something earlier may follow.
 */
export function merged(batches: readonly Batch[]): TakenEvent[] {
  const horizon = Math.min(...batches.filter((one) => !one.whole).map((one) => newestStart(one)))
  const all = batches.flatMap((one) => one.events).filter((one) => one.key <= horizon)
  return all.sort((a, b) => a.key - b.key || revisionOf(a.event) - revisionOf(b.event) || (a.event.id < b.event.id ? -1 : 1)).map((one) => one.event)
}

/** Documents come sorted by their first news, so what was not read starts no earlier than the last that was. */
function newestStart({ events }: Batch): number {
  const starts = new Map<string, number>()
  for (const { event, key } of events) if (!starts.has(event.subject)) starts.set(event.subject, key)
  return Math.max(...starts.values())
}

const revisionOf = (event: { id: string }): number => Number(event.id.slice(event.id.lastIndexOf('.') + 1))
