import { EMPTY_ARRAY, isDoc, type Maybe, type Value } from './values.ts'

export const isIndex = (part: string): boolean => /^(0|[1-9]\d{0,9})$/.test(part)

/** Which element of the outermost array a query matched: what `$` stands for in an update. */
export interface Position { index?: number }

type Visit = (value: Maybe) => boolean

/**
 * Calls `visit` for the values that a query's path reaches, until it says true. Documents inside
 * an array on the way are all entered, and a number in the path may also name an array's position.
 */
export function someAt(value: Maybe, parts: readonly string[], from: number, visit: Visit, position?: Position): boolean {
  if (from === parts.length) return visit(value)
  if (Array.isArray(value)) return someInArray(value, parts, from, visit, position)
  return isDoc(value) ? someAt(value[parts[from] as string], parts, from + 1, visit, position) : visit(undefined)
}

function someInArray(array: readonly Value[], parts: readonly string[], from: number, visit: Visit, position?: Position): boolean {
  const part = parts[from] as string
  const index = isIndex(part)
  if (index && Number(part) < array.length && someAtIndex(array[Number(part)] as Value, parts, from + 1, visit, position)) return true
  for (let i = 0; i < array.length; i++) {
    const item = array[i] as Value
    const enters = isDoc(item) || (index && Array.isArray(item))
    if (enters && someAt(item, parts, from, visit)) {
      if (position) position.index = i
      return true
    }
  }
  return false
}

function someAtIndex(item: Value, parts: readonly string[], from: number, visit: Visit, position?: Position): boolean {
  return (from === parts.length || typeof item === 'object') && someAt(item, parts, from, visit, position)
}

/** For each value that the path reaches and, when that is an array, for each of its elements and then for itself. */
export function someLeaf(value: Maybe, parts: readonly string[], visit: Visit, position?: Position): boolean {
  return someAt(value, parts, 0, leaf => (Array.isArray(leaf) && someElement(leaf, visit, position)) || visit(leaf), position)
}

function someElement(array: readonly Value[], visit: Visit, position?: Position): boolean {
  for (let i = 0; i < array.length; i++) {
    if (!visit(array[i])) continue
    if (position) position.index = i
    return true
  }
  return false
}

/** The value at an expression's path: arrays on the way give arrays, and positions are not understood. */
export function valueAt(value: Maybe, parts: readonly string[], from = 0): Maybe {
  if (from === parts.length) return value
  if (isDoc(value)) return valueAt(value[parts[from] as string], parts, from + 1)
  if (!Array.isArray(value)) return undefined
  return value.map(item => (isDoc(item) ? valueAt(item, parts, from) : undefined)).filter(found => found !== undefined)
}

/** The values that sorting by this path and distinct see: array elements one by one. */
export function leavesAt(value: Maybe, parts: readonly string[], withEmpty = false): Maybe[] {
  const leaves: Maybe[] = []
  someAt(value, parts, 0, leaf => {
    if (Array.isArray(leaf)) leaves.push(...(leaf.length === 0 && withEmpty ? [EMPTY_ARRAY] : leaf))
    else leaves.push(leaf)
    return false
  })
  return leaves
}
