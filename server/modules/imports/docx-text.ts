import { UnusableFile } from './raw-table.ts'
import { zipEntry } from './zip-size.ts'

const DOCUMENT = 'word/document.xml'
/** A hundred pages of prose are a tenth of it. */
const MAX_XML = 20 * 1024 * 1024

/** What can be read in a document, one after the other: text, tabs, line breaks, ends of paragraphs, of cells and of rows. */
const pieces = /<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:(tab|br|cr)(?:\s[^>]*)?\/>|<\/w:(p|tc|tr)>/g
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The words of a Word document in reading order: a line for each paragraph and for each row of a table. Only the main
 * text; what was deleted under change tracking (`w:delText`) is not read.
 * @throws UnusableFile when it is no Word document, or unpacks to more than anybody writes
 */
export async function docxText(bytes: Buffer): Promise<string> {
  const xml = (await zipEntry(bytes, DOCUMENT, MAX_XML))?.toString('utf8')
  if (xml === undefined) throw new UnusableFile('import-unreadable')
  let text = ''
  for (const [, words, space, end] of xml.matchAll(pieces)) {
    if (words !== undefined) text += decoded(words)
    else if (end === 'tc') text = `${text.trimEnd()}\t`
    else text += space === 'tab' ? '\t' : '\n'
  }
  return text.split('\n').map((line) => line.replaceAll(/\t+/g, '：').replace(/：$/, '').trim()).filter(Boolean).join('\n')
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name = '') => {
    if (hex === undefined && decimal === undefined) return entities[name] ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
