import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type MongoClientOptions } from 'mongodb'
import type { Test } from 'tap'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'

export function temporaryFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  return folder
}

/** A fresh server and a client on it, both gone when the test ends. */
export async function temporaryMongo(t: Pick<Test, 'teardown'>, options: MongoClientOptions = {}): Promise<{ client: MongoClient, uri: string, dataDir: string }> {
  const dataDir = temporaryFolder(t)
  const server = await startEmbeddedMongo({ dataDir })
  const client = await new MongoClient(server.uri, options).connect()
  t.teardown(async () => {
    await client.close()
    await server.close()
  })
  return { client, uri: server.uri, dataDir }
}
