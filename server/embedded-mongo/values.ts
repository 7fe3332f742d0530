import { type Binary, type BSONRegExp, type BSONSymbol, Code, Decimal128, Double, type MaxKey, type MinKey, type ObjectId, type Timestamp } from 'bson'

/**
 * A BSON value inside the server. Number types survive because each has one shape:
 * int32 is a JavaScript integer in range, int64 is a bigint, a double is a JavaScript
 * number unless it would look like an int32 (then it is wrapped in `Double`).
 */
export type Value =
  | null | boolean | number | bigint | string | Date | Double | Decimal128 | ObjectId | Binary
  | BSONRegExp | Timestamp | Code | BSONSymbol | MinKey | MaxKey | Doc | Value[]

/** A value that may be missing, which MongoDB tells from null in many places. */
export type Maybe = Value | undefined

/** A document: fields in order, without the names every JavaScript object inherits. */
export interface Doc { [field: string]: Value }

const bare = Object.create(null) as object
/** Not `Object.create(null)` itself: V8 would keep every document in a slow hash table. */
const BareDocument = function () { /* its prototype is what matters */ } as unknown as new () => Doc
BareDocument.prototype = bare

/** A document without inherited names, so that `__proto__` and `constructor` are ordinary fields. */
export function newDoc(...sources: readonly Doc[]): Doc {
  const doc = new BareDocument()
  for (const source of sources) for (const name of Object.keys(source)) doc[name] = source[name] as Value
  return doc
}

export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === bare || prototype === Object.prototype
}

export type TypeName =
  | 'missing' | 'undefined' | 'double' | 'string' | 'object' | 'array' | 'binData' | 'objectId' | 'bool' | 'date' | 'null'
  | 'regex' | 'javascript' | 'javascriptWithScope' | 'symbol' | 'int' | 'timestamp' | 'long' | 'decimal' | 'minKey' | 'maxKey'

/**
 * What an empty array counts as in sorting and in indexes: less than null, and present.
 * Never stored.
 */
export const EMPTY_ARRAY = Object.create({ _bsontype: 'Undefined' }) as Value

const CLASS_TYPES: Readonly<Record<string, TypeName>> = {
  Double: 'double', Decimal128: 'decimal', ObjectId: 'objectId', Binary: 'binData', BSONRegExp: 'regex',
  Timestamp: 'timestamp', BSONSymbol: 'symbol', MinKey: 'minKey', MaxKey: 'maxKey', Undefined: 'undefined',
}

/** BSON type numbers, as `$type` and `$convert` take them. */
export const TYPE_NUMBERS: Readonly<Record<string, TypeName>> = {
  1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 7: 'objectId', 8: 'bool', 9: 'date', 10: 'null',
  11: 'regex', 13: 'javascript', 14: 'symbol', 16: 'int', 17: 'timestamp', 18: 'long', 19: 'decimal', 127: 'maxKey', '-1': 'minKey',
}

export function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && !Object.is(value, -0)
}

/** The value's BSON type, by the name that `$type` gives it. */
export function typeOf(value: Maybe): TypeName {
  switch (typeof value) {
    case 'undefined': return 'missing'
    case 'number': return isInt32(value) ? 'int' : 'double'
    case 'bigint': return 'long'
    case 'string': return 'string'
    case 'boolean': return 'bool'
    default: return typeOfObject(value)
  }
}

function typeOfObject(value: object | null): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof Code) return value.scope === null ? 'javascript' : 'javascriptWithScope'
  return isDoc(value) ? 'object' : CLASS_TYPES[(value as { _bsontype: string })._bsontype] ?? 'object'
}

const NUMBERS: ReadonlySet<TypeName> = new Set(['int', 'long', 'double', 'decimal'])

export type Numeric = number | bigint | Double | Decimal128

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double || value instanceof Decimal128
}

export const isNumberType = (type: TypeName): boolean => NUMBERS.has(type)

/** A double keeps its type: integers in the int32 range must be wrapped. */
export const double = (value: number): number | Double => (isInt32(value) ? new Double(value) : value)

/** The value as a JavaScript number, rounded where it does not fit. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return value instanceof Double ? value.value : Number(value.toString())
}

export const isNullish = (value: Maybe): value is null | undefined => value === null || value === undefined

/** What MongoDB takes for true: everything but false, zero, null and missing. */
export function isTruthy(value: Maybe): boolean {
  if (isNullish(value) || value === false) return false
  return !isNumeric(value) || !(value instanceof Decimal128 ? /^-?0+(\.0*)?(E.*)?$/.test(value.toString()) : toNumber(value) === 0)
}

/** An integer in a number of any type (2, 2.0, Long(2)), or undefined. */
export function asInteger(value: Maybe): number | undefined {
  if (!isNumeric(value)) return undefined
  const number = toNumber(value)
  return Number.isSafeInteger(number) ? number + 0 : undefined
}
