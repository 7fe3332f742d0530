import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, open, type RootDatabase } from 'lmdb'
import { CODES, MongoError } from './mongo-error.ts'

/** The data file's name in its folder. */
export const DATA_FILE = 'data.mdb'

type Table = Database<Buffer, Buffer>

/** One LMDB file: `catalog` describes collections, `documents` holds them, `entries` is every index. */
export class Storage {
  readonly catalog: Table
  readonly documents: Table
  readonly entries: Table
  /** Called when the disk did not take what memory already knows. */
  onFailedCommit: () => void = () => undefined
  readonly #root: RootDatabase<Buffer, Buffer>
  #closed = false

  constructor(file: string) {
    // Batching by event turn would leave a promise of lmdb's own without a listener, and a full disk would end the process.
    this.#root = open<Buffer, Buffer>({ path: file, noSubdir: true, encoding: 'binary', keyEncoding: 'binary', maxDbs: 4, overlappingSync: true, eventTurnBatching: false })
    this.catalog = this.#table('catalog')
    this.documents = this.#table('documents')
    this.entries = this.#table('entries')
  }

  #table(name: string): Table {
    return this.#root.openDB<Buffer, Buffer>(name, { encoding: 'binary', keyEncoding: 'binary' })
  }

  /**
   * Runs the action inside the write transaction: nothing else writes meanwhile, and it sees its own writes.
   * What it has written when it throws stays written, so an action checks first and writes then.
   * @param durable wait until the disk has it, as `j: true` promises
   */
  async write<T>(action: () => T, durable: boolean): Promise<T> {
    if (this.#closed) throw new MongoError(CODES.InternalError, 'the server is shutting down')
    const outcome = await this.#transaction(action)
    if (durable) await this.flushed()
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  async #transaction<T>(action: () => T): Promise<{ value: T } | { error: unknown }> {
    try {
      return await this.#root.transaction(() => {
        try { return { value: action() } } catch (error) { return { error } }
      })
    } catch (error) {
      this.onFailedCommit()
      throw await storageError(error)
    }
  }

  async flushed(): Promise<void> {
    try { await this.#root.flushed } catch (error) { throw await storageError(error) }
  }

  /** Runs at once and alone, also against other processes; for the few steps of starting. */
  exclusively<T>(action: () => T): T {
    return this.#root.transactionSync(action)
  }

  /** A consistent copy of the whole file, while writing goes on. */
  backup(file: string): Promise<void> {
    return this.#root.backup(file, false)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#root.flushed
    await this.#root.close()
  }
}

/** What lmdb could not do, in MongoDB's words. */
async function storageError(error: unknown): Promise<MongoError> {
  const message = await reasonOf(error)
  const full = /ENOSPC|No space|MAP_FULL|File too large|quota/i.test(message)
  return new MongoError(full ? CODES.OutOfDiskSpace : CODES.InternalError, full ? `no space left for the data folder: ${message}` : `the data could not be written (is the disk full?): ${message}`)
}

/** lmdb gives the reason of a failed commit in a promise of its own, which would end the process if nobody listened. */
async function reasonOf(error: unknown): Promise<string> {
  const late = error instanceof Error && 'commitError' in error ? Promise.resolve(error.commitError).catch((reason: unknown) => reason) : undefined
  const reason = late ? await Promise.race([late, sleep(100, error, { ref: false })]) : error
  return reason instanceof Error ? reason.message : String(reason)
}

/** An id at the start of a key, so that everything of one collection or index lies together. */
export function prefixKey(id: number, ...rest: Uint8Array[]): Buffer {
  const prefix = Buffer.allocUnsafe(4)
  prefix.writeUInt32BE(id)
  return rest.length === 0 ? prefix : Buffer.concat([prefix, ...rest])
}

/** Record numbers count up, so documents lie in the order of their insertion. */
export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(6)
  bytes.writeUIntBE(record, 0, 6)
  return bytes
}

/** The first key after all keys that start with these bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 255) length--
  const next = Buffer.from(prefix.subarray(0, length))
  if (length > 0) next[length - 1] = (next[length - 1] as number) + 1
  return next
}
