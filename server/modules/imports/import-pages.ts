import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatDateTime, formatNumber } from '../../kernel/format.ts'
import { IMPORT_COLUMNS } from './import-columns.ts'
import { IMPORT_KINDS, type ImportStatus, type ImportView, type Tally } from './import-job.ts'

type Reader = Pick<Context, 'locale' | 'words'>

const TONES: Record<ImportStatus, string> = { faulty: 'bad', checked: 'waiting', running: 'active', finished: 'good', discarded: 'quiet' }

export function importsPage(jobs: readonly ImportView[], { words, locale }: Reader, form?: FormState): Page {
  return {
    template: 'imports/list',
    title: words('imports.title'),
    ...(form ? { form } : {}),
    model: {
      kinds: IMPORT_KINDS.map((value) => ({ value, label: words(`imports.kind.${value}`) })),
      templates: IMPORT_KINDS.map((kind) => ({ href: `/staff/imports/templates/${kind}`, label: words('imports.templateFor', { kind: words(`imports.kind.${kind}`) }) })),
      columns: IMPORT_KINDS.map((kind) => ({ label: words(`imports.kind.${kind}`), names: columnNames(kind) })),
      jobs: jobs.map((job) => ({
        href: `/staff/imports/${job.id}`, fileName: job.fileName, kind: words(`imports.kind.${job.kind}`), rows: formatNumber(job.rows, locale),
        state: words(`imports.status.${job.status}`), tone: TONES[job.status], startedAt: formatDateTime(job.startedAt, locale),
      })),
    },
  }
}

const columnNames = (kind: (typeof IMPORT_KINDS)[number]): string =>
  IMPORT_COLUMNS[kind].filter((column) => column.names.length > 1).map((column) => column.names.slice(0, 2).join(' / ')).join('、')

export function importPage(job: ImportView, organisation: string, { words, locale }: Reader, form?: FormState): Page {
  const running = job.status === 'running'
  const tally = job.status === 'finished' || running ? job.written : job.plan
  return {
    template: 'imports/job',
    title: words('imports.jobTitle', { file: job.fileName }),
    ...(form ? { form } : {}),
    model: {
      job,
      state: { label: words(`imports.status.${job.status}`), tone: TONES[job.status] },
      next: nextOf(job, { words, locale }),
      facts: [
        { label: words('imports.kindLabel'), value: words(`imports.kind.${job.kind}`) },
        { label: words('imports.owner'), value: organisation },
        { label: words('imports.rows'), value: formatNumber(job.rows, locale) },
        { label: words('imports.encoding'), value: job.encoding ? words('imports.decoded') : '' },
        { label: words('imports.ignored'), value: job.ignored.join('、') },
        { label: words('imports.startedAt'), value: formatDateTime(job.startedAt, locale) },
        { label: words('imports.finishedAt'), value: formatDateTime(job.finishedAt, locale) },
        { label: words('imports.digest'), value: job.digest.slice(0, 16) },
      ],
      figures: job.status === 'faulty' ? [] : figuresOf(tally, { words, locale }),
      ...(running ? { progress: progressOf(job, { words, locale }) } : {}),
      faults: job.faults.map((one) => ({ ...one, line: String(one.line), text: words(one.key, { cell: one.cell }) })),
      faultsTotal: job.faultCount > job.faults.length ? words('imports.moreFaults', { shown: job.faults.length, count: job.faultCount }) : '',
    },
  }
}

function figuresOf(tally: Tally, { words, locale }: Reader) {
  return (['created', 'updated', 'unchanged', 'kept'] as const).map((name) => ({
    label: words(`imports.tally.${name}`), value: formatNumber(tally[name], locale), note: words(`imports.tally.${name}Note`),
  }))
}

function progressOf({ position, batches, written }: ImportView, { words, locale }: Reader) {
  const done = written.created + written.updated + written.unchanged + written.kept
  return { label: words('imports.running'), value: position, max: Math.max(batches, 1), text: words('imports.rowsDone', { count: formatNumber(done, locale) }) }
}

function nextOf({ status, problem, kind }: ImportView, { words }: Reader) {
  const staff = words('imports.you')
  const next: Record<ImportStatus, { text: string; who?: string; href?: string; action?: string }> = {
    faulty: { text: words('imports.next.faulty'), who: staff }, checked: { text: words('imports.next.checked'), who: staff },
    running: { text: words(problem ? 'imports.next.stalled' : 'imports.next.running') },
    finished: { text: words(`imports.next.finished-${kind}`), href: kind === 'needs' ? '/my/needs' : '/achievements', action: words(`imports.see.${kind}`) }, discarded: { text: words('imports.next.discarded') },
  }
  return next[status]
}
