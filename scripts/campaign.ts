import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../server/root.ts'

/** What a long search for faults is told, and what it found out. `npm test` runs a short form of each. */
export interface CampaignOptions { seed: number }
export interface CampaignReport { figures: Record<string, number | string>; faults: string[] }

/**
 * `npm run campaign -- NAME [--seed N]`: one file of `scripts/campaigns/` for as long as it takes. The last figures and
 * their seed are kept in `tests/campaigns/NAME.json`, so that anybody can repeat them. Exit code 1 when a fault was found.
 */
const folder = join(ROOT, 'scripts', 'campaigns')
const names = readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts'))
const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string', default: '20261127' } } })
const [name = ''] = positionals
const seed = Number(values.seed)

if (!names.includes(name) || !Number.isSafeInteger(seed)) {
  console.error(`usage: npm run campaign -- ${names.join(' | ')} [--seed N]`)
  process.exit(2)
}
const { run } = (await import(join(folder, `${name}.ts`))) as { run(options: CampaignOptions): Promise<CampaignReport> }
const started = performance.now()
const { figures, faults } = await run({ seed })
const report = { campaign: name, seed, day: new Date().toISOString().slice(0, 10), seconds: Math.round((performance.now() - started) / 1000), figures, faults }
mkdirSync(join(ROOT, 'tests', 'campaigns'), { recursive: true })
writeFileSync(join(ROOT, 'tests', 'campaigns', `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
console.log(JSON.stringify(report, null, 2))
process.exit(faults.length > 0 ? 1 : 0)
