import { basename, join } from 'node:path'

/** The repository's root, from which views are read, whether this runs from source or from `dist`. */
export const ROOT = join(import.meta.dirname, basename(join(import.meta.dirname, '..')) === 'dist' ? '../..' : '..')
export const VIEWS = join(ROOT, 'views')
