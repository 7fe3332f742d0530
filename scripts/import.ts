import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import type { Actor } from '../server/kernel/actor.ts'
import { systemClock } from '../server/kernel/clock.ts'
import { IMPORT_KINDS, type ImportJob, type ImportKind, type Tally } from '../server/modules/imports/import-job.ts'
import type { Words } from '../server/kernel/words.ts'
import { loadCatalogue } from '../server/plugins/catalogue.ts'
import { VIEWS } from '../server/root.ts'
import type { Services } from '../server/services.ts'
import { openServices } from './open-services.ts'

const usage = `Imports needs or achievements from .csv, .xlsx or .jsonl; the same file can be imported again.

  npm run -s import -- needs FILE [--dry-run] [--organisation NAME|CODE|ID]
  npm run -s import -- achievements FILE [--dry-run] [--organisation NAME|CODE|ID]

Works on MONGODB_URI where that is set, otherwise on DATA_DIR, also while Jiebang runs on it. Rows without an
organisation of their own belong to the one named, by default the first officer's. Nothing is written while a single row
is wrong.`

interface Options { kind: ImportKind; file: string; dryRun: boolean; organisation: string }

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2))
  if (!options) return fail(usage)
  const bytes = await readFile(options.file).catch(() => undefined)
  if (!bytes) return fail(`cannot read ${options.file}`)
  const { services, close } = await openServices(readConfig(process.env), say)
  try {
    return await importFile(services, options, bytes)
  } finally {
    await close()
  }
}

function optionsOf(args: string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, organisation: { type: 'string' } } })
    const [kind, file, ...more] = positionals
    const known = IMPORT_KINDS.find((one) => one === kind)
    if (!known || !file || more.length > 0) return undefined
    return { kind: known, file, dryRun: values['dry-run'] ?? false, organisation: values.organisation ?? '' }
  } catch {
    // An option nobody knows: the usage says which there are.
    return undefined
  }
}

async function importFile(services: Services, { kind, file, dryRun, organisation }: Options, bytes: Buffer): Promise<number> {
  const words = loadCatalogue(VIEWS, 'show')(process.env['LANG']?.startsWith('zh') ? 'zh-CN' : 'en')
  const operator = await operatorOf(services)
  if (!operator) return fail('there is no officer yet in whose name to import: start Jiebang and register one first')
  const prepared = await services.importing.prepare({ kind, fileName: basename(file), bytes, organisation }, operator, systemClock.now())
  if (!prepared.ok) return fail([words(`refusal.${prepared.refusal}`), ...Object.values(prepared.details ?? {}).map((key) => words(key))].join(': '))
  const job = prepared.value
  if (job.encoding) say(words('imports.decoded'))
  if (job.ignored.length > 0) say(`${words('imports.ignored')}: ${job.ignored.join(', ')}`)
  if (job.faultCount > 0) return reportFaults(services, job, operator, words)
  if (!dryRun) return write(services, job, operator, words)
  await services.importing.discard(job.id, operator, systemClock.now())
  return report(job, job.plan, words, true)
}

/** Whoever may run commands here acts for the first officer's organisation, under a name of their own. */
async function operatorOf({ people, organisations }: Services): Promise<Actor | undefined> {
  const [officer] = await people.withRole('officer')
  const home = officer && (await organisations.find(officer.organisation))
  return home && { id: 'operator', organisation: home.id, kind: home.kind, roles: ['officer'], verified: true }
}

async function reportFaults({ importing }: Services, job: ImportJob, operator: Actor, words: Words): Promise<number> {
  for (const { line, column, key, cell } of job.faults) {
    process.stderr.write(`${words('imports.line')} ${line}${column ? `, ${column}` : ''}: ${words(key, { cell })}${cell ? ` (${cell})` : ''}\n`)
  }
  if (job.faultCount > job.faults.length) say(words('imports.moreFaults', { shown: job.faults.length, count: job.faultCount }))
  await importing.discard(job.id, operator, systemClock.now())
  return fail(words('imports.next.faulty'))
}

/** A running server may take the import over; then this only watches. */
async function write({ imports, importing }: Services, job: ImportJob, operator: Actor, words: Words): Promise<number> {
  const confirmed = await importing.confirm(job.id, operator, systemClock.now())
  if (!confirmed?.ok) return fail(words('refusal.conflict'))
  for (;;) {
    await importing.run(job.id, () => systemClock.now(), (now) => { progress(now); return true })
    const found = await imports.find(job.id)
    if (found?.status === 'finished') return report(found, found.written, words, false)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

function progress({ rows, written }: ImportJob): void {
  const done = Object.values(written).reduce((total: number, count: number) => total + count, 0)
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${done} / ${rows}${process.stderr.isTTY ? '' : '\n'}`)
}

function report({ kind, fileName, rows }: ImportJob, tally: Tally, words: Words, dry: boolean): number {
  if (process.stderr.isTTY) process.stderr.write('\n')
  const parts = (['created', 'updated', 'unchanged', 'kept'] as const).map((name) => `${words(`imports.tally.${name}`)} ${tally[name]}`)
  console.log(`${fileName} (${words(`imports.kind.${kind}`)}, ${rows}): ${parts.join(', ')}${dry ? ` — ${words('imports.next.checked')}` : ''}`)
  return 0
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function fail(why: string): number {
  say(why)
  return 1
}

process.exitCode = await main()
