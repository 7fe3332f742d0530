import { badValue, CODES, MongoError } from './mongo-error.ts'
import type { Matcher } from './match.ts'
import { isIndex, type Position } from './paths.ts'
import { isDoc, type Doc, type Maybe, newDoc, type Value } from './values.ts'

/** What a path's `$`, `$[]` and `$[name]` stand for in one document. */
export interface Places {
  readonly position: Position
  readonly arrayFilters: ReadonlyMap<string, Matcher>
}

/** The plain paths that a path with `$`, `$[]` or `$[name]` means in this document. */
export function expandPath(doc: Doc, parts: readonly string[], places: Places): string[][] {
  const at = parts.findIndex(part => part.startsWith('$'))
  if (at < 0) return [[...parts]]
  const head = parts.slice(0, at)
  const rest = parts.slice(at + 1)
  const indexes = placesOf(parts[at] as string, valueIn(doc, head), head.join('.'), places)
  return indexes.flatMap(index => expandPath(doc, [...head, String(index), ...rest], places))
}

function placesOf(part: string, value: Maybe, path: string, { position, arrayFilters }: Places): number[] {
  if (part === '$') return [matchedPosition(position)]
  if (!/^\$\[\w*\]$/.test(part)) throw new MongoError(CODES.DollarPrefixedFieldName, `The dollar ($) prefixed field '${part}' in '${path}.${part}' is not allowed in the context of an update's modifiers.`)
  if (value === undefined) throw badValue(`The path '${path}' must exist in the document in order to apply array updates.`)
  if (!Array.isArray(value)) throw badValue(`Cannot apply array updates to non-array element ${path}`)
  const name = part.slice(2, -1)
  if (name === '') return [...value.keys()]
  const matches = arrayFilters.get(name)
  if (!matches) throw badValue(`No array filter found for identifier '${name}' in path '${path}.${part}'`)
  return [...value.keys()].filter(i => matches(newDoc({ [name]: value[i] as Value })))
}

function matchedPosition({ index }: Position): number {
  if (index === undefined) throw badValue('The positional operator did not find the match needed from the query.')
  return index
}

/** The value at a plain path, where a number is an array's position. */
export function valueIn(value: Maybe, parts: readonly string[]): Maybe {
  let at = value
  for (const part of parts) at = isDoc(at) ? at[part] : Array.isArray(at) && isIndex(part) ? at[Number(part)] : undefined
  return at
}

/** Filling an array up to a far position would exhaust memory; MongoDB has the same limit. */
const MAX_PADDING = 1_500_000

/** Sets a value, making documents on the way and filling arrays with null. Changes `doc`. */
export function setIn(doc: Doc, parts: readonly string[], value: Value): void {
  let at: Doc | Value[] = doc
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1
    const next: Maybe = childOf(at, part, parts)
    if (last) { put(at, part, value); return }
    if (next === undefined) { const made: Doc = newDoc(); put(at, part, made); at = made }
    else if (isDoc(next) || Array.isArray(next)) at = next
    else throw notViable(parts[i + 1] as string, part)
  }
}

function childOf(at: Doc | Value[], part: string, parts: readonly string[]): Maybe {
  if (!Array.isArray(at)) return at[part]
  if (!isIndex(part)) throw notViable(part, parts.join('.'))
  return at[Number(part)]
}

function put(at: Doc | Value[], part: string, value: Value): void {
  if (!Array.isArray(at)) { at[part] = value; return }
  const index = Number(part)
  if (index - at.length > MAX_PADDING) throw badValue(`can't backfill more than ${MAX_PADDING} elements`)
  while (at.length < index) at.push(null)
  at[index] = value
}

export const notViable = (field: string, where: string): MongoError => new MongoError(CODES.PathNotViable, `Cannot create field '${field}' in element {${where}}`)

/** Removes a field; an array's element becomes null, so that the others keep their places. */
export function unsetIn(doc: Doc, parts: readonly string[]): void {
  const parent = valueIn(doc, parts.slice(0, -1))
  const last = parts[parts.length - 1] as string
  if (isDoc(parent)) delete parent[last]
  else if (Array.isArray(parent) && isIndex(last) && Number(last) < parent.length) parent[Number(last)] = null
}

/** A copy whose documents and arrays may be changed; other values never are. */
export function cloneValue<T extends Value>(value: T): T
export function cloneValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(item => cloneValue(item))
  if (!isDoc(value)) return value
  const copy = newDoc()
  for (const name of Object.keys(value)) copy[name] = cloneValue(value[name] as Value)
  return copy
}
