import { createInflateRaw } from 'node:zlib'
import { UnusableFile } from './raw-table.ts'

const END_RECORD = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 30
const STORED = 0
const DEFLATED = 8
const MAX_ENTRIES = 5000

interface Entry { name: string; method: number; packed: number; offset: number }

/**
 * Whether a zip file unpacks to at most `limit` bytes. It is unpacked and counted, not asked: the sizes written in a
 * bomb are lies. Every entry counts, however often several of them name the same bytes.
 */
export async function zipFits(bytes: Buffer, limit: number): Promise<boolean> {
  let left = limit
  for (const entry of entriesOf(bytes)) {
    left -= await unpackedSize(bytes, entry, left)
    if (left < 0) return false
  }
  return true
}

/**
 * One file of a zip; undefined when there is none of that name.
 * @throws UnusableFile when it unpacks to more than `limit` bytes, or the zip is damaged
 */
export async function zipEntry(bytes: Buffer, name: string, limit: number): Promise<Buffer | undefined> {
  const entry = entriesOf(bytes).find((one) => one.name === name)
  if (!entry) return undefined
  const packed = packedBytes(bytes, entry)
  if (entry.method === STORED) return packed
  const pieces: Buffer[] = []
  if ((await inflated(packed, limit, (piece) => pieces.push(piece))) > limit) throw new UnusableFile('import-too-large')
  return Buffer.concat(pieces)
}

function entriesOf(bytes: Buffer): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_RECORD) throw new UnusableFile('import-unreadable')
  const count = bytes.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw new UnusableFile('import-too-large')
  const entries: Entry[] = []
  for (let at = bytes.readUInt32LE(end + 16); entries.length < count;) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new UnusableFile('import-unreadable')
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28))
    entries.push({ name, method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42) })
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function unpackedSize(bytes: Buffer, entry: Entry, limit: number): Promise<number> {
  const packed = packedBytes(bytes, entry)
  return entry.method === STORED ? Promise.resolve(entry.packed) : inflated(packed, limit)
}

function packedBytes(bytes: Buffer, { method, packed, offset }: Entry): Buffer {
  if (offset + LOCAL_HEADER > bytes.length || (method !== STORED && method !== DEFLATED)) throw new UnusableFile('import-unreadable')
  const start = offset + LOCAL_HEADER + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  return bytes.subarray(start, start + packed)
}

/** Counts what comes out and lets go of it unless somebody takes it; stops as soon as it is too much. */
function inflated(packed: Buffer, limit: number, take?: (piece: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let size = 0
    const inflate = createInflateRaw()
    inflate.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > limit) { inflate.destroy(); resolve(size) } else take?.(piece)
    })
    inflate.on('end', () => resolve(size))
    inflate.on('error', () => reject(new UnusableFile('import-unreadable')))
    inflate.end(packed)
  })
}
