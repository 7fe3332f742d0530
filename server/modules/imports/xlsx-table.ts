import { readSheet } from 'read-excel-file/node'
import { isBlank, MAX_ROWS, type RawTable, rowOf, UnusableFile } from './raw-table.ts'
import { zipFits } from './zip-size.ts'

/** A sheet of 50,000 rows unpacks to less; what unpacks to more is a bomb or of no use here. */
const MAX_UNPACKED = 120 * 1024 * 1024

/** The first sheet. A formula counts as the value it had when the file was saved; nothing is ever computed here. */
export async function xlsxTable(bytes: Buffer): Promise<RawTable> {
  const [columns = [], ...sheet] = await xlsxCells(bytes)
  if (sheet.length > MAX_ROWS) throw new UnusableFile('import-too-many-rows')
  const rows = sheet.map((values, i) => rowOf(i + 2, columns, values))
  return { columns: columns.filter((name) => name !== ''), rows: rows.filter((row) => !isBlank(row)) }
}

/** The first sheet as text, row by row. */
export async function xlsxCells(bytes: Buffer): Promise<string[][]> {
  if (!(await zipFits(bytes, MAX_UNPACKED))) throw new UnusableFile('import-too-large')
  return (await sheetOf(bytes)).map((row) => row.map(cellText))
}

async function sheetOf(bytes: Buffer): Promise<unknown[][]> {
  try {
    return (await readSheet(bytes)) as unknown[][]
  } catch {
    // Not a workbook, or a damaged one: the library's words would not help whoever brought it.
    throw new UnusableFile('import-unreadable')
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  // Sheets know days, not instants: the library puts them at midnight UTC.
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim()
}
