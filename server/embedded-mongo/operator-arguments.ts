import { compileExpression, folded, type Evaluate, type Operator, type Scope } from './expression.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { isDoc, isNullish, type Doc, type Maybe, typeOf, type Value } from './values.ts'

/** An operator's arguments: a single one needs no array around it. */
export function argumentsOf(argument: Value, name: string, min: number, max: number): readonly Value[] {
  const list = Array.isArray(argument) ? argument : [argument]
  if (list.length >= min && list.length <= max) return list
  const wanted = min === max ? `exactly ${min}` : max === Infinity ? `at least ${min}` : `between ${min} and ${max}`
  throw new MongoError(min === max ? 16020 : 28667, `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`)
}

/** An operator that is a function of its arguments' values. */
export function operator(min: number, max: number, apply: (values: readonly Maybe[], name: string, scope: Scope) => Maybe): Operator {
  return (argument, scope, name) => {
    const parts = argumentsOf(argument, name, min, max).map(item => compileExpression(item, scope))
    const [first, second] = parts
    if (parts.length === 1 && first) return folded(parts, env => apply([first(env)], name, scope))
    if (parts.length === 2 && first && second) return folded(parts, env => apply([first(env), second(env)], name, scope))
    return folded(parts, env => apply(parts.map(part => part(env)), name, scope))
  }
}

/** A function of one value. */
export const unary = (apply: (value: Maybe, name: string, scope: Scope) => Maybe): Operator => operator(1, 1, ([value], name, scope) => apply(value, name, scope))

/** As `operator`, but null as soon as one argument is null or missing. */
export function strict(min: number, max: number, apply: (values: readonly Value[], name: string, scope: Scope) => Maybe): Operator {
  return operator(min, max, (values, name, scope) => (values.some(isNullish) ? null : apply(values as Value[], name, scope)))
}

export interface NamedCodes { readonly object: number, readonly unknown: number, readonly missing: number }

/** An operator's argument with named parts, checked. */
export function namedArguments(argument: Value, name: string, required: readonly string[], optional: readonly string[], codes: NamedCodes): Doc {
  if (!isDoc(argument)) throw new MongoError(codes.object, `${name} only supports an object as its argument, found ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(field => !required.includes(field) && !optional.includes(field))
  if (unknown !== undefined) throw new MongoError(codes.unknown, `${name} found an unknown argument: ${unknown}`)
  const missing = required.find(field => argument[field] === undefined)
  if (missing !== undefined) throw new MongoError(codes.missing, `${name} requires '${missing}' to be specified`)
  return argument
}

/** The named parts, compiled; those not given are undefined. */
export function compileNamed<Name extends string>(argument: Doc, names: readonly Name[], scope: Scope): Partial<Record<Name, Evaluate>> {
  const compiled: Partial<Record<Name, Evaluate>> = {}
  for (const name of names) if (argument[name] !== undefined) compiled[name] = compileExpression(argument[name], scope)
  return compiled
}

export const wrongType = (message: string, code: number = CODES.TypeMismatch): MongoError => new MongoError(code, message)
