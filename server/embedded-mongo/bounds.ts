import { isOperatorDoc } from './match.ts'
import { regexOf } from './regex.ts'
import { isDoc, type Doc, typeOf, type Value } from './values.ts'

export interface Bound { readonly value: Value, readonly inclusive: boolean }

/** What a filter demands of one field, as far as an index can use it. */
export interface FieldBounds {
  /** The field equals one of these. */
  points?: readonly Value[]
  lower?: Bound
  upper?: Bound
}

/** The filter's demands per field. Demands that no index helps with are left to matching. */
export function filterBounds(filter: Doc): Map<string, FieldBounds> {
  const found = new Map<string, FieldBounds>()
  collect(filter, '', found)
  return found
}

function collect(filter: Doc, prefix: string, found: Map<string, FieldBounds>): void {
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) value.forEach(item => { if (isDoc(item)) collect(item, prefix, found) })
    else if (!name.startsWith('$')) collectField(prefix + name, value, found)
  }
}

function collectField(path: string, value: Value, found: Map<string, FieldBounds>): void {
  if (path.split('.').some(part => /^\d+$/.test(part))) return
  const bounds = found.get(path) ?? {}
  if (!isOperatorDoc(value)) addOperator(bounds, '$eq', value)
  else for (const [name, argument] of Object.entries(value)) {
    if (name === '$elemMatch' && isDoc(argument)) collectElement(path, argument, bounds, found)
    else addOperator(bounds, name, argument)
  }
  if (bounds.points ?? bounds.lower ?? bounds.upper) found.set(path, bounds)
}

/** Some element meets all demands, so an entry for it meets each of them. */
function collectElement(path: string, argument: Doc, bounds: FieldBounds, found: Map<string, FieldBounds>): void {
  if (isOperatorDoc(argument)) for (const [name, value] of Object.entries(argument)) addOperator(bounds, name, value)
  else collect(argument, `${path}.`, found)
}

function addOperator(bounds: FieldBounds, name: string, value: Value): void {
  switch (name) {
    case '$eq': if (isPoint(value)) bounds.points ??= [value]; break
    case '$in': if (Array.isArray(value) && value.length <= 1000 && value.every(isPoint)) bounds.points ??= value; break
    case '$gt': case '$gte': if (isRangeEnd(value)) bounds.lower ??= { value, inclusive: name === '$gte' }; break
    case '$lt': case '$lte': if (isRangeEnd(value)) bounds.upper ??= { value, inclusive: name === '$lte' }; break
    default:
  }
}

/** An array may equal a whole field or one element, and a pattern matches many strings. */
const isPoint = (value: Value): boolean => !Array.isArray(value) && !regexOf(value)

const RANGES = new Set(['int', 'long', 'double', 'decimal', 'string', 'objectId', 'date', 'bool', 'timestamp', 'binData'])

/** Types whose values lie together in an index; the others' comparisons are left to matching. */
const isRangeEnd = (value: Value): boolean => RANGES.has(typeOf(value))
