import { CODES, MongoError } from './mongo-error.ts'
import { compileExpression, type Env, type Evaluate, fieldPath, type Scope } from './expression.ts'
import { compileProjection } from './projection.ts'
import { isDoc, type Doc, newDoc, typeOf, type Value } from './values.ts'

export type MapDoc = (doc: Doc) => Doc

/** Stages that make one document from one document: they work in pipelines and in updates. */
export function shapeStage(name: string, argument: Value, scope: Scope): MapDoc | undefined {
  switch (name) {
    case '$project': return project(argument, scope)
    case '$addFields': case '$set': return addFields(name, argument, scope)
    case '$unset': return unset(argument, scope)
    case '$replaceRoot': return replaceRoot(newRootOf(argument), scope)
    case '$replaceWith': return replaceRoot(argument, scope)
    default: return undefined
  }
}

function project(argument: Value, scope: Scope): MapDoc {
  if (!isDoc(argument)) throw new MongoError(15969, '$project specification must be an object')
  const apply = compileProjection(argument, scope, { find: false })
  return doc => apply(doc)
}

type Assign = (target: Doc, env: Env) => void

function addFields(name: string, argument: Value, scope: Scope): MapDoc {
  if (!isDoc(argument)) throw new MongoError(40272, `${name} specification stage must be an object, got ${typeOf(argument)}`)
  const paths = new Set<string>()
  const assigns = Object.entries(argument).map(([path, value]) => assignment(path, value, scope, paths))
  checkCollisions(paths)
  return doc => {
    const made = newDoc(doc)
    const env = { root: doc, current: doc }
    for (const assign of assigns) assign(made, env)
    return made
  }
}

function checkCollisions(paths: ReadonlySet<string>): void {
  for (const path of paths) {
    const parts = path.split('.')
    for (let i = 1; i < parts.length; i++) if (paths.has(parts.slice(0, i).join('.'))) throw new MongoError(31249, `Invalid $addFields :: caused by :: Path collision at ${path}`)
  }
}

/** `{a: {b: 1}}` sets `a.b` and leaves the rest of `a` alone, as `{'a.b': 1}` does. */
function assignment(path: string, value: Value, scope: Scope, paths: Set<string>): Assign {
  const parts = fieldPath(path)
  if (isDoc(value) && !Object.keys(value)[0]?.startsWith('$') && Object.keys(value).length > 0) {
    const inner = Object.entries(value).map(([name, item]) => assignment(`${path}.${name}`, item, scope, paths))
    return (target, env) => { for (const assign of inner) assign(target, env) }
  }
  if (paths.has(path)) throw new MongoError(31250, `Invalid $addFields :: caused by :: Path collision at ${path}`)
  paths.add(path)
  const evaluate = compileExpression(value, scope)
  return (target, env) => { assign(target, parts, 0, evaluate, env) }
}

function assign(target: Doc, parts: readonly string[], at: number, evaluate: Evaluate, env: Env): void {
  const name = parts[at] as string
  if (at < parts.length - 1) { target[name] = assignInside(target[name] as Value, parts, at + 1, evaluate, env); return }
  const value = evaluate(env)
  if (value === undefined) delete target[name]
  else target[name] = value
}

/** Arrays on the way get the field in every element; anything else becomes a document. */
function assignInside(value: Value, parts: readonly string[], at: number, evaluate: Evaluate, env: Env): Value {
  if (Array.isArray(value)) return value.map(item => assignInside(item, parts, at, evaluate, env))
  const made = isDoc(value) ? newDoc(value) : newDoc()
  assign(made, parts, at, evaluate, env)
  return made
}

function unset(argument: Value, scope: Scope): MapDoc {
  const fields = Array.isArray(argument) ? argument : [argument]
  if (fields.length === 0) throw new MongoError(31119, '$unset specification must be a string or an array with at least one field')
  const spec = newDoc()
  for (const field of fields) {
    if (typeof field !== 'string') throw new MongoError(Array.isArray(argument) ? 31120 : 31002, '$unset specification must be a string or an array containing only string fields')
    if (field in spec) throw new MongoError(31250, `Path collision at ${field}`)
    spec[field] = false
  }
  return project(spec, scope)
}

function newRootOf(argument: Value): Value {
  if (!isDoc(argument)) throw new MongoError(40229, `expected an object as specification for $replaceRoot stage, got ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => name !== 'newRoot')
  if (unknown) throw new MongoError(CODES.UnknownField, `BSON field '$replaceRoot.${unknown}' is an unknown field.`)
  if (argument.newRoot === undefined) throw new MongoError(CODES.MissingField, "BSON field '$replaceRoot.newRoot' is missing but a required field")
  return argument.newRoot
}

function replaceRoot(newRoot: Value, scope: Scope): MapDoc {
  const evaluate = compileExpression(newRoot, scope)
  return doc => {
    const made = evaluate({ root: doc, current: doc })
    if (!isDoc(made)) throw new MongoError(40228, `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeOf(made)}`)
    return made
  }
}
