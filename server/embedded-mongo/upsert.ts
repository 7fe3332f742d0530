import { ObjectId } from 'bson'
import { equal } from './compare.ts'
import { isOperatorDoc } from './match.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { regexOf } from './regex.ts'
import { isReplacement } from './update.ts'
import type { Update } from './update-parts.ts'
import { cloneValue, setIn } from './update-paths.ts'
import { isDoc, type Doc, newDoc, type Value } from './values.ts'

/** The document that an upsert inserts: the filter's equalities, then the update, then an `_id`. */
export function upsertDoc(filter: Doc, update: Value, apply: Update): Doc {
  const seed = newDoc()
  const equalities = filterEqualities(filter)
  checkSingle(equalities.map(([path]) => path))
  for (const [path, value] of equalities) if (!isReplacement(update) || path === '_id') addEquality(seed, path, value)
  const made = apply(seed, {}, true)
  if (seed._id !== undefined && !equal(seed._id, made._id)) throw new MongoError(CODES.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'")
  return newDoc({ _id: made._id ?? new ObjectId() }, made)
}

function addEquality(seed: Doc, path: string, value: Value): void {
  setIn(seed, path.split('.'), cloneValue(value))
}

function checkSingle(paths: readonly string[]): void {
  for (const [i, path] of paths.entries()) {
    const other = paths.find((earlier, j) => j < i && (path === earlier || path.startsWith(`${earlier}.`) || earlier.startsWith(`${path}.`)))
    if (other !== undefined) throw new MongoError(CODES.NotSingleValueField, `cannot infer query fields to set, both paths '${other}' and '${path}' are matched`)
  }
}

function filterEqualities(filter: Doc): [string, Value][] {
  return Object.entries(filter).flatMap(([name, value]): [string, Value][] => {
    if (name === '$and' && Array.isArray(value)) return value.flatMap(item => (isDoc(item) ? filterEqualities(item) : []))
    if (name === '$or' && Array.isArray(value) && value.length === 1 && isDoc(value[0])) return filterEqualities(value[0])
    return name.startsWith('$') ? [] : fieldEquality(name, value)
  })
}

function fieldEquality(path: string, value: Value): [string, Value][] {
  if (regexOf(value)) return []
  if (!isOperatorDoc(value)) return [[path, value]]
  if (value.$eq !== undefined) return [[path, value.$eq]]
  const [only] = Array.isArray(value.$all) && value.$all.length === 1 ? value.$all : Array.isArray(value.$in) && value.$in.length === 1 ? value.$in : []
  return only === undefined || regexOf(only) || isOperatorDoc(only) ? [] : [[path, only]]
}
