import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { ROOT } from '../server/root.ts'

const FOLDERS = ['server', 'scripts', 'seed', 'tests']

/** Files stay apart and find each other by their compiled names; only JSON is taken in. */
const apart: Plugin = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ kind, path }) => (kind === 'entry-point' ? undefined : { path, external: true }))
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path }) => ({ path: path.replace(/\.ts$/, '.js'), external: true }))
  },
}

/** Everything as JavaScript, file by file, in place of what was in the folder; types are not looked at. */
export async function compile(outdir: string): Promise<void> {
  const files = await Promise.all(FOLDERS.map(async (folder) =>
    (await readdir(join(ROOT, folder), { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => join(ROOT, folder, file))))
  await rm(outdir, { recursive: true, force: true })
  await build({
    entryPoints: files.flat(), outdir, outbase: ROOT, plugins: [apart], bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning',
  })
}

/** For the tests: each file of them is a process, and starts twice as fast. */
if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) await compile(join(ROOT, 'dist', 'tests'))
