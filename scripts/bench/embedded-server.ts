import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'
import { MongoClient, type MongoClientOptions } from 'mongodb'
import { type EmbeddedMongo, startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { ROOT } from '../../server/root.ts'

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

const BUNDLE = join(ROOT, 'dist', 'embedded-mongo.js')
let bundled = false

/** As `npm run embedded-mongo` does; put in place at once, since several tests may do it side by side. */
function bundle(): string {
  if (bundled) return BUNDLE
  const mine = `${BUNDLE}.${process.pid}`
  buildSync({ entryPoints: [join(ROOT, 'scripts', 'embedded-mongo.ts')], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: mine })
  renameSync(mine, BUNDLE)
  bundled = true
  return BUNDLE
}

export interface ServerProcess { readonly child: ChildProcess, readonly uri: string }

/**
 * Starts the stand-in as a process of its own.
 * @param fileLimit the shell's limit on file sizes, in blocks of 512 bytes: it stands in for a full disk
 */
export async function startProcess(dataDir: string, fileLimit = 'unlimited'): Promise<ServerProcess> {
  const command = `ulimit -f ${fileLimit}; exec "$0" "$1" --data "$2"`
  const child = spawn('sh', ['-c', command, process.execPath, bundle(), dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line.startsWith('listening: ')) return { child, uri: line.slice('listening: '.length) }
  }
  throw new Error('the server did not start')
}

/** Runs the work on a stand-in that is a process of its own. */
export async function withServerProcess<T>(work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  const server = await startProcess(join(folder, 'data'))
  try { return await work(server) } finally {
    server.child.kill()
    if (server.child.exitCode === null) await once(server.child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}
