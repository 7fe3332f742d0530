import { createHash } from 'node:crypto'
import { encodeKey } from './keys.ts'
import type { IndexDefinition } from './catalog.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { EMPTY_ARRAY, isDoc, type Doc, type Maybe } from './values.ts'

/** LMDB's keys end at 1,978 bytes; longer ones are cut and closed with a hash. */
export const MAX_KEY = 1880

export interface IndexKeys {
  readonly keys: readonly Buffer[]
  /** Some path met an array, so a document may have several keys. */
  readonly multikey: boolean
  /** Some key was cut: the order among such keys is lost. */
  readonly cut: boolean
}

const NONE: IndexKeys = { keys: [], multikey: false, cut: false }

/** The keys of a document in an index; none when the index is sparse or partial and leaves it out. */
export function indexKeys(index: IndexDefinition, doc: Doc): IndexKeys {
  if (index.partial && !index.partial(doc)) return NONE
  const rows: Maybe[][] = []
  const found = { multikey: false }
  collect(index.paths.map(path => ({ value: doc, rest: path, done: false })), rows, found)
  const kept = index.sparse ? rows.filter(row => row.some(value => value !== undefined)) : rows
  const encoded = kept.map(row => encodeRow(index, row))
  return { keys: distinct(encoded), multikey: found.multikey, cut: encoded.some(key => key.length > MAX_KEY) }
}

/** Where one of the index's paths has come to in the document. */
interface Walk { readonly value: Maybe, readonly rest: readonly string[], readonly done: boolean }

/** One row of values per array element; two arrays side by side would multiply, which MongoDB refuses. */
function collect(walks: readonly Walk[], rows: Maybe[][], found: { multikey: boolean }): void {
  const advanced = walks.map(advance)
  const stopped = advanced.filter(walk => !walk.done)
  const array = stopped[0]?.value
  if (!Array.isArray(array)) { rows.push(advanced.map(walk => walk.value)); return }
  if (stopped.some(walk => walk.value !== array)) throw new MongoError(CODES.CannotIndexParallelArrays, 'cannot index parallel arrays')
  found.multikey = true
  const items: readonly Maybe[] = array.length === 0 ? [EMPTY_ARRAY] : array
  for (const item of items) collect(advanced.map(walk => (walk.done ? walk : enter(walk, item))), rows, found)
}

/** An array inside an array is a value of its own: it is not opened again. */
function enter(walk: Walk, item: Maybe): Walk {
  return walk.rest.length === 0 ? { value: item, rest: [], done: true } : { value: isDoc(item) ? item : undefined, rest: walk.rest, done: false }
}

/** Follows the path to its end or to an array. */
function advance(walk: Walk): Walk {
  if (walk.done) return walk
  let { value } = walk
  let at = 0
  for (; at < walk.rest.length && !Array.isArray(value); at++) value = isDoc(value) ? value[walk.rest[at] as string] : undefined
  return { value, rest: walk.rest.slice(at), done: !Array.isArray(value) }
}

function encodeRow(index: IndexDefinition, row: readonly Maybe[]): Buffer {
  return Buffer.concat(row.map((value, i) => encodePart(value, index.directions[i] as number, index.collation.fold)))
}

/** One field's part of a key; descending fields are inverted. */
export function encodePart(value: Maybe, direction: number, fold: (text: string) => string): Buffer {
  const bytes = encodeKey(value, fold)
  if (direction < 0) for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] as number)
  return bytes
}

/** The key as it is stored: short enough, and still different for different long keys. */
export function storedKey(key: Buffer): Buffer {
  return key.length <= MAX_KEY ? key : Buffer.concat([key.subarray(0, MAX_KEY), createHash('sha1').update(key).digest()])
}

function distinct(keys: readonly Buffer[]): Buffer[] {
  return keys.length === 1 ? [...keys] : [...new Map(keys.map(key => [key.toString('latin1'), key])).values()]
}
