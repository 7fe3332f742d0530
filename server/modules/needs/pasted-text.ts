import { extname } from 'node:path'
import { docxText } from '../imports/docx-text.ts'
import { textOf } from '../imports/file-text.ts'
import { type FileFault, UnusableFile } from '../imports/raw-table.ts'
import { xlsxCells } from '../imports/xlsx-table.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'

/** What somebody has at hand: words they pasted, or a file. */
export interface Pasted { text: string; fileName: string; bytes: Buffer }

export type PasteRefusal = FileFault | 'nothing-pasted'

export const MAX_PASTED_BYTES = 5 * 1024 * 1024
/** The rest is on page twelve and nobody checks it field by field. */
export const MAX_PASTED = 20_000

const READERS: Record<string, (bytes: Buffer) => string | Promise<string>> = {
  '.txt': (bytes) => textOf(bytes).text, '.md': (bytes) => textOf(bytes).text, '.docx': docxText, '.xlsx': sheetText,
}

/** The text of a paste; a file comes before typed words when there are both. Line ends are those of the text, `\n`. */
export async function pastedText({ text, fileName, bytes }: Pasted): Promise<Outcome<string, PasteRefusal>> {
  try {
    const read = bytes.length > 0 ? await fileText(fileName, bytes) : text
    const plain = read.replaceAll(/\r\n?/g, '\n').trim().slice(0, MAX_PASTED)
    return plain === '' ? refused('nothing-pasted', { text: 'error.required' }) : done(plain)
  } catch (error) {
    if (error instanceof UnusableFile) return refused(error.fault, { content: `refusal.${error.fault}` })
    throw error
  }
}

async function fileText(fileName: string, bytes: Buffer): Promise<string> {
  if (bytes.length > MAX_PASTED_BYTES) throw new UnusableFile('import-too-large')
  const read = READERS[extname(fileName).toLowerCase()]
  if (!read) throw new UnusableFile('import-type')
  return read(bytes)
}

/** A form in a sheet: label and value side by side become `label：value`. */
async function sheetText(bytes: Buffer): Promise<string> {
  const rows = (await xlsxCells(bytes)).map((row) => row.filter((cell) => cell !== ''))
  return rows.filter((row) => row.length > 0).map((row) => row.join(row.length === 2 ? '：' : '，')).join('\n')
}
