import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { CODES, MongoError } from './mongo-error.ts'
import { type Doc, double, newDoc, type Value } from './values.ts'

/** As deep as MongoDB reads a message: 200 levels inside the command. */
const MAX_DEPTH = 201

const invalid = (why: string): MongoError => new MongoError(CODES.InvalidBSON, `invalid BSON: ${why}`)

/** Decodes with number types kept apart, which the driver's own decoder does not do for plain numbers. */
export function decodeDoc(buffer: Buffer, offset = 0): Doc {
  return new Decoder(buffer, offset).document()
}

/** These fields alone; what the others hold is passed over. */
export function decodeFields(buffer: Buffer, names: ReadonlySet<string>): Doc {
  return new Decoder(buffer, 0).fields(names)
}

/** The length a document declares, checked against the bytes that are there. */
export function documentLength(buffer: Buffer, offset: number, end = buffer.length): number {
  if (offset + 5 > end) throw invalid('truncated document')
  const length = buffer.readInt32LE(offset)
  if (length < 5 || offset + length > end || buffer[offset + length - 1] !== 0) throw invalid('wrong document length')
  return length
}

const LONGEST_NAME = 64

/** Names repeat from document to document: found by their bytes they need not be made again. */
const NAMES = new Array<string | undefined>(4096)

/** The text of these bytes; undefined when one of them is not ASCII. */
function knownName(buffer: Buffer, start: number, end: number): string | undefined {
  let hash = end - start
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (buffer[at] as number)) | 0
  const known = NAMES[hash & 4095]
  if (known !== undefined && isWritten(known, buffer, start, end)) return known
  for (let at = start; at < end; at++) if ((buffer[at] as number) > 127) return undefined
  return NAMES[hash & 4095] = buffer.toString('latin1', start, end)
}

function isWritten(name: string, buffer: Buffer, start: number, end: number): boolean {
  if (name.length !== end - start) return false
  for (let at = start; at < end; at++) if (name.charCodeAt(at - start) !== buffer[at]) return false
  return true
}

class Decoder {
  readonly #buffer: Buffer
  #at: number
  #depth = 0

  constructor(buffer: Buffer, offset: number) {
    this.#buffer = buffer
    this.#at = offset
  }

  document(): Doc {
    const doc = newDoc()
    const end = this.#begin()
    while (this.#at < end) {
      const type = this.#buffer[this.#at++] as number
      doc[this.#cstring()] = this.#value(type)
    }
    this.#end(end)
    return doc
  }

  fields(names: ReadonlySet<string>): Doc {
    const doc = newDoc()
    const end = this.#begin()
    while (this.#at < end) {
      const type = this.#buffer[this.#at++] as number
      const name = this.#cstring()
      if (names.has(name)) doc[name] = this.#value(type)
      else this.#pass(type)
    }
    this.#end(end)
    return doc
  }

  /** The long ones by the length they declare, the others by reading them. */
  #pass(type: number): void {
    if (type === 0x03 || type === 0x04) this.#take(documentLength(this.#buffer, this.#at))
    else if (type === 0x02) this.#take(this.#int())
    else this.#value(type)
  }

  #array(): Value[] {
    const items: Value[] = []
    const end = this.#begin()
    while (this.#at < end) {
      const type = this.#buffer[this.#at++] as number
      this.#skipName()
      items.push(this.#value(type))
    }
    this.#end(end)
    return items
  }

  /** Enters a document and says where its elements end. */
  #begin(): number {
    const end = this.#at + documentLength(this.#buffer, this.#at) - 1
    if (++this.#depth > MAX_DEPTH) throw new MongoError(CODES.Overflow, 'document is nested too deeply')
    this.#at += 4
    return end
  }

  #end(end: number): void {
    if (this.#at !== end) throw invalid('an element passes the end of its document')
    this.#at++
    this.#depth--
  }

  /** An array's elements are named by their places, which say nothing. */
  #skipName(): void {
    this.#at = this.#endOfName(this.#at) + 1
  }

  #cstring(): string {
    const start = this.#at
    const end = this.#endOfName(start)
    this.#at = end + 1
    return (end - start <= LONGEST_NAME ? knownName(this.#buffer, start, end) : undefined) ?? this.#buffer.toString('utf8', start, end)
  }

  #endOfName(start: number): number {
    for (let at = start; at < start + LONGEST_NAME && at < this.#buffer.length; at++) if (this.#buffer[at] === 0) return at
    const end = this.#buffer.indexOf(0, start)
    if (end < 0) throw invalid('unterminated name')
    return end
  }

  #take(length: number): number {
    const start = this.#at
    if (length < 0 || start + length > this.#buffer.length) throw invalid('truncated value')
    this.#at = start + length
    return start
  }

  #int(): number { return this.#buffer.readInt32LE(this.#take(4)) }
  #long(): bigint { return this.#buffer.readBigInt64LE(this.#take(8)) }
  #bytes(length: number): Buffer { return Buffer.from(this.#buffer.subarray(this.#take(length), this.#at)) }

  #string(): string {
    const length = this.#int()
    const start = this.#take(length)
    if (length < 1 || this.#buffer[this.#at - 1] !== 0) throw invalid('wrong string length')
    return this.#buffer.toString('utf8', start, this.#at - 1)
  }

  #binary(): Binary {
    const length = this.#int()
    const subtype = this.#buffer[this.#take(1)] as number
    return new Binary(this.#bytes(length), subtype)
  }

  #timestamp(): Timestamp {
    const i = this.#buffer.readUInt32LE(this.#take(4))
    return new Timestamp({ t: this.#buffer.readUInt32LE(this.#take(4)), i })
  }

  #codeWithScope(): Code {
    this.#int()
    return new Code(this.#string(), this.document())
  }

  #value(type: number): Value {
    switch (type) {
      case 0x01: return double(this.#buffer.readDoubleLE(this.#take(8)))
      case 0x02: return this.#string()
      case 0x03: return this.document()
      case 0x04: return this.#array()
      case 0x05: return this.#binary()
      // undefined: deprecated in BSON, and the same as null in every comparison
      case 0x06: case 0x0a: return null
      case 0x07: return new ObjectId(this.#bytes(12))
      case 0x08: return this.#buffer[this.#take(1)] === 1
      case 0x09: return new Date(Number(this.#long()))
      case 0x0b: return new BSONRegExp(this.#cstring(), this.#cstring())
      case 0x0d: return new Code(this.#string())
      case 0x0e: return new BSONSymbol(this.#string())
      case 0x0f: return this.#codeWithScope()
      case 0x10: return this.#int()
      case 0x11: return this.#timestamp()
      case 0x12: return this.#long()
      case 0x13: return new Decimal128(this.#bytes(16))
      case 0x7f: return new MaxKey()
      case 0xff: return new MinKey()
      default: throw invalid(`unknown type ${type}`)
    }
  }
}
