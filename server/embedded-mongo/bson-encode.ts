import { type Binary, type BSONRegExp, type BSONSymbol, type Code, type Decimal128, Double, type ObjectId, type Timestamp } from 'bson'
import { CODES, MongoError } from './mongo-error.ts'
import { type Doc, type Maybe, isInt32, typeOf, type Value } from './values.ts'

/** MongoDB's limit for one document. */
export const MAX_DOCUMENT = 16 * 1024 * 1024

/** A stored document that goes out as it is, without being decoded on the way. */
export class RawDoc {
  readonly bytes: Buffer
  constructor(bytes: Buffer) { this.bytes = bytes }
}

/** What a reply is made of: values, and stored documents as bytes. */
export type ReplyValue = Maybe | RawDoc | readonly ReplyValue[] | { readonly [field: string]: ReplyValue }
export type Reply = Readonly<Record<string, ReplyValue>>

/** The document as BSON. Fields that are undefined are left out. */
export function encodeDoc(doc: Doc | Reply): Buffer {
  const encoder = new Encoder()
  encoder.document(doc)
  return encoder.finish()
}

/** As `encodeDoc`, for documents that will be stored: MongoDB's size limit holds. */
export function encodeStored(doc: Doc): Buffer {
  const bytes = encodeDoc(doc)
  if (bytes.length > MAX_DOCUMENT) throw new MongoError(CODES.BSONObjectTooLarge, `object to insert too large: size in bytes: ${bytes.length}, max size: ${MAX_DOCUMENT}`)
  return bytes
}

/** A document of a reply as the bytes it will be. */
export function rawDoc(value: ReplyValue): RawDoc {
  return value instanceof RawDoc ? value : new RawDoc(encodeDoc(value as Reply))
}

/** Shared by all encoders, since encoding never waits for anything. */
let scratch = Buffer.allocUnsafe(64 * 1024)

class Encoder {
  #at = 0

  finish(): Buffer {
    const bytes = Buffer.from(scratch.subarray(0, this.#at))
    // One huge reply must not keep its memory for ever.
    if (scratch.length > 4 * 1024 * 1024) scratch = Buffer.allocUnsafe(64 * 1024)
    return bytes
  }

  document(doc: Doc | Reply): void {
    const start = this.#reserve(4)
    for (const name of Object.keys(doc)) this.#element(name, (doc as Reply)[name])
    this.#close(start)
  }

  #array(items: readonly ReplyValue[]): void {
    const start = this.#reserve(4)
    for (let i = 0; i < items.length; i++) this.#element(String(i), items[i] ?? null)
    this.#close(start)
  }

  #close(start: number): void {
    this.#byte(0)
    scratch.writeInt32LE(this.#at - start, start)
  }

  /** May replace `scratch`: take its answer before touching the buffer. */
  #reserve(length: number): number {
    const start = this.#at
    this.#at += length
    if (this.#at > scratch.length) scratch = Buffer.concat([scratch, Buffer.allocUnsafe(Math.max(scratch.length, length))])
    return start
  }

  #text(text: string): void {
    const start = this.#reserve(text.length * 3 + 1)
    const length = scratch.write(text, start, 'utf8')
    this.#at = start + length
    this.#byte(0)
  }

  #string(text: string): void {
    const start = this.#reserve(4)
    this.#text(text)
    scratch.writeInt32LE(this.#at - start - 4, start)
  }

  #cstring(text: string): void {
    if (text.includes('\0')) throw new MongoError(CODES.BadValue, 'names and patterns must not contain null bytes')
    this.#text(text)
  }

  #byte(value: number): void { const at = this.#reserve(1); scratch[at] = value }
  #bytes(bytes: Uint8Array): void { const at = this.#reserve(bytes.length); scratch.set(bytes, at) }
  #int(value: number): void { const at = this.#reserve(4); scratch.writeInt32LE(value, at) }
  #long(value: bigint): void { const at = this.#reserve(8); scratch.writeBigInt64LE(value, at) }
  #double(value: number): void { const at = this.#reserve(8); scratch.writeDoubleLE(value, at) }

  #element(name: string, value: ReplyValue): void {
    if (value === undefined) return
    const type = this.#reserve(1)
    this.#cstring(name)
    const code = this.#value(value)
    scratch[type] = code
  }

  /** Writes the value and returns its BSON type. */
  #value(value: Exclude<ReplyValue, undefined>): number {
    switch (typeof value) {
      case 'string': this.#string(value); return 0x02
      case 'boolean': this.#byte(value ? 1 : 0); return 0x08
      case 'number': return this.#number(value)
      case 'bigint': this.#long(value); return 0x12
      default: return this.#object(value)
    }
  }

  #number(value: number): number {
    if (isInt32(value)) { this.#int(value); return 0x10 }
    this.#double(value)
    return 0x01
  }

  #object(value: object | null): number {
    if (value === null) return 0x0a
    if (Array.isArray(value)) { this.#array(value as ReplyValue[]); return 0x04 }
    if (value instanceof RawDoc) { this.#bytes(value.bytes); return 0x03 }
    if (value instanceof Double) { this.#double(value.value); return 0x01 }
    if (value instanceof Date) { this.#long(BigInt(value.getTime())); return 0x09 }
    return this.#special(value as Value)
  }

  #special(value: Value): number {
    switch (typeOf(value)) {
      case 'objectId': this.#bytes((value as ObjectId).id); return 0x07
      case 'decimal': this.#bytes((value as Decimal128).bytes); return 0x13
      case 'binData': this.#binary(value as Binary); return 0x05
      case 'regex': this.#cstring((value as BSONRegExp).pattern); this.#cstring((value as BSONRegExp).options); return 0x0b
      case 'timestamp': scratch.writeBigUInt64LE((value as Timestamp).toBigInt(), this.#reserve(8)); return 0x11
      case 'symbol': this.#string((value as BSONSymbol).value); return 0x0e
      case 'javascript': case 'javascriptWithScope': return this.#code(value as Code)
      case 'minKey': return 0xff
      case 'maxKey': return 0x7f
      default: this.document(value as Doc); return 0x03
    }
  }

  #binary(value: Binary): void {
    this.#int(value.position)
    this.#byte(value.sub_type)
    this.#bytes(value.buffer.subarray(0, value.position))
  }

  #code(value: Code): number {
    if (value.scope === null) { this.#string(value.code); return 0x0d }
    const start = this.#reserve(4)
    this.#string(value.code)
    this.document(value.scope as Doc)
    scratch.writeInt32LE(this.#at - start, start)
    return 0x0f
  }
}
