import type { Collection } from './catalog.ts'
import type { KeyRange, Plan } from './planner.ts'
import { documentKey, type StoredDoc } from './records.ts'
import { afterPrefix, prefixKey, type Storage } from './storage.ts'

/** The first batch is small because most queries want few documents. */
const FIRST_BATCH = 20
const LATER_BATCH = 100

export interface Scan extends Plan {
  /** How many documents the query wants, when it takes them as they come. */
  readonly wanted?: number
}

/**
 * The stored documents of a plan, in batches. Between two batches nothing stays open in the file,
 * so a reader may stop for any time: it goes on after the last key it saw.
 */
export function* scan(storage: Storage, collection: Collection, plan: Scan): Generator<StoredDoc[]> {
  if (!plan.index) yield* scanCollection(storage, collection, plan)
  else if (plan.exact) yield* lookUp(storage, collection, plan)
  else yield* scanIndex(storage, collection, plan)
}

function* scanCollection(storage: Storage, { id }: Collection, plan: Scan): Generator<StoredDoc[]> {
  const range = { start: prefixKey(id), end: afterPrefix(prefixKey(id)) }
  for (const entries of batches(storage.documents, range, plan)) yield entries.map(({ key, value }) => ({ record: key.readUIntBE(4, 6), bytes: value }))
}

/** Whole keys are looked up one by one, without a cursor. */
function* lookUp(storage: Storage, collection: Collection, { index, ranges }: Scan): Generator<StoredDoc[]> {
  const seen = index?.multikey ? new Set<number>() : undefined
  for (let i = 0; i < ranges.length; i += LATER_BATCH) {
    yield ranges.slice(i, i + LATER_BATCH).flatMap(({ start }) => {
      const record = storage.entries.get(start)?.readUIntBE(0, 6)
      return record === undefined || isRepeated(seen, record) ? [] : fetch(storage, collection, record)
    })
  }
}

function* scanIndex(storage: Storage, collection: Collection, plan: Scan): Generator<StoredDoc[]> {
  const seen = plan.index?.multikey || plan.ranges.length > 1 ? new Set<number>() : undefined
  for (const range of plan.ranges) {
    for (const entries of batches(storage.entries, range, plan)) {
      const records = entries.map(({ value }) => value.readUIntBE(0, 6)).filter(record => !isRepeated(seen, record))
      yield records.flatMap(record => fetch(storage, collection, record))
    }
  }
}

function isRepeated(seen: Set<number> | undefined, record: number): boolean {
  if (seen?.has(record)) return true
  seen?.add(record)
  return false
}

function fetch(storage: Storage, collection: Collection, record: number): StoredDoc[] {
  const bytes = storage.documents.get(documentKey(collection, record))
  return bytes ? [{ record, bytes }] : []
}

interface Entry { readonly key: Buffer, readonly value: Buffer }

/** `start` is inclusive and `end` exclusive, in both directions. */
function* batches(table: Storage['entries'], { start, end }: KeyRange, { reverse, wanted = FIRST_BATCH }: Scan): Generator<Entry[]> {
  let from = reverse ? end : start
  for (let size = Math.min(wanted, FIRST_BATCH), later = false; ; size = LATER_BATCH, later = true) {
    const range = reverse ? { start: from, end: start, inclusiveEnd: true, exclusiveStart: true } : { start: from, end, exclusiveStart: later }
    const entries = [...table.getRange({ ...range, reverse, limit: size })]
    if (entries.length > 0) yield entries
    if (entries.length < size) return
    from = (entries[entries.length - 1] as Entry).key
  }
}
