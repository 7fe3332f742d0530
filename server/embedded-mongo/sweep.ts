import type { Collection, IndexDefinition } from './catalog.ts'
import type { Cursors } from './cursors.ts'
import { createScope } from './scope.ts'
import type { Log } from './server.ts'
import { type Database, deleteDocuments } from './write-operations.ts'

/** MongoDB looks for expired documents every minute; a document is gone no later here. */
const INTERVAL_MS = 30_000
/** Deleted in one write, so that others get their turn. */
const BATCH = 1000

/** Deletes expired documents and closes idle cursors from time to time. Returns how to stop. */
export function startSweeping(database: Database, cursors: Cursors, { log, expires }: { log: Log; expires: boolean }): () => void {
  const sweep = async (): Promise<void> => {
    try {
      await cursors.closeIdle()
      if (expires) await deleteExpired(database)
    } catch (error) {
      log(`sweep failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const timer = setInterval(() => { void sweep() }, INTERVAL_MS)
  timer.unref()
  return () => { clearInterval(timer) }
}

/** Deletes what TTL indexes say is over. */
export async function deleteExpired(database: Database, now = new Date()): Promise<number> {
  let deleted = 0
  for (const collection of database.catalog.all()) {
    for (const index of collection.indexes) if (index.expireAfterSeconds !== undefined) deleted += await expire(database, collection, index, now)
  }
  return deleted
}

/** Of an array of dates the least counts; documents without a date, or outside a partial index, stay. */
async function expire(database: Database, collection: Collection, index: IndexDefinition, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000)
  const filter = { $and: [{ [index.fields[0] as string]: { $lte: limit } }, index.partialFilter ?? {}] }
  const deleteSome = (): number => deleteDocuments(database, collection, { filter, limit: BATCH }, createScope()).length
  let deleted = 0
  for (let some = BATCH; some === BATCH; deleted += some) some = await database.storage.write(deleteSome, false)
  return deleted
}
