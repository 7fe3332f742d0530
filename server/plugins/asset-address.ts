import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where `views/assets` is served. */
export const ASSETS_PATH = '/assets/'

/** The address of an asset carries its content's hash, so it may be cached for a year. */
export function assetAddresses(viewsDir: string): (name: unknown) => string {
  const known = new Map<string, string>()
  return (name) => {
    const file = String(name)
    const address = known.get(file) ?? `${ASSETS_PATH}${file}?v=${hashOf(join(viewsDir, 'assets', file))}`
    known.set(file, address)
    return address
  }
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 10)
}
