import { Budget } from './budget.ts'
import type { Reply } from './bson-encode.ts'
import type { Collection } from './catalog.ts'
import { type Collation, parseCollation, SIMPLE } from './collation.ts'
import { checkConcerns } from './concerns.ts'
import type { Cursors } from './cursors.ts'
import type { Scope } from './expression.ts'
import { badValue, CODES, failedToParse, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { toWhole } from './numbers.ts'
import { createScope } from './scope.ts'
import { asInteger, isDoc, isNullish, isNumeric, type Doc, type Maybe, toNumber, typeOf } from './values.ts'
import type { Database } from './write-operations.ts'

/** One command on its way: what it says and what it works on. */
export interface Context extends Database {
  readonly name: string
  readonly database: string
  readonly command: Doc
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>
  readonly cursors: Cursors
  /** Identifies the connection, for hello and for open cursors. */
  readonly connection: number
}

export type Handler = (context: Context) => Promise<Reply> | Reply

export type FieldType = 'any' | 'object' | 'string' | 'bool' | 'number' | 'array' | 'boolish' | 'hint' | 'binary'

/** A command: its fields with their types. Whatever is not listed is refused. */
export interface Command { readonly fields: Readonly<Record<string, FieldType>>, readonly run: Handler, readonly write?: boolean }

const GENERIC: Readonly<Record<string, FieldType>> = {
  $db: 'string', lsid: 'object', $readPreference: 'object', $clusterTime: 'object', maxTimeMS: 'number', comment: 'any', readConcern: 'object', writeConcern: 'object',
  apiVersion: 'string', apiStrict: 'boolish', apiDeprecationErrors: 'boolish', txnNumber: 'any', $client: 'object', help: 'boolish',
}

/** Refuses unknown fields, wrong types, and transactions. */
export function checkCommand({ name, command }: Context, { fields }: Command): void {
  // Not MongoDB's code 20 of a standalone: the driver would speak of retryable writes instead of showing the message.
  if (command.startTransaction !== undefined || command.autocommit !== undefined) throw notSupported('a multi-document transaction', CODES.OperationNotSupportedInTransaction)
  for (const [field, value] of Object.entries(command)) {
    const type = field === name ? 'any' : fields[field] ?? GENERIC[field]
    if (type === undefined) throw new MongoError(CODES.UnknownField, `BSON field '${name}.${field}' is an unknown field.`)
    checkType(`${name}.${field}`, value, type)
  }
  checkMaxTime(command.maxTimeMS)
  checkConcerns(command)
}

/** null counts as not given. */
export function checkType(field: string, value: Maybe, type: FieldType): void {
  if (isNullish(value) || isOfType(value, type)) return
  if (type === 'hint') throw failedToParse(`BSON field '${field}' must be a string or an object`)
  const expected = type === 'boolish' ? "types '[bool, long, int, decimal, double]'" : type === 'number' ? "types '[long, int, decimal, double]'" : `type '${type}'`
  throw typeMismatch(`BSON field '${field}' is the wrong type '${typeOf(value)}', expected ${expected}`)
}

function isOfType(value: Maybe, type: FieldType): boolean {
  switch (type) {
    case 'any': return true
    case 'number': return isNumeric(value)
    case 'boolish': return typeof value === 'boolean' || isNumeric(value)
    case 'hint': return typeof value === 'string' || isDoc(value)
    case 'binary': return typeOf(value) === 'binData'
    default: return typeOf(value) === type
  }
}

function checkMaxTime(value: Maybe): void {
  if (!isNumeric(value)) return
  const time = asInteger(value)
  if (time === undefined) throw failedToParse('maxTimeMS has non-integral value')
  if (time < 0 || time > 2147483647) throw badValue(`${time} value for maxTimeMS is out of range [0, 2147483647]`)
}

/** The collection a command names in its first field. */
export function namespaceOf({ name, command, database }: Context): string {
  const collection = command[name]
  if (typeof collection !== 'string') throw isNullish(collection) || typeOf(collection) === 'missing' ? new MongoError(CODES.InvalidNamespace, `collection name has invalid type ${typeOf(collection)}`) : new MongoError(CODES.InvalidNamespace, `collection name has invalid type ${typeOf(collection)}`)
  return checkNamespace(database, collection)
}

export function checkNamespace(database: string, collection: string): string {
  const invalid = collection === '' || collection.startsWith('.') || collection.endsWith('.') || collection.includes('\0') || collection.includes('$')
  if (invalid) throw new MongoError(CODES.InvalidNamespace, `Invalid namespace specified '${database}.${collection}'`)
  if (database === '' || database.length > 63 || /[/\\. "$\0]/.test(database)) throw new MongoError(CODES.InvalidNamespace, `Invalid database name '${database}'`)
  if (Buffer.byteLength(`${database}.${collection}`) > 255) throw new MongoError(CODES.InvalidNamespace, 'Fully qualified namespace is too long. Max: 255')
  return `${database}.${collection}`
}

/** Collation, let and maxTimeMS of a command, or of one statement in it. */
export function scopeOf({ command }: Pick<Context, 'command'>, collection?: Collection, own: Maybe = command.collation): Scope {
  const collation: Collation = parseCollation(own, collection?.collation ?? SIMPLE)
  return createScope({ collation, variables: command.let, budget: new Budget(isNumeric(command.maxTimeMS) ? toNumber(command.maxTimeMS) : 0) })
}

/** A count of documents: whole and not negative. */
export function countArgument(value: Maybe, name: string): number {
  if (isNullish(value)) return 0
  if (!isNumeric(value)) throw typeMismatch(`BSON field '${name}' is the wrong type '${typeOf(value)}', expected types '[long, int, decimal, double]'`)
  const number = toWhole(value)
  if (Number.isNaN(number)) return 0
  if (number < 0) throw badValue(`BSON field '${name}' value must be >= 0, actual value '${number}'`)
  return number
}

/** `cursor: {batchSize}` of commands that answer with a cursor. */
export function cursorArgument(cursor: Doc): number | undefined {
  const unknown = Object.keys(cursor).find(name => name !== 'batchSize')
  if (unknown !== undefined) throw new MongoError(CODES.UnknownField, `BSON field 'cursor.${unknown}' is an unknown field.`)
  return isNullish(cursor.batchSize) ? undefined : countArgument(cursor.batchSize, 'cursor.batchSize')
}

/** Does the client want to know that the disk has it? */
export function isDurable(command: Doc): boolean {
  const concern = command.writeConcern
  return isDoc(concern) && (concern.j === true || concern.w === 'majority')
}
