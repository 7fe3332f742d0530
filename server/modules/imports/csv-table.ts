import { parse } from 'csv-parse'
import { textOf } from './file-text.ts'
import { isBlank, MAX_ROWS, type RawRow, type RawTable, rowOf, UnusableFile } from './raw-table.ts'

interface Parsed { record: string[]; info: { lines: number } }

/** Comma, semicolon or tab, whichever the header uses; cells are text whatever they look like. */
export async function csvTable(bytes: Buffer): Promise<RawTable> {
  const { text, decodedFrom } = textOf(bytes)
  const rows: RawRow[] = []
  let columns: string[] | undefined
  for await (const { record, info } of records(text)) {
    if (columns) rows.push(rowOf(info.lines - breaksIn(record), columns, record))
    else columns = record.map((name) => name.trim())
    if (rows.length > MAX_ROWS) throw new UnusableFile('import-too-many-rows')
  }
  return { columns: columns ?? [], rows: rows.filter((row) => !isBlank(row)), ...(decodedFrom ? { decodedFrom } : {}) }
}

/** The parser tells on which line a row ends; people look for where it begins. */
const breaksIn = (record: readonly string[]): number => record.reduce((sum, cell) => sum + (cell.match(/\n|\r(?!\n)/g)?.length ?? 0), 0)

async function* records(text: string): AsyncIterable<Parsed> {
  const options = { bom: true, info: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: 400_000 }
  try {
    for await (const parsed of parse(text, options)) yield parsed as Parsed
  } catch (error) {
    if (error instanceof UnusableFile) throw error
    throw new UnusableFile('import-unreadable')
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (character: string): number => header.split(character).length
  return [',', '\t', ';'].reduce((best, one) => (count(one) > count(best) ? one : best))
}
