import type { Budget } from './budget.ts'
import type { Collation } from './collation.ts'
import { CODES, failedToParse, MongoError } from './mongo-error.ts'
import { valueAt } from './paths.ts'
import { isDoc, type Doc, type Maybe, newDoc, type Value } from './values.ts'

/** What an expression is evaluated for: `$$ROOT` and `$$CURRENT`. */
export interface Env { readonly root: Maybe, readonly current: Maybe }
export type Evaluate = (env: Env) => Maybe

/** A variable's place. Evaluation never waits, so one place per binding is enough. */
export interface Cell { value: Maybe }

/** Builds the evaluation of one operator from its argument. */
export type Operator = (argument: Value, scope: Scope, name: string) => Evaluate

/** What holds while a command's expressions are compiled. */
export interface Scope {
  readonly collation: Collation
  readonly now: Date
  readonly budget: Budget
  readonly operators: Readonly<Record<string, Operator>>
  readonly cells: ReadonlyMap<string, Cell>
}

/** The scope with one more variable, and its place. */
export function bind(scope: Scope, names: readonly string[]): { inner: Scope, cells: Cell[] } {
  const cells = names.map((): Cell => ({ value: undefined }))
  return { inner: { ...scope, cells: new Map([...scope.cells, ...names.map((name, i): [string, Cell] => [name, cells[i] as Cell])]) }, cells }
}

const constants = new WeakMap<Evaluate, { readonly value: Maybe }>()

/** An evaluation that gives one value, whatever the document. */
export function constantly(value: Maybe): Evaluate {
  const evaluate = () => value
  constants.set(evaluate, { value })
  return evaluate
}

export const isConstant = (evaluate: Evaluate): boolean => constants.has(evaluate)
export const constantOf = (evaluate: Evaluate): Maybe => constants.get(evaluate)?.value

/** MongoDB evaluates constant parts ahead, so their mistakes show even where no document reaches them. */
export function folded(parts: readonly Evaluate[], evaluate: Evaluate): Evaluate {
  return parts.every(isConstant) ? constantly(evaluate({ root: undefined, current: undefined })) : evaluate
}

export function compileExpression(value: Value, scope: Scope): Evaluate {
  if (typeof value === 'string') return value.startsWith('$') ? reference(value, scope) : constantly(value)
  if (Array.isArray(value)) return arrayOf(value.map(item => compileExpression(item, scope)))
  if (!isDoc(value)) return constantly(value)
  const names = Object.keys(value)
  return names[0]?.startsWith('$') ? operation(names, value, scope) : object(value, scope)
}

function operation(names: readonly string[], value: Doc, scope: Scope): Evaluate {
  const name = names[0] as string
  if (names.length > 1) throw new MongoError(15983, `an object representing an expression must have exactly one field: ${names.join(', ')}`)
  const operator = Object.hasOwn(scope.operators, name) ? scope.operators[name] : undefined
  if (!operator) throw new MongoError(CODES.InvalidPipelineOperator, `Unrecognized expression '${name}' (if MongoDB has it, the embedded stand-in does not: set MONGODB_URI)`)
  return operator(value[name] as Value, scope, name)
}

function arrayOf(items: readonly Evaluate[]): Evaluate {
  return folded(items, env => items.map(item => item(env) ?? null))
}

function object(value: Doc, scope: Scope): Evaluate {
  const fields = Object.entries(value).map(([name, item]) => [checkFieldName(name), compileExpression(item, scope)] as const)
  return folded(fields.map(([, evaluate]) => evaluate), env => {
    const doc = newDoc()
    for (const [name, evaluate] of fields) {
      const found = evaluate(env)
      if (found !== undefined) doc[name] = found
    }
    return doc
  })
}

export function checkFieldName(name: string): string {
  if (name === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.')
  if (name.includes('.')) throw new MongoError(16412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`)
  if (name.startsWith('$')) throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`)
  return name
}

/** Splits and checks a path: `a.b`, without empty names, `$` or null bytes. */
export function fieldPath(path: string): string[] {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.")
  if (path.includes('\0')) throw new MongoError(16411, 'FieldPath field names may not contain null bytes.')
  const parts = path.split('.')
  if (parts.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.')
  if (parts.some(part => part.startsWith('$'))) throw new MongoError(16410, "FieldPath field names may not start with '$'.")
  if (parts.length > 200) throw new MongoError(CODES.Overflow, 'FieldPath is too long')
  return parts
}

function reference(text: string, scope: Scope): Evaluate {
  if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid FieldPath")
  if (text.startsWith('$$')) return variable(text.slice(2), scope)
  return path(fieldPath(text.slice(1)), env => env.current)
}

function path(parts: readonly string[], start: Evaluate): Evaluate {
  const [only] = parts
  if (parts.length > 1) return env => valueAt(start(env), parts)
  return env => {
    const from = start(env)
    return isDoc(from) ? from[only as string] : valueAt(from, parts)
  }
}

function variable(text: string, scope: Scope): Evaluate {
  if (text === '') throw failedToParse('empty variable names are not allowed')
  const dot = text.indexOf('.')
  const name = dot < 0 ? text : text.slice(0, dot)
  const start = variableStart(name, scope)
  return dot < 0 ? start : path(fieldPath(text.slice(dot + 1)), start)
}

function variableStart(name: string, scope: Scope): Evaluate {
  const cell = scope.cells.get(name)
  if (cell) return () => cell.value
  switch (name) {
    case 'ROOT': return env => env.root
    case 'CURRENT': return env => env.current
    case 'NOW': return () => scope.now
    case 'REMOVE': return () => undefined
    default: throw undefinedVariable(name)
  }
}

function undefinedVariable(name: string): MongoError {
  if (!/^[A-Za-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return failedToParse(`'${name}' contains an invalid character for a variable name or starts with one`)
  return new MongoError(17276, `Use of undefined variable: ${name}`)
}

/** Variable names that `let` and `as` may introduce: lower case first, as in MongoDB; `CURRENT` may be rebound. */
export function checkVariableName(name: Maybe): string {
  if (typeof name !== 'string' || name === '') throw failedToParse('empty variable names are not allowed')
  if (name !== 'CURRENT' && !/^[a-z\u0080-\uffff]/.test(name)) throw failedToParse(`'${name}' starts with an invalid character for a user variable name`)
  if (!/^[\w\u0080-\uffff]+$/.test(name)) throw failedToParse(`'${name}' contains an invalid character for a variable name`)
  return name
}
