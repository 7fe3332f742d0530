import { compare } from './compare.ts'
import type { Scope } from './expression.ts'
import { badValue, CODES, failedToParse, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { toWhole } from './numbers.ts'
import { leavesAt } from './paths.ts'
import { isDoc, isInt32, type Doc, isNumeric, type Maybe, toNumber, typeOf, type Value } from './values.ts'

/** A document's place in an order: one value per sort field. */
export type SortKey = readonly Maybe[]

export interface Sort {
  keyOf(value: Maybe): SortKey
  compare(a: SortKey, b: SortKey): number
}

interface SortField { readonly parts: readonly string[], readonly direction: number }

/** Reads a sort pattern as find and `$sort` take it. */
export function compileSort(spec: Doc, scope: Scope): Sort {
  const fields = Object.entries(spec).map(([field, order]): SortField => ({ parts: sortPath(field), direction: sortOrder(field, order) }))
  if (fields.length > 32) throw new MongoError(13103, 'too many compound keys')
  const { compareStrings } = scope.collation
  const [only] = fields
  return {
    keyOf: fields.length === 1 && only ? value => [extreme(value, only, scope)] : value => sortKey(value, fields, scope),
    compare: (a, b) => {
      for (let i = 0; i < fields.length; i++) {
        const order = compare(a[i], b[i], compareStrings)
        if (order !== 0) return order * (fields[i] as SortField).direction
      }
      return 0
    },
  }
}

function sortPath(field: string): string[] {
  const parts = field.split('.')
  if (parts.length > 200) throw new MongoError(CODES.Overflow, 'FieldPath is too long')
  if (field === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string')
  if (field.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.")
  if (parts.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.')
  if (parts.some(part => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part))) throw new MongoError(16410, "FieldPath field names may not start with '$'.")
  return parts
}

function sortOrder(field: string, order: Value): number {
  if (isDoc(order)) throw '$meta' in order ? notSupported('$meta') : new MongoError(17312, `$meta is the only expression supported by $sort right now`)
  if (!isNumeric(order)) throw new MongoError(15974, `Illegal key in $sort specification: ${field}: ${typeOf(order)}`)
  const direction = toWhole(order)
  if (direction !== 1 && direction !== -1) throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
  return direction
}

/** Of an array, ascending order takes the least element and descending the greatest; an empty one is below null. */
function extreme(value: Maybe, { parts, direction }: SortField, { collation }: Scope): Maybe {
  const leaves = leavesAt(value, parts, true)
  if (leaves.length < 2) return leaves[0]
  return leaves.reduce((best, leaf) => (compare(leaf, best, collation.compareStrings) * direction < 0 ? leaf : best))
}

function sortKey(value: Maybe, fields: readonly SortField[], scope: Scope): SortKey {
  const roots = new Set<string>()
  for (const { parts } of fields) if (hasArray(value, parts)) roots.add(arrayRoot(value, parts))
  if (roots.size > 1) throw badValue('cannot sort with keys that are parallel arrays')
  return fields.map(field => extreme(value, field, scope))
}

const hasArray = (value: Maybe, parts: readonly string[]): boolean => arrayRoot(value, parts) !== ''

/** The path of the first array on the way, or nothing. */
function arrayRoot(value: Maybe, parts: readonly string[]): string {
  let at = value
  for (let i = 0; i <= parts.length; i++) {
    if (Array.isArray(at)) return parts.slice(0, i).join('.')
    at = isDoc(at) && i < parts.length ? at[parts[i] as string] : undefined
  }
  return ''
}

/** A sort argument of a command: missing and empty mean none. */
export function sortArgument(value: Maybe): Doc | undefined {
  if (value === undefined || value === null) return undefined
  if (!isDoc(value)) throw typeMismatch("BSON field 'sort' is the wrong type, expected type 'object'")
  for (const order of Object.values(value)) if (!isInt32(order) && isNumeric(order) && Number.isNaN(toNumber(order))) throw failedToParse('bad sort specification')
  return Object.keys(value).length > 0 ? value : undefined
}

export function isNaturalSort(sort: Doc | undefined): boolean {
  if (sort === undefined || !('$natural' in sort)) return false
  if (Object.keys(sort).length > 1) throw badValue('Cannot combine $natural sort with other sort keys')
  return true
}

