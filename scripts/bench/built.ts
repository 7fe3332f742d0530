import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../../server/root.ts'

const OUT = join(ROOT, 'dist', 'bench')
/** Threads run a file of their own, beside the one that starts them. */
const WORKERS = ['server/modules/matching/bulk-match-worker.ts', 'server/mail/mail-worker.ts']

/** A script as it would run in production: compiled, threads too. Returns the path to start. */
export async function built(script: string): Promise<string> {
  const entryPoints = [...WORKERS.map((file) => join(ROOT, file)), join(import.meta.dirname, `${script}.ts`)]
  await build({
    entryPoints, outdir: OUT, entryNames: '[name]', bundle: true, splitting: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning',
  })
  return join(OUT, `${script}.js`)
}
