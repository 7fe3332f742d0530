import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { newId } from '../../server/kernel/ids.ts'
import { checkDatabase } from '../../server/operations/check-database.ts'
import { lineOf } from '../../server/operations/finding.ts'
import type { Services } from '../../server/services.ts'
import { openDatabase } from '../../server/store/database.ts'

/** As much of a test as those who clean up need. */
export interface Teardown { teardown(handler: () => unknown): void }

/** A folder of this test's own, gone when it ends. */
export async function temporaryFolder(t: Teardown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jiebang-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A database of this test's own: on MONGODB_URI where that is set, otherwise on a stand-in of its own. */
export async function openStore(t: Teardown, folder: string): Promise<Connection> {
  const name = `jiebang-test-${newId().slice(0, 8)}`
  const server = process.env['MONGODB_URI']
  if (server) {
    const connection = await openDatabase(server, name)
    t.teardown(async () => { await connection.dropDatabase(); await connection.close() })
    return connection
  }
  // Tests have a clock of their own; what is over by the machine's is not over for them.
  const embedded = await startEmbeddedMongo({ dataDir: join(folder, 'store'), expires: false })
  const connection = await openDatabase(embedded.uri, name)
  t.teardown(async () => { await connection.close(); await embedded.close() })
  return connection
}

const broken = new WeakSet<Connection>()

/** For tests that put into a database what no rule would let in, or take out what others name. Say why. */
export function breaksOnPurpose(connection: Connection, why: string): void {
  if (why === '') throw new Error('say why')
  broken.add(connection)
}

/** Whatever a test file has done with the application, what it leaves behind has to be possible. */
export async function mustBeHealthy({ connection, vault }: Pick<Services, 'connection' | 'vault'>): Promise<void> {
  if (broken.has(connection)) return
  const findings = await checkDatabase({ connection, vault })
  if (findings.length > 0) throw new Error(`the database is not as it can be:\n${findings.slice(0, 20).map(lineOf).join('\n')}`)
}
