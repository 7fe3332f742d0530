import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../server/root.ts'

/** Where data that may not be kept in the repository lies, beside it; in a fresh clone alone there is nothing. */
export const sharedPath = (name: string): string => join(ROOT, '../shared/data', name)

/** The path, or undefined when nothing is there. */
export function sharedData(name: string): string | undefined {
  const path = sharedPath(name)
  return existsSync(path) ? path : undefined
}
