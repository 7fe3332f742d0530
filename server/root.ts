import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The repository's root, from which views are read, whether this runs from source or compiled into `dist`. */
export const ROOT = rootFrom(import.meta.dirname)
export const VIEWS = join(ROOT, 'views')

function rootFrom(folder: string): string {
  const above = dirname(folder)
  return existsSync(join(folder, 'package.json')) || above === folder ? folder : rootFrom(above)
}
