import { compileExpression, type Evaluate, type Operator } from './expression.ts'
import { mapKey } from './keys.ts'
import { MongoError } from './mongo-error.ts'
import { namedArguments, operator, unary } from './operator-arguments.ts'
import { isDoc, isNullish, isTruthy, type Maybe, newDoc, typeOf, type Value } from './values.ts'

const mergeObjects = operator(0, Infinity, values => {
  // One argument that is an array merges its elements.
  const parts = values.length === 1 && Array.isArray(values[0]) ? values[0] : values
  let merged = newDoc()
  for (const part of parts) {
    if (isNullish(part)) continue
    if (!isDoc(part)) throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(part)}`)
    merged = newDoc(merged, part)
  }
  return merged
})

const getField: Operator = (argument, scope) => {
  const named = isDoc(argument) && !Object.keys(argument)[0]?.startsWith('$')
  const spec = named ? namedArguments(argument, '$getField', ['field', 'input'], [], { object: 3041701, unknown: 3041701, missing: argument.field === undefined ? 3041702 : 3041703 }) : { field: argument, input: '$$CURRENT' }
  const name = compileExpression(spec.field as Value, scope)
  const input = compileExpression(spec.input as Value, scope)
  return env => {
    const key = name(env)
    const from = input(env)
    if (typeof key !== 'string') throw new MongoError(3041704, `$getField requires 'field' to evaluate to type String, but got ${typeOf(key)}`)
    if (isNullish(from)) return from === null ? null : undefined
    return isDoc(from) ? from[key] : undefined
  }
}

function setField(removing: boolean): Operator {
  return (argument, scope, name) => {
    const required = removing ? ['field', 'input'] : ['field', 'value', 'input']
    const spec = namedArguments(argument, name, required, [], { object: 4161100, unknown: 4161101, missing: missingPart(argument, required) })
    const field = constantName(spec.field as Value, name)
    const input = compileExpression(spec.input as Value, scope)
    const value: Evaluate = removing ? () => undefined : compileExpression(spec.value as Value, scope)
    return env => {
      const from = input(env)
      if (isNullish(from)) return null
      if (!isDoc(from)) throw new MongoError(4161105, `${name} requires 'input' to evaluate to type Object`)
      return withField(from, field, value(env))
    }
  }
}

const MISSING_PART: Readonly<Record<string, number>> = { field: 4161102, value: 4161103, input: 4161109 }

function missingPart(argument: Value, required: readonly string[]): number {
  const missing = isDoc(argument) ? required.find(name => argument[name] === undefined) : undefined
  return MISSING_PART[missing ?? 'field'] as number
}

function constantName(field: Value, name: string): string {
  const literal = isDoc(field) && Object.keys(field).length === 1 ? field.$literal ?? field.$const : field
  if (Array.isArray(field) || (isDoc(field) && literal === undefined)) throw new MongoError(4161106, `${name} requires 'field' to evaluate to a constant`)
  if (typeof literal !== 'string') throw new MongoError(4161107, `${name} requires 'field' to evaluate to type String, but got ${typeOf(literal)}`)
  if (literal === field && literal.startsWith('$')) throw new MongoError(4161108, `A field path reference which is not allowed in this context`)
  if (literal.includes('\0')) throw new MongoError(9534700, 'Key field cannot contain an embedded null byte')
  return literal
}

function withField(from: ReturnType<typeof newDoc>, field: string, value: Maybe): ReturnType<typeof newDoc> {
  const made = newDoc(from)
  if (value === undefined) delete made[field]
  else made[field] = value
  return made
}

type Sets = readonly (readonly Value[])[]

function sets(values: readonly Maybe[], name: string, code: number): Sets {
  return values.map(value => { if (!Array.isArray(value)) throw new MongoError(code, `All operands of ${name} must be arrays. One argument is of type: ${typeOf(value)}`); return value })
}

const keysOf = (items: readonly Value[], fold: (text: string) => string): Map<string, Value> => new Map([...items].reverse().map(item => [mapKey(item, fold), item]))

const setEquals = operator(2, Infinity, (values, name, { collation }) => {
  const [first, ...rest] = sets(values, name, 17044).map(items => keysOf(items, collation.fold))
  return rest.every(other => other.size === first?.size && [...other.keys()].every(key => first.has(key)))
})

const setIntersection = operator(0, Infinity, (values, name, { collation }) => {
  if (endsInNull(values, name, 17047)) return null
  const [first = [], ...rest] = sets(values, name, 17047)
  const others = rest.map(items => keysOf(items, collation.fold))
  return [...distinct(first, collation.fold)].filter(([key]) => others.every(other => other.has(key))).map(([, item]) => item)
})

/** The first null decides; what comes after it is not even looked at. */
function endsInNull(values: readonly Maybe[], name: string, code: number): boolean {
  const at = values.findIndex(isNullish)
  sets(at < 0 ? values : values.slice(0, at), name, code)
  return at >= 0
}

function distinct(items: readonly Value[], fold: (text: string) => string): Map<string, Value> {
  const found = new Map<string, Value>()
  for (const item of items) { const key = mapKey(item, fold); if (!found.has(key)) found.set(key, item) }
  return found
}

const setUnion = operator(0, Infinity, (values, name, { collation }) => {
  return endsInNull(values, name, 17043) ? null : [...distinct(sets(values, name, 17043).flat(), collation.fold).values()]
})

const setDifference = operator(2, 2, ([a, b], name, { collation }) => {
  if (endsInNull([a], name, 17048) || endsInNull([b], name, 17049) || !Array.isArray(a) || !Array.isArray(b)) return null
  const without = keysOf(b, collation.fold)
  return [...distinct(a, collation.fold)].filter(([key]) => !without.has(key)).map(([, item]) => item)
})

const setIsSubset = operator(2, 2, ([a, b], name, { collation }) => {
  const [inner, outer] = [sets([a], name, 17046)[0] ?? [], sets([b], name, 17042)[0] ?? []]
  const known = keysOf(outer, collation.fold)
  return inner.every(item => known.has(mapKey(item, collation.fold)))
})

function elements(quantifier: 'some' | 'every', code: number): Operator {
  return unary((value, name) => {
    if (!Array.isArray(value)) throw new MongoError(code, `${name}'s argument must be an array, but is ${typeOf(value)}`)
    return value[quantifier](isTruthy)
  })
}

export const OBJECT_OPERATORS: Readonly<Record<string, Operator>> = {
  $mergeObjects: mergeObjects, $getField: getField, $setField: setField(false), $unsetField: setField(true), $setEquals: setEquals, $setIntersection: setIntersection, $setUnion: setUnion,
  $setDifference: setDifference, $setIsSubset: setIsSubset, $anyElementTrue: elements('some', 17041), $allElementsTrue: elements('every', 17040),
}
