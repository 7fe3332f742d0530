import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A secret that nobody has given: made once and kept in the data folder, readable by its owner alone. Production
 * mode never comes here; readConfig has stopped the start.
 */
export function keptSecret(dataDir: string, name: string, make = (): string => randomBytes(32).toString('hex')): string {
  const path = join(dataDir, name)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    // `wx` lets one of two starts at the same moment win; the other reads what it wrote.
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}
