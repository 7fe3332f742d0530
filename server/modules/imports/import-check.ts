import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import type { ImportRegion } from './cell-readers.ts'
import { columnNamed, type ImportColumn, IMPORT_COLUMNS } from './import-columns.ts'
import { contentOf, type Fields } from './import-content.ts'
import type { ImportKind, RowFault } from './import-job.ts'
import type { ImportRow } from './import-store.ts'
import type { RawRow, RawTable } from './raw-table.ts'

export interface CheckedTable { rows: ImportRow[]; faults: RowFault[]; ignored: string[] }

interface Asked { kind: ImportKind; fileName: string; organisation: string; region: ImportRegion }
type Columns = ReadonlyMap<string, ImportColumn>

/** What every row says, or why it cannot be taken. Nothing is written while there is a single fault. */
export function checkTable(table: RawTable, asked: Asked): CheckedTable {
  const known = table.columns.map((name) => [name, columnNamed(asked.kind, name)] as const)
  const columns: Columns = new Map(known.flatMap(([name, column]) => (column ? [[name, column] as const] : [])))
  const ignored = known.filter(([, column]) => !column).map(([name]) => name)
  const faults = faultsOfColumns(columns, asked.kind)
  if (faults.length > 0) return { rows: [], faults, ignored }
  const checked = table.rows.map((row) => checkRow(row, columns, asked))
  const rows = checked.flatMap((one) => ('row' in one ? [one.row] : []))
  return { rows, faults: [...checked.flatMap((one) => ('faults' in one ? one.faults : [])), ...repeated(rows)].sort((a, b) => a.line - b.line), ignored }
}

function faultsOfColumns(columns: Columns, kind: ImportKind): RowFault[] {
  const fields = [...columns].map(([name, column]) => ({ name, field: column.field }))
  const twice = fields.filter(({ field }, i) => fields.findIndex((one) => one.field === field) < i)
  const title = IMPORT_COLUMNS[kind].find((column) => column.field === 'title')
  return [
    ...twice.map(({ name }) => ({ line: 1, column: name, key: 'imports.fault.doubleColumn', cell: '' })),
    ...(fields.some(({ field }) => field === 'title') ? [] : [{ line: 1, column: title?.names.slice(0, 2).join(' / ') ?? '', key: 'imports.fault.missingColumn', cell: '' }]),
  ]
}

function checkRow(row: RawRow, columns: Columns, asked: Asked): { row: ImportRow } | { faults: RowFault[] } {
  if (row.fault) return { faults: [{ line: row.line, column: '', key: row.fault, cell: '' }] }
  const faults: RowFault[] = []
  const fields: Fields = {}
  for (const [name, column] of columns) {
    const cell = row.cells[name]
    const read = cell === undefined ? { value: undefined } : column.read(cell, asked.region)
    if ('fault' in read) faults.push({ line: row.line, column: name, key: read.fault, cell: (cell ?? '').slice(0, 80) })
    else fields[column.field] = read.value
    if (column.field === 'title' && cell === undefined) faults.push({ line: row.line, column: name, key: 'imports.fault.required', cell: '' })
  }
  if (faults.length > 0) return { faults }
  const organisation = typeof fields['organisation'] === 'string' ? fields['organisation'] : asked.organisation
  return { row: { line: row.line, organisation, source: sourceOf(fields, organisation, asked.fileName), content: contentOf(asked.kind, fields) } }
}

/**
 * Which row of which file this is: its own number, or what it is called. Files are kept apart, since two of them may
 * both count from 1; a copy that a browser numbered (`needs (1).csv`) is the same file.
 */
function sourceOf(fields: Fields, organisation: string, fileName: string): string {
  const stem = basename(fileName, extname(fileName)).replace(/\s*(\(\d+\)|（\d+）|- 副本|- copy)$/i, '').slice(0, 80)
  const id = typeof fields['id'] === 'string' ? fields['id'] : `#${createHash('sha256').update(String(fields['title'])).digest('hex').slice(0, 24)}`
  return `${organisation}/${stem}:${id}`
}

function repeated(rows: readonly ImportRow[]): RowFault[] {
  const first = new Map<string, number>()
  return rows.flatMap(({ source, line }) => {
    const before = first.get(source)
    if (before === undefined) first.set(source, line)
    return before === undefined ? [] : [{ line, column: '', key: 'imports.fault.twice', cell: String(before) }]
  })
}
