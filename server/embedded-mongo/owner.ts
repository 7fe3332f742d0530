import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encodeDoc } from './bson-encode.ts'
import { decodeDoc } from './bson-decode.ts'
import { DATA_FILE, type Storage } from './storage.ts'

const OWNER = Buffer.from('\0owner')

/** Folders that this very process owns. */
const ownedHere = new Set<string>()

/**
 * Makes this process the owner of the data folder, or says that another one is.
 * The owner is written down in the file itself, whose lock also survives a kill -9.
 */
export function becomeOwner(storage: Storage, folder: string): boolean {
  return storage.exclusively(() => {
    const stored = storage.catalog.get(OWNER)
    if (stored && isAlive(decodeDoc(stored), folder)) return false
    storage.catalog.putSync(OWNER, encodeDoc({ pid: process.pid, started: startOf(process.pid), file: fileOf(folder) }))
    ownedHere.add(folder)
    return true
  })
}

export async function releaseOwnership(storage: Storage, folder: string): Promise<void> {
  ownedHere.delete(folder)
  await storage.write(() => { storage.catalog.removeSync(OWNER) }, false)
}

/** A process number may have been given to somebody else since, so its start counts too. */
function isAlive(owner: ReturnType<typeof decodeDoc>, folder: string): boolean {
  // A backup brings the owner's name along, in another file.
  if (owner.file !== fileOf(folder)) return false
  const pid = Number(owner.pid)
  if (pid === process.pid) return ownedHere.has(folder)
  return exists(pid) && startOf(pid) === owner.started
}

function fileOf(folder: string): string {
  return String(statSync(join(folder, DATA_FILE)).ino)
}

function exists(pid: number): boolean {
  try { process.kill(pid, 0); return true } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM' }
}

/** When the process started, where the system tells it. */
function startOf(pid: number): string {
  try { return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').pop()?.split(' ')[19] ?? '' } catch { return '' }
}
