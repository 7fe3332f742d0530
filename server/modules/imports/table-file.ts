import { extname } from 'node:path'
import { csvTable } from './csv-table.ts'
import { jsonlTable } from './jsonl-table.ts'
import { MAX_FILE_BYTES, type RawTable, UnusableFile } from './raw-table.ts'
import { xlsxTable } from './xlsx-table.ts'

const READERS: Record<string, (bytes: Buffer) => RawTable | Promise<RawTable>> = {
  '.csv': csvTable, '.txt': csvTable, '.tsv': csvTable, '.xlsx': xlsxTable, '.jsonl': jsonlTable, '.ndjson': jsonlTable,
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1')

/**
 * The rows of a file that somebody brought.
 * @throws UnusableFile when nothing can be made of it
 */
export async function readTable(fileName: string, bytes: Buffer): Promise<RawTable> {
  if (bytes.length > MAX_FILE_BYTES) throw new UnusableFile('import-too-large')
  const type = extname(fileName).toLowerCase()
  const read = READERS[type]
  // A workbook under another name is the commonest mistake; its text would be garbage.
  if (!read || bytes.subarray(0, 4).equals(ZIP) !== (type === '.xlsx')) throw new UnusableFile('import-type')
  const table = await read(bytes)
  if (table.rows.length === 0) throw new UnusableFile('import-empty')
  return table
}
