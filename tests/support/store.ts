import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Connection } from 'mongoose'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { newId } from '../../server/kernel/ids.ts'
import { openDatabase } from '../../server/store/database.ts'

/** A folder of this test's own, gone when it ends. */
export async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jiebang-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A database of this test's own: on MONGODB_URI where that is set, otherwise on a stand-in of its own. */
export async function openStore(t: Test, folder: string): Promise<Connection> {
  const name = `jiebang-test-${newId().slice(0, 8)}`
  const server = process.env['MONGODB_URI']
  if (server) {
    const connection = await openDatabase(server, name)
    t.teardown(async () => { await connection.dropDatabase(); await connection.close() })
    return connection
  }
  const embedded = await startEmbeddedMongo({ dataDir: join(folder, 'store') })
  const connection = await openDatabase(embedded.uri, name)
  t.teardown(async () => { await connection.close(); await embedded.close() })
  return connection
}
