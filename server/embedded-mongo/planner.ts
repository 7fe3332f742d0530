import { type Bound, type FieldBounds, filterBounds } from './bounds.ts'
import type { Collection, IndexDefinition } from './catalog.ts'
import type { Collation } from './collation.ts'
import { equal, TYPE_ORDER } from './compare.ts'
import { encodePart, MAX_KEY } from './index-keys.ts'
import { badValue } from './mongo-error.ts'
import { afterPrefix, prefixKey } from './storage.ts'
import { asInteger, isDoc, type Doc, isNullish, type Maybe, typeOf, type Value } from './values.ts'

/** Index keys from `start` up to, but without, `end`. */
export interface KeyRange { readonly start: Buffer, readonly end: Buffer }

/** How the documents for a filter are found. Matching always looks at the whole filter again. */
export interface Plan {
  /** None: the collection in its own order. */
  readonly index?: IndexDefinition
  readonly ranges: readonly KeyRange[]
  /** Each range is one whole key of a unique index, so it holds one entry at most. */
  readonly exact: boolean
  readonly reverse: boolean
  /** The documents come in the wanted order already. */
  readonly sorted: boolean
  /** Fields whose demands the ranges use, for explain. */
  readonly bounded: readonly string[]
}

export interface PlanRequest {
  readonly filter: Doc
  readonly sort?: Doc | undefined
  readonly hint?: Maybe
  readonly collation: Collation
}

/** Equality prefix, then one range, then the sort: the best index by these, or the whole collection. */
export function plan(collection: Collection, request: PlanRequest): Plan {
  const hinted = hintedIndex(collection, request.hint)
  if (hinted === 'forward' || hinted === 'backward') return collectionPlan(request, hinted === 'backward')
  const bounds = filterBounds(request.filter)
  if (hinted) return planIndex(hinted, bounds, request)
  const candidates = collection.indexes.filter(index => isRelevant(index, bounds, request.sort) && isUsable(index, request.filter, bounds)).map(index => planIndex(index, bounds, request))
  const value = (one: Plan): number => score(one, request.sort !== undefined)
  const best = candidates.sort((a, b) => value(b) - value(a))[0]
  return best && value(best) > 0 ? best : collectionPlan(request)
}

function collectionPlan({ sort }: PlanRequest, reverse = false): Plan {
  return { ranges: [], exact: false, reverse, sorted: !sort, bounded: [] }
}

/**
 * Sorting by an index is worth more than one more bounded field, and a bounded unique key is best. An index that gives
 * the order alone reads everything: it is better than nothing, and worse than any bound.
 */
const score = ({ bounded, sorted, index, ranges }: Plan, wantsOrder: boolean): number =>
  bounded.length * 10 + (sorted && wantsOrder ? (bounded.length > 0 ? 15 : 5) : 0) + (index?.unique && bounded.length === index.fields.length ? 100 : 0) + (ranges.length === 1 ? 1 : 0)
  - (bounded.length === 0 && !(sorted && wantsOrder) ? 1000 : 0)

function hintedIndex(collection: Collection, hint: Maybe): IndexDefinition | 'forward' | 'backward' | undefined {
  if (isNullish(hint) || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined
  if (isDoc(hint) && '$natural' in hint) return naturalHint(hint.$natural)
  const index = collection.indexes.find(({ name, spec }) => (isDoc(hint) ? sameKey(hint, spec.key as Doc) : name === hint))
  if (!index) throw badValue('error processing query: planner returned error: hint provided does not correspond to an existing index')
  return index
}

function naturalHint(value: Maybe): 'forward' | 'backward' {
  const direction = asInteger(value)
  if (direction !== 1 && direction !== -1) throw badValue('$natural hint may only accept a value of 1 or -1')
  return direction < 0 ? 'backward' : 'forward'
}

export const sameKey = (a: Doc, b: Doc): boolean => Object.keys(a).length === Object.keys(b).length && equal(a, b)

/** An index helps when its first field is asked for or sorted by. */
function isRelevant({ fields }: IndexDefinition, bounds: ReadonlyMap<string, FieldBounds>, sort: Doc | undefined): boolean {
  const first = fields[0] as string
  return bounds.has(first) || (sort !== undefined && first in sort)
}

/** A sparse or partial index may leave out documents that the filter wants. */
function isUsable(index: IndexDefinition, filter: Doc, bounds: ReadonlyMap<string, FieldBounds>): boolean {
  if (index.partialFilter && !implies(filter, bounds, index.partialFilter)) return false
  return !index.sparse || index.fields.some(field => excludesMissing(bounds.get(field)))
}

function excludesMissing(bounds: FieldBounds | undefined): boolean {
  if (!bounds) return false
  return bounds.lower !== undefined || bounds.upper !== undefined || (bounds.points ?? []).every(point => point !== null)
}

/** Only what is plain to see: the same demand, or a value that the partial filter's demand contains. */
function implies(filter: Doc, bounds: ReadonlyMap<string, FieldBounds>, partial: Doc): boolean {
  return Object.entries(partial).every(([field, demand]) => {
    if (field in filter && equal(filter[field], demand)) return true
    const found = bounds.get(field)
    if (!found) return false
    if (!isDoc(demand)) return found.points?.length === 1 && equal(found.points[0], demand)
    return Object.entries(demand).every(([name, value]) => name === '$exists' ? value === true && excludesMissing(found) : (found.points ?? []).length > 0 && (found.points ?? []).every(point => holds(point, name, value)))
  })
}

function holds(point: Value, name: string, value: Value): boolean {
  return name === '$eq' && equal(point, value)
}

function planIndex(index: IndexDefinition, bounds: ReadonlyMap<string, FieldBounds>, request: PlanRequest): Plan {
  let prefixes: Buffer[] = [prefixKey(index.id)]
  const bounded: string[] = []
  /** Fields that have one value in all that is read, so that no order by them is to be seen. */
  const constant: string[] = []
  let range: KeyRange[] | undefined
  for (const [i, field] of index.fields.entries()) {
    const demand = usableBounds(index, field, bounds.get(field), bounded, request.collation)
    if (!demand) break
    bounded.push(field)
    if (!demand.points || prefixes.length * demand.points.length > 1000) { range = rangesOf(prefixes, demand, index, i); break }
    if (demand.points.length === 1) constant.push(field)
    prefixes = prefixes.flatMap(prefix => pointKeys(prefix, demand.points ?? [], index, i))
  }
  const ranges = (range ?? prefixes.map(prefix => ({ start: prefix, end: afterPrefix(prefix) }))).map(cutRange)
  const equalities = range ? bounded.length - 1 : bounded.length
  const order = request.sort && canSort(index, request) ? sortDirection(index, request.sort, constant) : 0
  const exact = index.unique && equalities === index.fields.length && prefixes.every(key => key.length <= MAX_KEY)
  return { index, ranges: ordered(ranges, order < 0), exact, reverse: order < 0, sorted: !request.sort || order !== 0, bounded }
}

/** On an array, one element may meet one demand and another element the next: only one bound counts then. */
function usableBounds(index: IndexDefinition, field: string, found: FieldBounds | undefined, before: readonly string[], collation: Collation): FieldBounds | undefined {
  if (!found) return undefined
  const root = field.split('.')[0]
  if (index.multikey && before.some(other => other.split('.')[0] === root)) return undefined
  const sameCollation = index.collation.spec === collation.spec || JSON.stringify(index.collation.spec) === JSON.stringify(collation.spec)
  if (!sameCollation && !textFree(found)) return undefined
  if (collation.spec && !found.points && !textFree(found)) return undefined
  return found.points ? { points: found.points } : index.multikey && found.lower ? { lower: found.lower } : found
}

function textFree({ points, lower, upper }: FieldBounds): boolean {
  const TEXT = ['string', 'object', 'symbol']
  return ![...points ?? [], lower?.value, upper?.value].some(value => TEXT.includes(typeOf(value)))
}

function pointKeys(prefix: Buffer, points: readonly Value[], index: IndexDefinition, i: number): Buffer[] {
  const keys = points.map(point => Buffer.concat([prefix, encodePart(point, index.directions[i] as number, index.collation.fold)]))
  return [...new Map(keys.map(key => [key.toString('latin1'), key])).values()]
}

function rangesOf(prefixes: readonly Buffer[], { points, lower, upper }: FieldBounds, index: IndexDefinition, i: number): KeyRange[] {
  if (points) return prefixes.map(prefix => ({ start: prefix, end: afterPrefix(prefix) }))
  const direction = index.directions[i] as number
  const [first, last] = direction > 0 ? [lower, upper] : [upper, lower]
  const key = (prefix: Buffer, bound: Bound | undefined): Buffer =>
    Buffer.concat([prefix, bound ? encodePart(bound.value, direction, index.collation.fold) : typeByte(lower ?? upper, direction)])
  return prefixes.map(prefix => ({
    start: first?.inclusive === false ? afterPrefix(key(prefix, first)) : key(prefix, first),
    end: last?.inclusive === false ? key(prefix, last) : afterPrefix(key(prefix, last)),
  }))
}

/** An open range ends where its value's type ends. */
function typeByte(bound: Bound | undefined, direction: number): Buffer {
  const order = TYPE_ORDER[typeOf(bound?.value)]
  return Buffer.from([direction > 0 ? order : 255 - order])
}

/** Long keys are stored cut, so their bounds are cut too, and wide enough for every key cut there. */
function cutRange({ start, end }: KeyRange): KeyRange {
  const limit = MAX_KEY + 4
  return { start: start.subarray(0, limit), end: end.length > limit ? afterPrefix(end.subarray(0, limit)) : end }
}

function ordered(ranges: readonly KeyRange[], reverse: boolean): KeyRange[] {
  return [...ranges].sort((a, b) => Buffer.compare(a.start, b.start) * (reverse ? -1 : 1))
}

/** Several ranges do no harm: they do not meet, and are read in the index's order. */
function canSort(index: IndexDefinition, request: PlanRequest): boolean {
  return !index.multikey && !index.cut && !index.collation.spec && !request.collation.spec
}

/** 1 or -1 when the index, without its constant fields, runs in the sort's order or against it; otherwise 0. */
function sortDirection(index: IndexDefinition, sort: Doc, constant: readonly string[]): number {
  const wanted = Object.entries(sort).filter(([field]) => !constant.includes(field))
  const rest = index.fields.map((field, i) => [field, index.directions[i] as number] as const).filter(([field]) => !constant.includes(field))
  if (wanted.length === 0) return 1
  const turns = new Set(wanted.map(([field, order], i) => (rest[i]?.[0] === field ? Math.sign(asInteger(order) ?? 0) * (rest[i]?.[1] ?? 0) : 0)))
  return turns.size === 1 ? [...turns][0] ?? 0 : 0
}
