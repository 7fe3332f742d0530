import { documentLength, decodeDoc } from './bson-decode.ts'
import { encodeDoc, type Reply } from './bson-encode.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { type Doc, newDoc } from './values.ts'

export const OP_REPLY = 1
export const OP_QUERY = 2004
export const OP_MSG = 2013
/** What MongoDB allows for one message. */
export const MAX_MESSAGE = 48_000_000
const HEADER = 16

const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2

/** A command as it came in. Documents of a sequence stay bytes: inserts store them as they are. */
export interface Request {
  readonly id: number
  readonly opCode: number
  readonly command: Doc
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>
  /** False for unacknowledged writes, which get no reply. */
  readonly wantsReply: boolean
}

const malformed = (why: string): MongoError => new MongoError(CODES.ProtocolError, `malformed message: ${why}`)

/** Collects bytes until whole messages are there. */
export class MessageReader {
  #chunks: Buffer[] = []
  #size = 0

  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    const messages: Buffer[] = []
    for (let length = this.#nextLength(); length !== undefined && this.#size >= length; length = this.#nextLength()) messages.push(this.#take(length))
    return messages
  }

  #nextLength(): number | undefined {
    if (this.#size < 4) return undefined
    if ((this.#chunks[0] as Buffer).length < 4) this.#chunks = [Buffer.concat(this.#chunks)]
    const length = (this.#chunks[0] as Buffer).readInt32LE(0)
    if (length < HEADER || length > MAX_MESSAGE) throw malformed(`length ${length}`)
    return length
  }

  #take(length: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0] as Buffer : Buffer.concat(this.#chunks)
    this.#size -= length
    this.#chunks = all.length > length ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }
}

export function parseMessage(message: Buffer): Request {
  const opCode = message.readInt32LE(12)
  const id = message.readInt32LE(4)
  if (opCode === OP_MSG) return parseOpMsg(message, id)
  if (opCode === OP_QUERY) return parseOpQuery(message, id)
  throw malformed(`operation ${opCode} is not supported`)
}

function parseOpMsg(message: Buffer, id: number): Request {
  if (message.length < HEADER + 5) throw malformed('too short')
  const flags = message.readUInt32LE(HEADER)
  if ((flags & 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw malformed('unknown required flags')
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0)
  const sections = readSections(message, HEADER + 4, end)
  return { id, opCode: OP_MSG, ...sections, wantsReply: (flags & MORE_TO_COME) === 0 }
}

function readSections(message: Buffer, from: number, end: number): Pick<Request, 'command' | 'sequences'> {
  const sequences = new Map<string, Buffer[]>()
  let command: Doc | undefined
  for (let at = from; at < end;) {
    const kind = message[at++]
    if (kind === 0 && !command) { command = decodeDoc(message.subarray(0, end), at); at += documentLength(message, at, end) }
    else if (kind === 1) at = readSequence(message, at, end, sequences)
    else throw malformed(`section of kind ${kind}`)
  }
  if (!command) throw malformed('no body')
  return { command, sequences }
}

function readSequence(message: Buffer, from: number, end: number, sequences: Map<string, Buffer[]>): number {
  const stop = from + (from + 4 <= end ? message.readInt32LE(from) : 0)
  const nameEnd = message.indexOf(0, from + 4)
  if (stop > end || stop < from + 5 || nameEnd < 0 || nameEnd >= stop) throw malformed('document sequence')
  const docs: Buffer[] = []
  for (let at = nameEnd + 1; at < stop;) {
    const length = documentLength(message, at, stop)
    docs.push(message.subarray(at, at + length))
    at += length
  }
  sequences.set(message.toString('utf8', from + 4, nameEnd), docs)
  return stop
}

/** Drivers send their first hello this way; nothing else is answered in the old form. */
function parseOpQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER + 4)
  if (nameEnd < 0) throw malformed('collection name')
  const database = message.toString('utf8', HEADER + 4, nameEnd).split('.')[0] ?? 'admin'
  const command = newDoc(decodeDoc(message, nameEnd + 9), { $db: database })
  return { id, opCode: OP_QUERY, command, sequences: new Map(), wantsReply: true }
}

let lastId = 0

/** The reply as one message, in the form of its request. */
export function replyMessage(request: Pick<Request, 'id' | 'opCode'>, reply: Reply): Buffer {
  const body = encodeDoc(reply)
  const old = request.opCode === OP_QUERY
  const header = Buffer.alloc(old ? HEADER + 20 : HEADER + 5)
  header.writeInt32LE(header.length + body.length, 0)
  header.writeInt32LE(lastId = (lastId + 1) & 0x7fffffff, 4)
  header.writeInt32LE(request.id, 8)
  header.writeInt32LE(old ? OP_REPLY : OP_MSG, 12)
  if (old) header.writeInt32LE(1, HEADER + 16)
  return Buffer.concat([header, body])
}
