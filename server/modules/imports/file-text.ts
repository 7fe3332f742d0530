import { UnusableFile } from './raw-table.ts'

/**
 * The text of a file: UTF-8 with or without a mark, UTF-16 with one, otherwise GBK, in which Chinese Excel saves CSV.
 * Bytes that fit none of them are refused, not guessed at.
 */
export function textOf(bytes: Buffer): { text: string; decodedFrom?: 'gb18030' } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decoded('utf-16le', bytes) ?? unreadable() }
  const unicode = decoded('utf-8', bytes)
  if (unicode !== undefined) return { text: plain(unicode) }
  const chinese = decoded('gb18030', bytes)
  return chinese === undefined ? unreadable() : { text: plain(chinese), decodedFrom: 'gb18030' }
}

function decoded(encoding: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    // Not this encoding; the caller tries the next.
    return undefined
  }
}

/** A zero byte means something else than text that happens to decode. */
const plain = (text: string): string => (text.includes('\0') ? unreadable() : text)

function unreadable(): never {
  throw new UnusableFile('import-encoding')
}
