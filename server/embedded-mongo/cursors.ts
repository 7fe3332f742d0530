import { Double } from 'bson'
import { MAX_DOCUMENT, rawDoc, type Reply, type ReplyValue } from './bson-encode.ts'
import { CODES, MongoError } from './mongo-error.ts'

/** As in MongoDB: a cursor that nobody asks for ten minutes is closed. */
const IDLE_MS = 10 * 60 * 1000
/** With `noCursorTimeout` a cursor lives as long as a session that nobody uses. */
const PATIENT_MS = 30 * 60 * 1000
export const DEFAULT_BATCH = 101
/** A reply's documents stay below this, so that it fits a message. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024

type Batches = AsyncIterator<readonly ReplyValue[]>

/** A query's documents: those that are there already, and the rest unless that is all. */
export interface Results { readonly head: readonly ReplyValue[], readonly rest: AsyncIterable<readonly ReplyValue[]> | undefined }

interface Cursor {
  readonly namespace: string
  /** Undefined when everything has been read. */
  readonly batches: Batches | undefined
  pending: ReplyValue[]
  /** How long it may wait for its client. */
  readonly patience: number
  lastUsed: number
  busy: boolean
}

/** `single`: no more than the first batch is wanted; `patient`: the client may take its time. */
interface Options { readonly single?: boolean, readonly patient?: boolean }

const firstReply = (namespace: string, documents: readonly ReplyValue[], id: bigint): Reply => ({ cursor: { firstBatch: documents, id, ns: namespace }, ok: new Double(1) })

/** Results that are fetched piece by piece. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>()
  #lastId = BigInt(Date.now()) * 1000n

  get size(): number { return this.#open.size }

  /** The first reply of a query; what it does not hold stays behind a cursor id. Most queries are done by now: nobody has to wait for theirs. */
  first(namespace: string, results: Results, batchSize: number | undefined, options: Options = {}): Promise<Reply> | Reply {
    const all = results.rest ? undefined : fitting(results.head, batchSize ?? DEFAULT_BATCH)
    return all ? firstReply(namespace, all, 0n) : this.#begin(namespace, results, batchSize, options)
  }

  async #begin(namespace: string, { head, rest }: Results, batchSize: number | undefined, { single = false, patient = false }: Options): Promise<Reply> {
    const cursor: Cursor = { namespace, batches: rest?.[Symbol.asyncIterator](), pending: [...head], patience: patient ? PATIENT_MS : IDLE_MS, lastUsed: Date.now(), busy: false }
    const { documents, done } = await take(cursor, batchSize ?? DEFAULT_BATCH)
    const finished = done || single
    if (finished) await cursor.batches?.return?.()
    return firstReply(namespace, documents, finished ? 0n : this.#keep(cursor))
  }

  async next(id: bigint, namespace: string, batchSize: number | undefined): Promise<Reply> {
    const cursor = this.#open.get(id)
    if (!cursor) throw new MongoError(CODES.CursorNotFound, `cursor id ${id} not found`)
    if (cursor.namespace !== namespace) throw new MongoError(CODES.Unauthorized, `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`)
    if (cursor.busy) throw new MongoError(12051, `cursor id ${id} is already in use`)
    const { documents, done } = await this.#advance(id, cursor, batchSize ?? Infinity)
    return { cursor: { nextBatch: documents, id: done ? 0n : id, ns: namespace }, ok: new Double(1) }
  }

  async #advance(id: bigint, cursor: Cursor, batchSize: number): Promise<{ documents: ReplyValue[], done: boolean }> {
    cursor.busy = true
    try {
      const taken = await take(cursor, batchSize)
      if (taken.done) await this.#close(id)
      return taken
    } catch (error) {
      await this.#close(id)
      throw error
    } finally {
      cursor.busy = false
      cursor.lastUsed = Date.now()
    }
  }

  /** @returns whether it was there */
  async kill(id: bigint, namespace: string): Promise<boolean> {
    if (this.#open.get(id)?.namespace !== namespace) return false
    await this.#close(id)
    return true
  }

  async closeIdle(now = Date.now()): Promise<void> {
    for (const [id, cursor] of this.#open) if (!cursor.busy && now - cursor.lastUsed > cursor.patience) await this.#close(id)
  }

  #keep(cursor: Cursor): bigint {
    const id = ++this.#lastId
    this.#open.set(id, cursor)
    return id
  }

  async #close(id: bigint): Promise<void> {
    const cursor = this.#open.get(id)
    this.#open.delete(id)
    await cursor?.batches?.return?.()
  }
}

/** All of them, when they are no more than wanted and fit one reply. */
function fitting(head: readonly ReplyValue[], wanted: number): readonly ReplyValue[] | undefined {
  if (wanted === 0 || head.length > wanted) return undefined
  const documents = head.map(rawDoc)
  return documents.reduce((sum, { bytes }) => sum + bytes.length, 0) <= MAX_BATCH_BYTES ? documents : undefined
}

async function take(cursor: Cursor, wanted: number): Promise<{ documents: ReplyValue[], done: boolean }> {
  const documents: ReplyValue[] = []
  let bytes = 0
  while (documents.length < wanted) {
    if (isEmpty(cursor) && !await fill(cursor)) return { documents, done: true }
    const next = rawDoc(cursor.pending[0])
    const size = next.bytes.length
    if (size > MAX_DOCUMENT + 16_384) throw new MongoError(CODES.BSONObjectTooLarge, `BSONObj size: ${size} is invalid. Size must be between 0 and ${MAX_DOCUMENT}`)
    bytes += size
    if (bytes > MAX_BATCH_BYTES && documents.length > 0) return { documents, done: false }
    documents.push(next)
    cursor.pending.shift()
  }
  return { documents, done: wanted > 0 && isEmpty(cursor) && !await fill(cursor) }
}

const isEmpty = ({ pending }: Cursor): boolean => pending.length === 0

/** False when the query has no more documents. */
async function fill(cursor: Cursor): Promise<boolean> {
  while (cursor.batches && isEmpty(cursor)) {
    const { value, done } = await cursor.batches.next()
    if (done) return false
    cursor.pending = [...value]
  }
  return !isEmpty(cursor)
}
