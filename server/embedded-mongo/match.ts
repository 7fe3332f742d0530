import { equal } from './compare.ts'
import type { Collation } from './collation.ts'
import { compileExpression, type Scope } from './expression.ts'
import { integerArgument, leafOperator } from './match-operators.ts'
import { badValue, CODES, MongoError, notSupported } from './mongo-error.ts'
import { type Position, someAt, someLeaf } from './paths.ts'
import { regexOf } from './regex.ts'
import { isDoc, type Doc, isNullish, isTruthy, type Maybe, type Value } from './values.ts'

/** Does the value (mostly a document) satisfy the filter? `position` learns which array element did. */
export type Matcher = (value: Maybe, position?: Position) => boolean

/** Compiles a query filter. */
export function compileFilter(filter: Doc, scope: Scope): Matcher {
  return every(Object.entries(filter).map(([name, value]) => (name.startsWith('$') ? topLevel(name, value, scope) : field(name, value, scope))))
}

const every = (matchers: readonly Matcher[]): Matcher =>
  matchers.length === 1 ? matchers[0] as Matcher : (value, position) => matchers.every(matcher => matcher(value, position))

const REFUSED = new Set(['$where', '$text', '$jsonSchema', '$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within', '$geoNear'])

function topLevel(name: string, value: Value, scope: Scope): Matcher {
  switch (name) {
    case '$and': return every(list(name, value, scope))
    case '$or': { const any = list(name, value, scope); return (doc, position) => any.some(matcher => matcher(doc, position)) }
    case '$nor': { const any = list(name, value, scope); return doc => !any.some(matcher => matcher(doc)) }
    case '$expr': return expression(value, scope)
    case '$comment': return () => true
    case '$alwaysTrue': case '$alwaysFalse': return () => name === '$alwaysTrue'
    case '$sampleRate': throw notSupported(name)
    default:
      if (REFUSED.has(name)) throw notSupported(name)
      throw badValue(`unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`)
  }
}

function list(name: string, value: Value, scope: Scope): Matcher[] {
  if (!Array.isArray(value)) throw badValue(`${name} must be an array`)
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  return value.map(item => {
    if (!isDoc(item)) throw badValue('$or/$and/$nor entries need to be full objects')
    return compileFilter(item, scope)
  })
}

function expression(value: Value, scope: Scope): Matcher {
  const evaluate = compileExpression(value, scope)
  return doc => isTruthy(evaluate({ root: doc as Doc, current: doc }))
}

/** `{$ref, $id}` is a stored reference, although its fields look like operators. */
export function isOperatorDoc(value: Value): value is Doc {
  if (!isDoc(value)) return false
  const first = Object.keys(value)[0]
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first)
}

function field(path: string, value: Value, scope: Scope): Matcher {
  const parts = path.split('.')
  if (!isOperatorDoc(value)) return equality(parts, value, scope.collation)
  return operators(parts, value, scope)
}

/** A stored regular expression both matches strings and equals itself. */
function equality(parts: readonly string[], value: Value, collation: Collation): Matcher {
  const regex = regexOf(value)
  const test = regex ? leafOperator('$regex', value, { $regex: value }, collation) : (leaf: Maybe) => equal(leaf, value, collation.compareStrings)
  return (doc, position) => someLeaf(doc, parts, test, position)
}

function operators(parts: readonly string[], spec: Doc, scope: Scope): Matcher {
  const names = Object.keys(spec).filter(name => name !== '$comment' && !(name === '$options' && '$regex' in spec))
  return every(names.map(name => operator(parts, name, spec[name] as Value, spec, scope)))
}

function operator(parts: readonly string[], name: string, value: Value, spec: Doc, scope: Scope): Matcher {
  switch (name) {
    case '$not': return not(parts, value, scope)
    case '$ne': return negated(equality(parts, noRegex(value), scope.collation))
    case '$nin': return negated(leaf(parts, '$in', value, spec, scope.collation))
    case '$exists': { const wanted = isTruthy(value); return doc => someAt(doc, parts, 0, found => found !== undefined) === wanted }
    case '$size': return size(parts, value)
    case '$all': return all(parts, value, scope)
    case '$elemMatch': return elemMatch(parts, value, scope)
    default:
      if (REFUSED.has(name)) throw notSupported(name)
      return leaf(parts, name, value, spec, scope.collation)
  }
}

function leaf(parts: readonly string[], name: string, value: Value, spec: Doc, collation: Collation): Matcher {
  const test = leafOperator(name, value, spec, collation)
  return (doc, position) => someLeaf(doc, parts, test, position)
}

const negated = (matcher: Matcher): Matcher => doc => !matcher(doc)

function noRegex(value: Value): Value {
  if (regexOf(value)) throw badValue("Can't have regex as arg to $ne.")
  return value
}

function not(parts: readonly string[], value: Value, scope: Scope): Matcher {
  if (regexOf(value)) return negated(equality(parts, value, scope.collation))
  if (!isDoc(value)) throw badValue('$not needs a regex or a document')
  if (Object.keys(value).length === 0) throw badValue('$not cannot be empty')
  if (!isOperatorDoc(value)) throw badValue(`unknown operator: ${Object.keys(value)[0]}`)
  return negated(operators(parts, value, scope))
}

function size(parts: readonly string[], value: Value): Matcher {
  const wanted = integerArgument(value, '$size')
  if (wanted < 0) throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${wanted}`)
  return doc => someAt(doc, parts, 0, found => Array.isArray(found) && found.length === wanted)
}

function all(parts: readonly string[], value: Value, scope: Scope): Matcher {
  if (!Array.isArray(value)) throw badValue('$all needs an array')
  if (value.length === 0) return () => false
  const elements = value.map(item => isDoc(item) && Object.keys(item)[0] === '$elemMatch')
  if (elements.includes(true) && elements.includes(false)) throw badValue(elements[0] ? '$all/$elemMatch has to be consistent' : 'no $ expressions in $all')
  if (elements[0]) return every(value.map(item => elemMatch(parts, (item as Doc).$elemMatch as Value, scope)))
  if (value.some(isOperatorDoc)) throw badValue('no $ expressions in $all')
  return every(value.map(item => equality(parts, item, scope.collation)))
}

function elemMatch(parts: readonly string[], value: Value, scope: Scope): Matcher {
  if (!isDoc(value)) throw badValue('$elemMatch needs an Object')
  const matches = element(value, scope)
  return (doc, position) => someAt(doc, parts, 0, found => Array.isArray(found) && atSomeIndex(found, matches, position), position)
}

function atSomeIndex(array: readonly Value[], matches: Matcher, position?: Position): boolean {
  const index = array.findIndex(item => matches(item))
  if (index >= 0 && position) position.index = index
  return index >= 0
}

const LOGICAL = ['$and', '$or', '$nor', '$where', '$expr']

/** `{$elemMatch: {$gt: 1}}` asks about the element itself, `{$elemMatch: {a: 1}}` about its fields. */
export function element(value: Doc, scope: Scope): Matcher {
  const first = Object.keys(value)[0]
  if (isOperatorDoc(value) && first !== undefined && !LOGICAL.includes(first)) {
    const matches = operators([], value, scope)
    return item => matches(item)
  }
  if ('$expr' in value) throw badValue('$expr can only be applied to the top-level document')
  const matches = compileFilter(value, scope)
  return item => (isDoc(item) || Array.isArray(item)) && matches(item)
}

/** A filter argument of a command: missing means everything. */
export function filterArgument(value: Maybe, name: string): Doc {
  if (isNullish(value)) return {}
  if (!isDoc(value)) throw new MongoError(CODES.TypeMismatch, `BSON field '${name}' is the wrong type, expected type 'object'`)
  return value
}

