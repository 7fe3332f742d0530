import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from '../../server/root.ts'


/** A folder of data that lies beside the repository; undefined when it is not there, as in a fresh clone. */
export function sharedData(name: string): string | undefined {
  const folder = resolve(ROOT, '../shared/data', name)
  return existsSync(folder) ? folder : undefined
}
