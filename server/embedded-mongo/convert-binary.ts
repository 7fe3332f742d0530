import { Binary, Decimal128 } from 'bson'
import { CODES, MongoError } from './mongo-error.ts'
import { isInt32, isNumeric, type Numeric, toNumber, typeOf, type Value } from './values.ts'

export const failure = (message: string): MongoError => new MongoError(CODES.ConversionFailure, message)

export function unsupported(value: Value, to: string): MongoError {
  return failure(`Unsupported conversion from ${typeOf(value)} to ${to} in $convert with no onError value`)
}

const missingFormat = (value: Value, to: string): MongoError => new MongoError(4341115, `Format must be specified when converting from ${typeOf(value)} to ${to}`)

export interface ConvertOptions { readonly format?: string | undefined, readonly byteOrder?: 'little' | 'big' | undefined, readonly subtype?: number | undefined }

export function binaryText(value: Binary, format: string | undefined): string {
  const bytes = Buffer.from(value.buffer.subarray(0, value.position))
  if (format === undefined) throw missingFormat(value, 'string')
  if (format === 'auto') return value.sub_type === Binary.SUBTYPE_UUID ? uuidText(bytes) : bytes.toString('base64')
  if (format === 'uuid') {
    if (value.sub_type !== Binary.SUBTYPE_UUID) throw failure('Binary data is no UUID in $convert with no onError value')
    return uuidText(bytes)
  }
  if (format === 'utf8' && !bytes.equals(Buffer.from(bytes.toString('utf8')))) throw failure('Invalid UTF-8 in $convert with no onError value')
  return format === 'hex' ? bytes.toString('hex').toUpperCase() : bytes.toString(format as BufferEncoding)
}

const uuidText = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export function toBinary(value: Value, { format, byteOrder, subtype }: ConvertOptions): Value {
  if (value instanceof Binary) return value
  if (typeof value === 'string') return textBinary(value, format, subtype)
  if (!isNumeric(value) || value instanceof Decimal128) throw unsupported(value, 'binData')
  return new Binary(numberBytes(value, byteOrder !== 'big'), subtype ?? 0)
}

function textBinary(text: string, format: string | undefined, subtype = 0): Binary {
  if (format === undefined) throw missingFormat(text, 'binData')
  if (format === 'uuid' || (format === 'auto' && UUID.test(text))) {
    if (!UUID.test(text)) throw failure(`'${text}' is not a UUID in $convert with no onError value`)
    return new Binary(Buffer.from(text.replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID)
  }
  const encoding = format === 'auto' ? 'base64' : format
  const bytes = Buffer.from(text, encoding as BufferEncoding)
  const back = bytes.toString(encoding as BufferEncoding)
  if (encoding !== 'utf8' && back.replace(/=+$/, '').toLowerCase() !== text.replace(/=+$/, '').toLowerCase()) throw failure(`Input is not a valid ${encoding} string in $convert with no onError value`)
  return new Binary(bytes, subtype)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function numberBytes(value: Exclude<Numeric, Decimal128>, little: boolean): Buffer {
  const bytes = Buffer.alloc(isInt32(value) ? 4 : 8)
  if (isInt32(value)) bytes.writeInt32LE(value)
  else if (typeof value === 'bigint') bytes.writeBigInt64LE(value)
  else bytes.writeDoubleLE(toNumber(value))
  return little ? bytes : bytes.reverse()
}

export function binaryNumber(value: Binary, { byteOrder }: ConvertOptions, sizes: readonly number[], kind: 'int' | 'float'): number | bigint {
  const bytes = Buffer.from(value.buffer.subarray(0, value.position))
  if (!sizes.includes(bytes.length)) throw failure(`Failed to convert binData of ${bytes.length} bytes in $convert with no onError value`)
  const little = byteOrder === 'big' ? bytes.reverse() : bytes
  if (kind === 'float') return bytes.length === 4 ? little.readFloatLE() : little.readDoubleLE()
  return little.length === 8 ? little.readBigInt64LE() : little.readIntLE(0, little.length)
}
