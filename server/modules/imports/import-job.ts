import { type Actor, isOfficer, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

export const IMPORT_KINDS = ['needs', 'achievements'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** `faulty`: nothing can be written until the file is mended. `checked`: waits for somebody to confirm. */
export const IMPORT_STATUSES = ['faulty', 'checked', 'running', 'finished', 'discarded'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

/** What is wrong with one row: the line of the file, the column as the file calls it, catalogue key, the cell. */
export interface RowFault { line: number; column: string; key: string; cell: string }

/** What would happen, or has happened, to the rows. `kept`: edited here since, so the file does not overwrite it. */
export interface Tally { created: number; updated: number; unchanged: number; kept: number }
export const NO_TALLY: Tally = { created: 0, updated: 0, unchanged: 0, kept: 0 }

/** One file on its way into the market. Its rows lie beside it (import-store) until they are written. */
export interface ImportJob extends Aggregate {
  kind: ImportKind
  fileName: string
  /** SHA-256 of the file: what exactly was confirmed. */
  digest: string
  /** Who brought it, and in whose name rows without an organisation of their own are written. */
  by: string
  organisation: string
  status: ImportStatus
  startedAt: Date
  rows: number
  /** What the text was decoded from when it was not UTF-8. */
  encoding: 'gb18030' | null
  /** Columns that mean nothing to an import. */
  ignored: string[]
  /** The first of them; `faultCount` has them all. */
  faults: RowFault[]
  faultCount: number
  plan: Tally
  written: Tally
  /** Batches written so far, of `batches`. */
  position: number
  batches: number
  /** Why the last attempt stopped; it is tried again. */
  problem: string
  finishedAt: Date | null
}

export type ImportRefusal = 'not-staff' | 'import-faulty' | 'import-not-checked'
export type CheckedFile = Pick<ImportJob, 'kind' | 'fileName' | 'digest' | 'rows' | 'encoding' | 'ignored' | 'faults' | 'faultCount' | 'plan' | 'batches'>

export function beginImport(id: string, file: CheckedFile, organisation: string, actor: Actor, now: Date): Outcome<ImportJob, ImportRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  const status = file.faultCount > 0 ? 'faulty' : 'checked'
  const job: ImportJob = {
    ...file, id, revision: 0, events: [], by: actor.id, organisation, status, startedAt: now, written: NO_TALLY, position: 0,
    problem: '', finishedAt: null,
  }
  return done(job)
}

/** One decision brings in all rows; it is the event that explains each of them. */
export function confirmImport(job: ImportJob, actor: Actor, now: Date): Outcome<ImportJob, ImportRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (job.status === 'faulty') return refused('import-faulty')
  if (job.status !== 'checked') return refused('import-not-checked')
  const { kind, fileName, digest, rows, plan } = job
  return done(record(job, { status: 'running' }, { type: 'import-confirmed', by: actor.id, at: now, data: { kind, fileName, digest, rows, plan } }))
}

export function discardImport(job: ImportJob, actor: Actor, now: Date): Outcome<ImportJob, ImportRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (job.status !== 'checked' && job.status !== 'faulty') return refused('import-not-checked')
  return done(record(job, { status: 'discarded' }, { type: 'import-discarded', by: actor.id, at: now }))
}

/** One more batch is in. Repeating a batch after a crash finds its rows unchanged and counts them as such. */
export function advanceImport(job: ImportJob, batch: Tally): ImportJob {
  return { ...job, revision: job.revision + 1, position: job.position + 1, written: sum(job.written, batch), problem: '' }
}

export function stallImport(job: ImportJob, problem: string): ImportJob {
  return { ...job, revision: job.revision + 1, problem }
}

export function finishImport(job: ImportJob, now: Date): ImportJob {
  const { kind, written } = job
  return record(job, { status: 'finished', finishedAt: now }, { type: 'import-finished', by: job.by, at: now, data: { kind, written } })
}

export const sum = (a: Tally, b: Tally): Tally => ({
  created: a.created + b.created, updated: a.updated + b.updated, unchanged: a.unchanged + b.unchanged, kept: a.kept + b.kept,
})

export type ImportView = Omit<ImportJob, 'events' | 'by'>

/** Imports are the officers' workshop; nobody else knows of them. */
export function viewImport(job: ImportJob, viewer: Viewer): ImportView | undefined {
  if (!isOfficer(viewer)) return undefined
  const { events: _events, by: _by, ...shown } = job
  return shown
}
