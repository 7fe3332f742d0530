import type { Collection } from './catalog.ts'
import type { KeyRange, Plan } from './planner.ts'
import { documentKey, type StoredDoc } from './records.ts'
import { afterPrefix, prefixKey, type Storage } from './storage.ts'

/** The first batch is small because most queries want few documents. */
const FIRST_BATCH = 20
const LATER_BATCH = 200

/**
 * The stored documents of a plan, in batches. Between two batches nothing stays open in the file,
 * so a reader may stop for any time: it goes on after the last key it saw.
 */
export function* scan(storage: Storage, collection: Collection, plan: Plan): Generator<StoredDoc[]> {
  if (!plan.index) yield* scanCollection(storage, collection, plan.reverse)
  else yield* scanIndex(storage, collection, plan)
}

function* scanCollection(storage: Storage, { id }: Collection, reverse: boolean): Generator<StoredDoc[]> {
  const range = { start: prefixKey(id), end: afterPrefix(prefixKey(id)) }
  for (const entries of batches(storage.documents, range, reverse)) yield entries.map(({ key, value }) => ({ record: key.readUIntBE(4, 6), bytes: value }))
}

function* scanIndex(storage: Storage, collection: Collection, { index, ranges, reverse }: Plan): Generator<StoredDoc[]> {
  const seen = index?.multikey || ranges.length > 1 ? new Set<number>() : undefined
  for (const range of ranges) {
    for (const entries of batches(storage.entries, range, reverse)) {
      const records = entries.map(({ value }) => value.readUIntBE(0, 6)).filter(record => !seen?.has(record) && (seen?.add(record) ?? true))
      yield records.flatMap(record => fetch(storage, collection, record))
    }
  }
}

function fetch(storage: Storage, collection: Collection, record: number): StoredDoc[] {
  const bytes = storage.documents.get(documentKey(collection, record))
  return bytes ? [{ record, bytes }] : []
}

interface Entry { readonly key: Buffer, readonly value: Buffer }

/** `start` is inclusive and `end` exclusive, in both directions. */
function* batches(table: Storage['entries'], { start, end }: KeyRange, reverse: boolean): Generator<Entry[]> {
  let from = reverse ? end : start
  for (let size = FIRST_BATCH, later = false; ; size = LATER_BATCH, later = true) {
    const range = reverse ? { start: from, end: start, inclusiveEnd: true, exclusiveStart: true } : { start: from, end, exclusiveStart: later }
    const entries = [...table.getRange({ ...range, reverse, limit: size })]
    if (entries.length > 0) yield entries
    if (entries.length < size) return
    from = (entries[entries.length - 1] as Entry).key
  }
}
