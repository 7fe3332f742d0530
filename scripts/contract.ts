import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../server/root.ts'

/**
 * `npm run -s contract -- search`: what every search index must do, on both engines. With MEILI_URL (and MEILI_KEY) the
 * Meilisearch adapter runs on that server, under index names of its own that are deleted afterwards; without, on the
 * local fake that is held to recordings of a real one. Exit code 1 when an engine breaks the contract.
 */
const contracts: Record<string, { engine: string; file: string }[]> = {
  search: [
    { engine: 'embedded, in this process', file: 'embedded-search-index.test.ts' },
    { engine: await meilisearchPlace(process.env), file: 'meilisearch-index.test.ts' },
  ],
}

const parts = contracts[process.argv[2] ?? '']
if (parts === undefined) {
  console.error(`usage: npm run -s contract -- ${Object.keys(contracts).join(' | ')}`)
  process.exit(2)
}
let broken = 0
for (const { engine, file } of parts) {
  console.log(`\n# engine: ${engine}`)
  const kept = await passes(join(ROOT, 'tests', 'search', file))
  console.log(`# engine: ${engine}: ${kept ? 'keeps the contract' : 'BREAKS the contract'}`)
  if (!kept) broken += 1
}
process.exit(broken > 0 ? 1 : 0)

async function meilisearchPlace({ MEILI_URL, MEILI_KEY }: NodeJS.ProcessEnv): Promise<string> {
  if (MEILI_URL === undefined || MEILI_URL === '') return 'Meilisearch adapter on the local fake (MEILI_URL names no server)'
  return `Meilisearch ${await versionOf(MEILI_URL, MEILI_KEY)} at ${MEILI_URL}`
}

async function versionOf(url: string, key: string | undefined): Promise<string> {
  try {
    const response = await fetch(new URL('/version', url), { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })
    const { pkgVersion, message } = await response.json() as { pkgVersion?: string; message?: string }
    return pkgVersion ?? `(${message ?? response.status})`
  } catch (error) {
    return `(no answer: ${error instanceof Error ? error.message : String(error)})`
  }
}

function passes(file: string): Promise<boolean> {
  const child = spawn(process.execPath, ['--import=tsx', file], { cwd: ROOT, stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)))
}
