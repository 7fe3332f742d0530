import { textOf } from './file-text.ts'
import { MAX_ROWS, type RawRow, type RawTable, UnusableFile } from './raw-table.ts'

/** One JSON object a line. A line that is none is that row's fault; a file without any is no such file. */
export function jsonlTable(bytes: Buffer): RawTable {
  const { text, decodedFrom } = textOf(bytes)
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: i + 1, text: line.trim() })).filter((one) => one.text !== '')
  if (lines.length > MAX_ROWS) throw new UnusableFile('import-too-many-rows')
  const rows = lines.map(({ line, text: source }) => jsonRow(line, source))
  if (rows.length > 0 && rows.every((row) => row.fault)) throw new UnusableFile('import-unreadable')
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))]
  return { columns, rows, ...(decodedFrom ? { decodedFrom } : {}) }
}

function jsonRow(line: number, source: string): RawRow {
  const found = parsed(source)
  if (!found) return { line, cells: {}, fault: 'imports.fault.json' }
  const cells = Object.entries(found).map(([name, value]) => [name, cellOf(value)] as const).filter(([, cell]) => cell !== '')
  return { line, cells: Object.fromEntries(cells) }
}

function parsed(source: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(source)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    // Told to whoever brought the file, with the line.
    return undefined
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(cellOf).filter(Boolean).join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim()
}
