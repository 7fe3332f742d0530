import { createHmac } from 'node:crypto'

/**
 * How a sealed row is found. Every row carries one tag for its need and one for its organisation, each used once: the
 * tag of a slot. Whoever has the key asks for the slots one after the other; whoever has the database alone sees tags
 * that all differ, and can tell neither which rows belong together nor how many.
 */
export interface BidTags {
  /** The same for the same bidder and need: nobody begins twice. */
  once: string
  need: string
  organisation: string
}
export type TagKind = 'need' | 'organisation'

/** Slots asked for at a time. More than `CHOICE`: a whole batch without a row is the end. */
export const SLOTS = 64
/** A new row takes one of so many free slots, so that those who begin at the same moment rarely meet. */
const CHOICE = 32

export function tagFor(key: Buffer, kind: TagKind, value: string, slot: number): string {
  return tag(key, [kind, value, slot])
}

export const onceTag = (key: Buffer, bid: { need: string; organisation: string; bidder: string }): string =>
  tag(key, ['once', bid.need, bid.organisation, bid.bidder])

export const tagsFrom = (key: Buffer, kind: TagKind, value: string, start: number): string[] =>
  Array.from({ length: SLOTS }, (_, i) => tagFor(key, kind, value, start + i))

/** One of the first free slots. Slots are never given back, so at most `CHOICE - 1` below the highest are free. */
export function freeSlot(taken: ReadonlySet<number>, random: () => number = Math.random): number {
  const free: number[] = []
  for (let slot = 0; free.length < CHOICE; slot += 1) if (!taken.has(slot)) free.push(slot)
  return free[Math.floor(random() * CHOICE)] ?? 0
}

const tag = (key: Buffer, parts: readonly unknown[]): string => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
