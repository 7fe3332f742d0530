import { decodeDoc } from './bson-decode.ts'
import type { Budget } from './budget.ts'
import type { Collection } from './catalog.ts'
import type { Scope } from './expression.ts'
import { MAX_KEY } from './index-keys.ts'
import { compileFilter, isOperatorDoc, type Matcher } from './match.ts'
import type { Position } from './paths.ts'
import { plan, type Plan, type PlanRequest } from './planner.ts'
import type { StoredDoc } from './records.ts'
import { scan } from './scan.ts'
import { compileSort, isNaturalSort, type Sort, type SortKey } from './sort.ts'
import type { Storage } from './storage.ts'
import { type Doc, typeOf, type Value } from './values.ts'

export interface Query extends Omit<PlanRequest, 'collation'> {
  readonly skip?: number
  /** 0 means no limit. */
  readonly limit?: number
}

/** A document that a query found. It is decoded only when something looks into it. */
export interface Found extends StoredDoc { doc?: Doc, readonly position?: Position }

export const docOf = (found: Found): Doc => (found.doc ??= decodeDoc(found.bytes))

export interface Source { readonly storage: Storage, readonly collection: Collection, readonly scope: Scope }

export function planQuery({ collection, scope }: Source, query: Query): Plan {
  const natural = isNaturalSort(query.sort)
  const hint = natural ? query.sort : query.hint
  return plan(collection, { filter: query.filter, sort: natural ? undefined : query.sort, hint, collation: scope.collation })
}

/** The documents that match, batch by batch, in the plan's order. */
export function* matching(source: Source, query: Query, chosen: Plan): Generator<Found[]> {
  const matches = isAnswered(query.filter, chosen) ? undefined : compileFilter(query.filter, source.scope)
  const bounds = chosen.sorted || !query.sort ? { wanted: wanted(query) } : {}
  for (const batch of scan(source.storage, source.collection, { ...chosen, ...bounds })) {
    yield matches ? batch.flatMap(stored => test(stored, matches)) : batch
    source.scope.budget.tick()
  }
}

/** `{field: x}` and `{field: {$in: [x, y]}}` through an index need no second look: the keys in the ranges are those of documents with just these values. */
function isAnswered(filter: Doc, { index, bounded, ranges }: Plan): boolean {
  const names = Object.keys(filter)
  if (names.length === 0) return true
  if (names.length > 1 || !index || bounded.length !== 1 || index.fields[0] !== names[0]) return false
  // Null is what is missing, too; text under a collation and long keys, which are cut, have keys in common.
  if (index.multikey || index.collation.spec || !ranges.every(({ start }) => start.length < MAX_KEY)) return false
  return wantedValues(filter[names[0] as string] as Value).every(value => EXACT.has(typeOf(value)))
}

/** The list of a lone `$in`; otherwise the value itself. */
function wantedValues(value: Value): readonly Value[] {
  const list = isOperatorDoc(value) && Object.keys(value as Doc).length === 1 ? (value as Doc).$in : undefined
  return Array.isArray(list) ? list : [value]
}

/** Types whose values are equal when their keys in an index are. */
const EXACT = new Set(['int', 'long', 'double', 'string', 'objectId', 'date', 'bool'])

function test(stored: StoredDoc, matches: Matcher): Found[] {
  const doc = decodeDoc(stored.bytes)
  const position: Position = {}
  return matches(doc, position) ? [{ ...stored, doc, position }] : []
}

/** Runs a query, letting other connections in between batches. */
export async function* find(source: Source, query: Query): AsyncGenerator<Found[]> {
  const chosen = planQuery(source, query)
  const found = pausing(matching(source, query, chosen), source.scope.budget)
  const ordered = chosen.sorted || !query.sort ? found : sorted(found, compileSort(query.sort, source.scope), wanted(query), source.scope.budget)
  yield* slice(ordered, query.skip ?? 0, query.limit ?? 0)
}

/** What a query gives at once, and the rest, if there may be one. */
export interface Started { readonly head: Found[], readonly rest: AsyncIterable<Found[]> | undefined }

/** Begins a query without waiting, for as long as a fair share of time lasts: most are done by then. */
export function start(source: Source, query: Query, enough: number): Started {
  const chosen = planQuery(source, query)
  const head: Found[] = []
  if (query.sort && !chosen.sorted) return { head, rest: find(source, query) }
  const found = sliceNow(matching(source, query, chosen), cutter(query.skip, query.limit))
  do {
    const { value, done } = found.next()
    if (done) return { head, rest: undefined }
    head.push(...value)
  } while (head.length < enough && !source.scope.budget.isTurnOver())
  return { head, rest: pausing(found, source.scope.budget) }
}

const wanted = ({ skip = 0, limit = 0 }: Query): number => (limit > 0 ? skip + limit : Infinity)

/** Runs a query at once, within a write. */
export function findNow(source: Source, query: Query): Found[] {
  const chosen = planQuery(source, query)
  const enough = chosen.sorted ? wanted(query) : Infinity
  const found: Found[] = []
  for (const batch of matching(source, query, chosen)) {
    found.push(...batch)
    if (found.length >= enough) break
  }
  const ordered = chosen.sorted || !query.sort ? found : sortNow(found, compileSort(query.sort, source.scope))
  return ordered.slice(query.skip ?? 0, wanted(query))
}

function sortNow(found: readonly Found[], sort: Sort): Found[] {
  return found.map(one => ({ one, key: sort.keyOf(docOf(one)) })).sort((a, b) => sort.compare(a.key, b.key)).map(({ one }) => one)
}

async function* pausing<T>(batches: Iterable<T>, budget: Budget): AsyncGenerator<T> {
  for (const batch of batches) {
    yield batch
    await budget.breathe()
  }
}

export interface Sortable<T> { readonly item: T, readonly key: SortKey }

async function* sorted(batches: AsyncIterable<Found[]>, sort: Sort, limit: number, budget: Budget): AsyncGenerator<Found[]> {
  yield* sortBatches(batches, one => sort.keyOf(docOf(one)), sort, limit, budget)
}

/** How many items are sorted without a pause. */
const RUN = 2000

/** Sorts runs and merges them two by two, with pauses; keeps no more than `limit` when that is small. */
export async function* sortBatches<T>(batches: AsyncIterable<T[]>, keyOf: (item: T) => SortKey, sort: Sort, limit: number, budget: Budget): AsyncGenerator<T[]> {
  const order = (a: Sortable<T>, b: Sortable<T>): number => sort.compare(a.key, b.key)
  let runs: Sortable<T>[][] = []
  let run: Sortable<T>[] = []
  for await (const batch of batches) {
    for (const item of batch) run.push({ item, key: keyOf(item) })
    if (run.length < RUN) continue
    runs.push(run.sort(order).slice(0, limit))
    run = []
    if (limit <= RUN && runs.length > 8) runs = [await mergeAll(runs, order, limit, budget)]
    await budget.breathe()
  }
  runs.push(run.sort(order).slice(0, limit))
  const all = await mergeAll(runs, order, limit, budget)
  for (let i = 0; i < all.length; i += 200) yield all.slice(i, i + 200).map(({ item }) => item)
}

async function mergeAll<T>(runs: readonly T[][], order: (a: T, b: T) => number, limit: number, budget: Budget): Promise<T[]> {
  let left = [...runs]
  while (left.length > 1) {
    const merged: T[][] = []
    for (let i = 0; i < left.length; i += 2) merged.push(await merge(left[i] as T[], left[i + 1] ?? [], order, limit, budget))
    left = merged
  }
  return left[0] ?? []
}

async function merge<T>(a: readonly T[], b: readonly T[], order: (a: T, b: T) => number, limit: number, budget: Budget): Promise<T[]> {
  const out: T[] = []
  for (let i = 0, j = 0; (i < a.length || j < b.length) && out.length < limit;) {
    const left = j >= b.length || (i < a.length && order(a[i] as T, b[j] as T) <= 0)
    out.push(left ? a[i++] as T : b[j++] as T)
    if (out.length % RUN === 0) await budget.breathe()
  }
  return out
}

/** Skips and limits; stops reading as soon as enough came. */
export async function* slice<T>(batches: AsyncIterable<T[]>, skip: number, limit: number): AsyncGenerator<T[]> {
  const cut = cutter(skip, limit)
  for await (const batch of batches) {
    const { part, done } = cut(batch)
    if (part.length > 0) yield part
    if (done) return
  }
}

function* sliceNow<T>(batches: Iterable<T[]>, cut: Cutter): Generator<T[]> {
  for (const batch of batches) {
    const { part, done } = cut(batch)
    yield part
    if (done) return
  }
}

type Cutter = <T>(batch: readonly T[]) => { part: T[], done: boolean }

/** Remembers how much is left to skip and to give. */
function cutter(skip = 0, limit = 0): Cutter {
  let from = skip
  let left = limit > 0 ? limit : Infinity
  return batch => {
    const part = batch.slice(Math.min(from, batch.length), Math.min(from, batch.length) + left)
    from = Math.max(0, from - batch.length)
    left -= part.length
    return { part, done: left <= 0 }
  }
}
