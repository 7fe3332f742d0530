import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { ROOT } from '../server/root.ts'

/** Compiles everything tests touch, file by file, into `dist/tests`: each of some 160 processes then starts twice as fast. */
const OUT = join(ROOT, 'dist', 'tests')
const FOLDERS = ['server', 'scripts', 'seed', 'tests']

/** Files stay apart and find each other by their compiled names; only JSON is taken in. */
const apart: Plugin = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ kind, path }) => (kind === 'entry-point' ? undefined : { path, external: true }))
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path }) => ({ path: path.replace(/\.ts$/, '.js'), external: true }))
  },
}

const files = await Promise.all(FOLDERS.map(async (folder) =>
  (await readdir(join(ROOT, folder), { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => join(ROOT, folder, file))))
await rm(OUT, { recursive: true, force: true })
await build({
  entryPoints: files.flat(), outdir: OUT, outbase: ROOT, plugins: [apart], bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning',
})
