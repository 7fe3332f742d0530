import { Binary } from 'bson'
import { encodeDoc } from './bson-encode.ts'
import { convertValue, refuseBase } from './convert.ts'
import type { ConvertOptions } from './convert-binary.ts'
import type { Env, Evaluate, Operator } from './expression.ts'
import { CODES, failedToParse, MongoError } from './mongo-error.ts'
import { compileNamed, namedArguments, unary } from './operator-arguments.ts'
import { asInteger, isDoc, isNullish, isNumeric, type Maybe, TYPE_NUMBERS, type TypeName, typeOf, type Value } from './values.ts'

const convert: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['input', 'to'], ['onError', 'onNull', 'format', 'byteOrder', 'base'], { object: CODES.FailedToParse, unknown: CODES.FailedToParse, missing: CODES.FailedToParse })
  if (spec.base !== undefined) throw refuseBase()
  const { input, to, onError, onNull, format, byteOrder } = compileNamed(spec, ['input', 'to', 'onError', 'onNull', 'format', 'byteOrder'], scope)
  return env => {
    const value = input?.(env)
    const wanted = to?.(env)
    const target = targetType(wanted)
    const options = { ...convertOptions(env, format, byteOrder), subtype: subtypeOf(wanted) }
    if (isNullish(value)) return onNull ? onNull(env) : null
    if (target === undefined) return null
    try { return convertValue(value, target, options) } catch (error) {
      if (onError && error instanceof MongoError && error.code === CODES.ConversionFailure) return onError(env)
      throw error
    }
  }
}

const FORMATS = ['base64', 'base64url', 'hex', 'utf8', 'uuid', 'auto']

function convertOptions(env: Env, format: Evaluate | undefined, byteOrder: Evaluate | undefined): ConvertOptions {
  const [encoding, order] = [format?.(env), byteOrder?.(env)]
  if (!isNullish(encoding) && typeof encoding !== 'string') throw new MongoError(4341114, `$convert requires that 'format' be a string, found: ${typeOf(encoding)}`)
  if (typeof encoding === 'string' && !FORMATS.includes(encoding)) throw new MongoError(4341125, `Invalid 'format' argument for $convert: ${encoding}`)
  if (!isNullish(order) && order !== 'little' && order !== 'big') throw new MongoError(9130002, "$convert requires that 'byteOrder' be 'little' or 'big'")
  return { format: encoding ?? undefined, byteOrder: order ?? undefined }
}

/** Undefined for null, which makes the result null. */
function targetType(value: Maybe): TypeName | undefined {
  if (isNullish(value)) return undefined
  if (isDoc(value)) {
    if (isNullish(value.type)) throw failedToParse("$convert's 'to' argument must name a type")
    return targetType(value.type)
  }
  if (typeof value === 'string') {
    if (!Object.values(TYPE_NUMBERS).includes(value as TypeName) && !['undefined', 'javascriptWithScope', 'dbPointer'].includes(value)) throw new MongoError(CODES.BadValue, `Unknown type name: ${value}`)
    return value as TypeName
  }
  if (!isNumeric(value)) throw failedToParse(`$convert's 'to' argument must be a string or number, but is ${typeOf(value)}`)
  const type = TYPE_NUMBERS[asInteger(value) ?? NaN]
  if (type === undefined) throw failedToParse(`In $convert, numeric value for 'to' does not correspond to a BSON type: ${String(value)}`)
  return type
}

/** Subtypes 0 to 9 have a meaning, and those from 128 are free to use. */
const LAST_SUBTYPE = 9

function subtypeOf(wanted: Maybe): number | undefined {
  if (!isDoc(wanted) || wanted.subtype === undefined) return undefined
  if (!isNumeric(wanted.subtype)) throw new MongoError(4341108, `$convert's 'subtype' must be a number, but is ${typeOf(wanted.subtype)}`)
  const subtype = asInteger(wanted.subtype)
  if (subtype === undefined) throw new MongoError(4341106, "$convert's 'subtype' must be an integer")
  if (subtype < 0 || subtype > 255 || (subtype > LAST_SUBTYPE && subtype < 128)) throw new MongoError(4341107, `In $convert, numeric value for 'subtype' does not correspond to a BinData subtype: ${subtype}`)
  return subtype
}

function converter(to: TypeName): Operator {
  return unary(value => (isNullish(value) ? null : convertValue(value, to, to === 'string' ? { format: 'auto' } : {})))
}

const toUuid = unary((value: Maybe) => (isNullish(value) ? null : convertValue(value, 'binData', { format: 'uuid' })))

const binarySize = unary((value, name) => {
  if (isNullish(value)) return null
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (value instanceof Binary) return value.position
  throw new MongoError(51276, `${name} requires a string or BinData argument, found: ${typeOf(value)}`)
})

const bsonSize = unary((value, name) => {
  if (isNullish(value)) return null
  if (!isDoc(value)) throw new MongoError(31393, `${name} requires a document input, found: ${typeOf(value)}`)
  return encodeDoc(value).length
})

export const TYPE_OPERATORS: Readonly<Record<string, Operator>> = {
  $convert: convert, $toBool: converter('bool'), $toInt: converter('int'), $toLong: converter('long'), $toDouble: converter('double'), $toDecimal: converter('decimal'), $toString: converter('string'),
  $toDate: converter('date'), $toObjectId: converter('objectId'), $toUUID: toUuid, $type: unary((value: Maybe): Value => typeOf(value)), $binarySize: binarySize, $bsonSize: bsonSize,
}
