import { createHash } from 'node:crypto'
import type { Connection } from 'mongoose'
import { type Actor, isOfficer } from '../../kernel/actor.ts'
import type { Aggregate } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { createLease } from '../../relay/lease.ts'
import { createBulkStore } from '../../store/bulk-store.ts'
import type { OrganisationStore } from '../accounts/account-store.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import type { AchievementStore } from '../library/achievement-store.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { checkTable } from './import-check.ts'
import {
  advanceImport, beginImport, confirmImport, discardImport, finishImport, type ImportJob, type ImportKind, type ImportRefusal, NO_TALLY, stallImport,
  type Tally,
} from './import-job.ts'
import { inBatches, planAll, type Touched, writeBatch } from './import-plan.ts'
import { importRegion } from './import-region.ts'
import type { ImportRow, ImportStore } from './import-store.ts'
import { achievementTarget, type ImportTarget, needTarget } from './import-targets.ts'
import { type FileFault, type RawTable, UnusableFile } from './raw-table.ts'
import { readTable } from './table-file.ts'

export interface BroughtFile {
  kind: ImportKind
  fileName: string
  bytes: Buffer
  /** Name, credit code or id of whom rows without a column for it belong to; empty: the officer's own. */
  organisation: string
}

export type PrepareRefusal = FileFault | ImportRefusal | 'unknown-organisation'

interface Parts {
  connection: Connection
  imports: ImportStore
  needs: NeedStore
  achievements: AchievementStore
  organisations: OrganisationStore
  regionNames(): Promise<RegionNames>
}

const SHOWN_FAULTS = 200

/** From a file to the market: checked as a whole, confirmed by a person, written batch by batch. */
export function createImportService(parts: Parts) {
  const { imports, connection } = parts
  const touched: Touched = (ids) => imports.touched(ids)
  const targets = {
    needs: needTarget(createBulkStore<Need>(connection, 'needs', parts.needs), parts.needs.nextNumbers) as unknown as ImportTarget<Aggregate>,
    achievements: achievementTarget(parts.achievements) as unknown as ImportTarget<Aggregate>,
  }

  /** Checks a file against the market; nothing but the import itself is written. */
  async function prepare(file: BroughtFile, actor: Actor, now: Date): Promise<Outcome<ImportJob, PrepareRefusal>> {
    if (!isOfficer(actor)) return refused('not-staff')
    const region = await importRegion(parts)
    const organisation = file.organisation === '' ? actor.organisation : region.organisation(file.organisation)
    if (!organisation) return refused('unknown-organisation', { organisation: 'imports.fault.organisation' })
    const table = await tableOf(file)
    if (!table.ok) return table
    const { rows, faults, ignored } = checkTable(table.value, { kind: file.kind, fileName: file.fileName, organisation, region })
    const batches = faults.length > 0 ? [] : inBatches(rows)
    const plan = await planAll(targets[file.kind], touched, batches)
    const begun = beginImport(newId(), {
      kind: file.kind, fileName: file.fileName, digest: createHash('sha256').update(file.bytes).digest('hex'),
      rows: table.value.rows.length, ignored, faults: faults.slice(0, SHOWN_FAULTS), faultCount: faults.length, plan, batches: batches.length,
      encoding: table.value.decodedFrom ?? null,
    }, organisation, actor, now)
    if (begun.ok) await keep(begun.value, batches)
    return begun
  }

  /** The rows first: a job that is there has all of them. */
  async function keep(job: ImportJob, batches: readonly ImportRow[][]): Promise<void> {
    await imports.layAside(job.id, batches)
    await imports.insert(job)
  }

  /**
   * Writes what is left of a confirmed import, as long as `goOn` says. One process at a time; another one, or a later
   * attempt, begins where this one ended. Returns how many batches it wrote.
   */
  async function run(importId: string, now: () => Date, goOn: (job: ImportJob) => boolean): Promise<number> {
    const lease = createLease(connection, `import-${importId}`)
    let written = 0
    try {
      for (let job = await imports.find(importId); job?.status === 'running' && goOn(job) && (await lease.hold()); job = await imports.find(importId)) {
        await step(job, now())
        written += 1
      }
      return written
    } finally {
      await lease.release()
    }
  }

  async function step(job: ImportJob, now: Date): Promise<void> {
    if (job.position >= job.batches) return finish(job, now)
    try {
      const rows = await imports.batch(job.id, job.position)
      await imports.save(job, advanceImport(job, await writeRows(job, rows, now)))
    } catch (error) {
      await imports.save(job, stallImport(job, (error as Error).name))
      throw error
    }
  }

  /** One decision for all rows; the background, or whoever runs a command, does the writing. */
  const confirm = (importId: string, actor: Actor, now: Date) => imports.decide(importId, (job) => confirmImport(job, actor, now))

  async function discard(importId: string, actor: Actor, now: Date) {
    const outcome = await imports.decide(importId, (job) => discardImport(job, actor, now))
    if (outcome?.ok) await imports.dropRows(importId)
    return outcome
  }

  const writeRows = (job: ImportJob, rows: readonly ImportRow[], now: Date): Promise<Tally> =>
    (rows.length > 0 ? writeBatch(targets[job.kind], touched, rows, job.by, now) : Promise.resolve(NO_TALLY))

  async function finish(job: ImportJob, now: Date): Promise<void> {
    await imports.save(job, finishImport(job, now))
    await imports.forgetTexts(job.id)
  }

  return { prepare, confirm, discard, run }
}

export type ImportService = ReturnType<typeof createImportService>

async function tableOf({ fileName, bytes }: BroughtFile): Promise<Outcome<RawTable, FileFault>> {
  try {
    return done(await readTable(fileName, bytes))
  } catch (error) {
    if (error instanceof UnusableFile) return refused(error.fault, { content: `imports.file.${error.fault}` })
    throw error
  }
}
