import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type MongoClientOptions } from 'mongodb'
import { type EmbeddedMongo, startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'

/** Runs the work on a fresh stand-in in a folder of its own, and clears both away. */
export async function withEmbeddedMongo<T>(work: (client: MongoClient, server: EmbeddedMongo, folder: string) => Promise<T>, options: MongoClientOptions = {}): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  const server = await startEmbeddedMongo({ dataDir: join(folder, 'data') })
  const client = await new MongoClient(server.uri, options).connect()
  try { return await work(client, server, folder) } finally {
    await client.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
