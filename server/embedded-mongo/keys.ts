import { type Binary, type BSONRegExp, type Code, Decimal128, Double, type ObjectId, type Timestamp } from 'bson'
import { textOf, TYPE_ORDER } from './compare.ts'
import { compareDecimals, type Finite } from './decimal.ts'
import { exactDecimal } from './numbers.ts'
import { type Doc, type Maybe, type Numeric, typeOf, type Value } from './values.ts'

/** Makes two strings one key, when a collation says that they are equal. */
export type FoldString = (text: string) => string

const asIs: FoldString = text => text

/**
 * Bytes whose order is the order of `compare`. Every value ends itself, so keys of several
 * values are their concatenation; inverted bytes give descending order.
 */
export function encodeKey(value: Maybe, fold: FoldString = asIs): Buffer {
  const bytes: number[] = []
  write(value, bytes, fold)
  return Buffer.from(bytes)
}

/** As `encodeKey`, as a string of bytes that can key a Map. */
export function mapKey(value: Maybe, fold: FoldString = asIs): string {
  // Most groups and sets hold plain strings, which need no bytes; the prefix keeps them apart.
  return typeof value === 'string' ? `s${fold(value)}` : encodeKey(value, fold).toString('latin1')
}

function write(value: Maybe, bytes: number[], fold: FoldString): void {
  const type = typeOf(value)
  bytes.push(TYPE_ORDER[type])
  switch (type) {
    case 'int': case 'long': case 'double': case 'decimal': writeNumber(value as Numeric, bytes); break
    case 'string': case 'symbol': writeText(fold(textOf(value)), bytes); break
    case 'object': writeDoc(value as Doc, bytes, fold); break
    case 'array': for (const item of value as Value[]) write(item, bytes, fold); bytes.push(0); break
    case 'bool': bytes.push(value === true ? 1 : 0); break
    case 'date': writeLong(BigInt((value as Date).getTime()) + 2n ** 63n, bytes); break
    case 'objectId': append((value as ObjectId).id, bytes); break
    default: writeRare(value as Value, bytes)
  }
}

function writeRare(value: Value, bytes: number[]): void {
  switch (typeOf(value)) {
    case 'timestamp': writeLong((value as Timestamp).toBigInt(), bytes); break
    case 'regex': writeText((value as BSONRegExp).pattern, bytes); writeText((value as BSONRegExp).options, bytes); break
    case 'javascript': case 'javascriptWithScope': writeText((value as Code).code, bytes); break
    case 'binData': writeBinary(value as Binary, bytes); break
    default:
  }
}

function append(source: Uint8Array, bytes: number[]): void {
  for (const byte of source) bytes.push(byte)
}

function writeDoc(doc: Doc, bytes: number[], fold: FoldString): void {
  for (const name of Object.keys(doc)) {
    bytes.push(TYPE_ORDER[typeOf(doc[name])])
    writeText(name, bytes)
    write(doc[name], bytes, fold)
  }
  bytes.push(0)
}

/** Ends with a zero byte; a zero inside is followed by 255, which no type starts with. */
function writeText(text: string, bytes: number[]): void {
  for (const byte of Buffer.from(text, 'utf8')) {
    bytes.push(byte)
    if (byte === 0) bytes.push(255)
  }
  bytes.push(0)
}

function writeBinary(value: Binary, bytes: number[]): void {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(value.position)
  append(size, bytes)
  bytes.push(value.sub_type)
  append(value.buffer.subarray(0, value.position), bytes)
}

const eight = Buffer.alloc(8)

function writeLong(value: bigint, bytes: number[]): void {
  eight.writeBigUInt64BE(value)
  append(eight, bytes)
}

/**
 * A number is the greatest double not above it, then 0 when that is exact,
 * or 1 and the number's own digits: so 1, Long(1), 1.0 and Decimal128('1') are one key.
 */
function writeNumber(value: Numeric, bytes: number[]): void {
  if (typeof value === 'number' || value instanceof Double) return writeExact(value instanceof Double ? value.value : value, bytes)
  const floor = floorDouble(value)
  writeDouble(floor, bytes)
  const exact = exactDecimal(value)
  if (typeof exact === 'string' || compareDecimals(exact, exactDecimal(floor)) === 0) bytes.push(0)
  else writeDigits(exact, bytes)
}

function writeExact(value: number, bytes: number[]): void {
  writeDouble(value, bytes)
  bytes.push(0)
}

function writeDouble(value: number, bytes: number[]): void {
  if (Number.isNaN(value)) { append(Buffer.alloc(8), bytes); return }
  // + 0 makes -0 a 0
  eight.writeDoubleBE(value + 0)
  if ((eight[0] as number) & 0x80) for (let i = 0; i < 8; i++) eight[i] = ~(eight[i] as number)
  else eight[0] = (eight[0] as number) | 0x80
  append(eight, bytes)
}

function floorDouble(value: bigint | Decimal128): number {
  const nearest = value instanceof Decimal128 ? Number(value.toString()) : Number(value)
  return Number.isNaN(nearest) || compareDecimals(exactDecimal(nearest), exactDecimal(value)) <= 0 ? nearest : below(nearest)
}

function below(value: number): number {
  if (value === Infinity) return Number.MAX_VALUE
  if (value === 0) return -Number.MIN_VALUE
  eight.writeDoubleBE(value)
  eight.writeBigInt64BE(eight.readBigInt64BE() + (value > 0 ? -1n : 1n))
  return eight.readDoubleBE()
}

function writeDigits(value: Finite, bytes: number[]): void {
  const digits = String(value.coefficient).replace(/0+$/, '')
  const exponent = String(value.coefficient).length + value.exponent + 0x8000
  const tail = [exponent >> 8, exponent & 255, ...Buffer.from(digits, 'latin1'), 0]
  bytes.push(1)
  for (const byte of tail) bytes.push(value.negative ? 255 - byte : byte)
}
