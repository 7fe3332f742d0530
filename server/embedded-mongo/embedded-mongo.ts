import { createHash } from 'node:crypto'
import { chmodSync, constants, accessSync, mkdirSync, rmSync, realpathSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Catalog } from './catalog.ts'
import { becomeOwner, releaseOwnership } from './owner.ts'
import { Records } from './records.ts'
import { type Log, WireServer } from './server.ts'
import { DATA_FILE, Storage } from './storage.ts'
import { startSweeping } from './sweep.ts'

export interface EmbeddedMongoOptions {
  /** The folder of the data file; made when it is not there. */
  readonly dataDir: string
  /** Must end in `.sock` and stay under 100 bytes; by default it lies in `dataDir`. */
  readonly socketPath?: string
  /** False: TTL indexes delete nothing, as with `ttlMonitorEnabled: false`. For those whose clock is not the machine's. */
  readonly expires?: boolean
  /** Gets one line for everything unusual. */
  readonly log?: Log
}

export interface EmbeddedMongo {
  /** A complete connection string for mongoose or the driver. */
  readonly uri: string
  /** Another process (or another start in this one) owns the data, and this is a connection to it. */
  readonly joined: boolean
  /** Copies all data into another folder, consistent at one moment, while writing goes on. Only the owner can. */
  backup(targetDir: string): Promise<void>
  /** Ends the server and releases the folder; of a joined one it does nothing. */
  close(): Promise<void>
}

/** How long a second start waits for the owner to open its socket. */
const JOIN_PATIENCE_MS = 5000
/** Unix socket paths end at 104 bytes on some systems. */
const MAX_SOCKET_PATH = 99

/**
 * Starts the embedded MongoDB stand-in on a data folder, or joins the process that already runs it there.
 * @throws when the folder cannot be written
 */
export async function startEmbeddedMongo({ dataDir, socketPath, expires = true, log = () => undefined }: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const folder = openFolder(dataDir)
  const path = socketPath ?? defaultSocketPath(folder)
  checkSocketPath(path)
  const deadline = Date.now() + JOIN_PATIENCE_MS
  for (;;) {
    const storage = openStorage(folder)
    if (becomeOwner(storage, folder)) return await own(storage, folder, path, { log, expires })
    await storage.close()
    if (await answers(path)) return { uri: uriOf(path), joined: true, backup: refuseBackup, close: () => Promise.resolve() }
    if (Date.now() > deadline) throw new Error(`another process owns ${folder}, but its socket ${path} does not answer`)
    await sleep(20)
  }
}

function openFolder(dataDir: string): string {
  const folder = resolve(dataDir)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return realpathSync(folder)
  } catch (error) {
    throw new Error(`the data folder ${folder} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

function openStorage(folder: string): Storage {
  try { return new Storage(join(folder, DATA_FILE)) } catch (error) {
    throw new Error(`the data file in ${folder} cannot be opened: ${(error as Error).message}`, { cause: error })
  }
}

function defaultSocketPath(folder: string): string {
  const inside = join(folder, 'mongo.sock')
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside
  return join(tmpdir(), `mongo-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`)
}

function checkSocketPath(path: string): void {
  if (!path.endsWith('.sock')) throw new Error(`the socket path must end in .sock: ${path}`)
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) throw new Error(`the socket path is too long (over ${MAX_SOCKET_PATH} bytes): ${path}`)
}

/** Without directConnection the driver would write the socket's path in lower case. */
const uriOf = (path: string): string => `mongodb://${encodeURIComponent(path)}/?directConnection=true&retryWrites=false`

async function own(storage: Storage, folder: string, path: string, { log, expires }: { log: Log; expires: boolean }): Promise<EmbeddedMongo> {
  const catalog = new Catalog(storage)
  const database = { storage, catalog, records: new Records(storage, catalog) }
  const server = new WireServer(database, log)
  try {
    // Whoever left this socket is dead, since the folder is ours.
    rmSync(path, { force: true })
    await server.listen(path)
    chmodSync(path, 0o600)
  } catch (error) {
    await releaseOwnership(storage, folder)
    await storage.close()
    throw new Error(`cannot listen on ${path}: ${(error as Error).message}`, { cause: error })
  }
  const stopSweeping = startSweeping(database, server.cursors, { log, expires })
  return { uri: uriOf(path), joined: false, backup: targetDir => storage.backup(join(openFolder(targetDir), DATA_FILE)), close: once(() => shutDown(server, storage, folder, stopSweeping)) }
}

const refuseBackup = (): Promise<never> => Promise.reject(new Error('only the process that owns the data folder can copy it'))

async function shutDown(server: WireServer, storage: Storage, folder: string, stopSweeping: () => void): Promise<void> {
  stopSweeping()
  await server.close()
  await releaseOwnership(storage, folder)
  await storage.close()
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => running ??= action()
}

/** Does somebody listen there? */
function answers(path: string): Promise<boolean> {
  return new Promise(done => {
    const socket = connect({ path })
    socket.once('connect', () => { socket.destroy(); done(true) })
    socket.once('error', () => { done(false) })
  })
}
