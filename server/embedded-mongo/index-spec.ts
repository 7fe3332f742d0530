import { parseCollation } from './collation.ts'
import { compileFilter } from './match.ts'
import { badValue, CODES, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { createScope } from './scope.ts'
import { isDoc, isNumeric, type Doc, newDoc, toNumber, typeOf, type Value } from './values.ts'

const cannotCreate = (message: string): MongoError => new MongoError(CODES.CannotCreateIndex, message)

const KNOWN = ['v', 'key', 'name', 'ns', 'background', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation', 'hidden']
const REFUSED = ['weights', 'default_language', 'language_override', 'textIndexVersion', '2dsphereIndexVersion', 'bits', 'min', 'max', 'bucketSize', 'wildcardProjection', 'storageEngine', 'prepareUnique', 'clustered']

/** Checks an index as createIndexes gets it, and returns it as listIndexes shows it. */
export function checkIndexSpec(spec: Doc): Doc {
  for (const option of Object.keys(spec)) {
    if (REFUSED.includes(option)) throw notSupported(`index option ${option}`)
    if (!KNOWN.includes(option)) throw new MongoError(CODES.InvalidIndexSpecificationOption, `The field '${option}' is not valid for an index specification`)
  }
  if (!isDoc(spec.key)) throw spec.key === undefined ? new MongoError(CODES.FailedToParse, "The 'key' field is a required property of an index specification") : typeMismatch("The field 'key' must be an object")
  checkKey(spec.key)
  checkName(spec.name)
  checkFlags(spec)
  checkPartial(spec)
  checkTtl(spec)
  checkVersion(spec)
  checkIdIndex(spec)
  if ('collation' in spec && !isDoc(spec.collation)) throw typeMismatch(`The field 'collation' must be an object, but got ${typeOf(spec.collation)}`)
  const { spec: collation } = parseCollation(spec.collation)
  return shown(spec, collation ?? spec.collation)
}

function checkKey(key: Doc): void {
  const fields = Object.entries(key)
  if (fields.length === 0) throw cannotCreate('Index keys cannot be an empty object')
  if (fields.length > 32) throw new MongoError(13103, 'too many compound keys')
  for (const [field, direction] of fields) {
    checkField(field)
    if (typeof direction === 'string') throw direction === '' ? cannotCreate('Values in v:2 index key pattern cannot be the empty string') : kindRefused(direction)
    if (!isNumeric(direction)) throw typeMismatchKey(direction)
    if (toNumber(direction) === 0 || Number.isNaN(toNumber(direction))) throw cannotCreate('Values in the index key pattern cannot be 0.')
  }
}

const typeMismatchKey = (direction: Value): MongoError => cannotCreate(`Values in v:2 index key pattern cannot be of type ${typeOf(direction)}. Only numbers > 0, numbers < 0, and strings are allowed.`)

function kindRefused(kind: string): MongoError {
  return ['text', 'hashed', '2d', '2dsphere', 'geoHaystack', 'wildcard'].includes(kind) ? notSupported(`index type ${kind}`) : cannotCreate(`Unknown index plugin '${kind}'`)
}

function checkField(field: string): void {
  if (field === '') throw cannotCreate('Index keys cannot be an empty field.')
  if (field.includes('$**')) throw notSupported('wildcard indexes')
  const parts = field.split('.')
  if (parts.includes('')) throw cannotCreate('Index keys cannot contain an empty field.')
  if (parts.some(part => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part))) throw cannotCreate(`Index key contains an illegal field name: field name starts with '$'.`)
}

function checkName(name: Value | undefined): void {
  if (name === undefined) throw new MongoError(CODES.FailedToParse, "The 'name' field is a required property of an index specification")
  if (typeof name !== 'string') throw typeMismatch(`The field 'name' must be a string, but got ${typeOf(name)}`)
  if (name === '') throw cannotCreate('index name cannot be empty')
  if (name === '*') throw badValue('The index name \'*\' is not valid.')
}

function checkFlags(spec: Doc): void {
  for (const flag of ['unique', 'sparse', 'background', 'hidden'] as const) {
    const value = spec[flag]
    if (value !== undefined && typeof value !== 'boolean' && !isNumeric(value)) throw typeMismatch(`The field '${flag}' has value, which is not convertible to bool`)
  }
  if (spec.hidden === true) throw notSupported('hidden indexes')
}

const PARTIAL_OPERATORS = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']

function checkPartial(spec: Doc): void {
  const filter = spec.partialFilterExpression
  if (filter === undefined) return
  if (!isDoc(filter)) throw typeMismatch(`The field 'partialFilterExpression' must be an object, but got ${typeOf(filter)}`)
  if (spec.sparse === true) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options')
  if (isDoc(spec.key) && Object.keys(spec.key).join() === '_id') throw cannotCreate('_id index cannot be a partial index')
  checkPartialOperators(filter)
  compileFilter(filter, createScope())
}

function checkPartialOperators(filter: Doc): void {
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' || name === '$or') { if (Array.isArray(value)) value.forEach(item => { if (isDoc(item)) checkPartialOperators(item) }) }
    else if (name.startsWith('$')) throw cannotCreate(`unsupported expression in partial index: ${name}`)
    else if (isDoc(value)) checkPartialField(value)
  }
}

function checkPartialField(value: Doc): void {
  for (const [name, argument] of Object.entries(value)) {
    if (!name.startsWith('$')) return
    if (!PARTIAL_OPERATORS.includes(name) || (name === '$exists' && argument !== true)) throw cannotCreate(`unsupported expression in partial index: ${name}`)
  }
}

function checkTtl(spec: Doc): void {
  const seconds = spec.expireAfterSeconds
  if (seconds === undefined) return
  if (!isNumeric(seconds)) throw typeMismatch(`TTL index 'expireAfterSeconds' option must be numeric, but received a type of '${typeOf(seconds)}'`)
  if (toNumber(seconds) < 0 || toNumber(seconds) > 2147483647 || Number.isNaN(toNumber(seconds))) throw cannotCreate("TTL index 'expireAfterSeconds' option must be within an acceptable range")
  if (isDoc(spec.key) && Object.keys(spec.key).length > 1) throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL')
  if (isDoc(spec.key) && '_id' in spec.key) throw new MongoError(CODES.InvalidIndexSpecificationOption, "The field 'expireAfterSeconds' is not valid for an _id index specification")
}

function checkVersion({ v }: Doc): void {
  if (v === undefined) return
  if (!isNumeric(v)) throw typeMismatch(`The field 'v' must be a number, but got ${typeOf(v)}`)
  if (toNumber(v) === 1) throw notSupported('index version 1')
  if (toNumber(v) !== 2) throw cannotCreate(`Invalid index specification: v must be 2, but is ${toNumber(v)}`)
}

/** Every collection has the index on `_id`, and it has no options. */
function checkIdIndex(spec: Doc): void {
  if (Object.keys(spec.key as Doc).join() !== '_id') return
  const option = ['unique', 'sparse', 'hidden'].find(name => spec[name] !== undefined)
  if (option !== undefined) throw new MongoError(CODES.InvalidIndexSpecificationOption, `The field '${option}' is not valid for an _id index specification`)
}

function shown(spec: Doc, collation: Value | undefined): Doc {
  const made = newDoc({ v: 2, key: spec.key as Doc, name: spec.name as string })
  for (const flag of ['unique', 'sparse', 'background'] as const) {
    const value = spec[flag]
    if (value !== undefined) made[flag] = typeof value === 'boolean' ? value : toNumber(value as number) !== 0
  }
  for (const option of ['partialFilterExpression', 'expireAfterSeconds'] as const) if (spec[option] !== undefined) made[option] = spec[option]
  if (collation !== undefined) made.collation = collation
  return made
}
