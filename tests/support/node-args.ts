import { join } from 'node:path'

/** What node is told to run a script of the repository by: compiled where this is, otherwise from source. */
export function nodeArgs(script: string): string[] {
  const path = join(import.meta.dirname, '../..', script)
  return import.meta.filename.endsWith('.ts') ? ['--import=tsx', `${path}.ts`] : [`${path}.js`]
}
