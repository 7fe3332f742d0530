import { compileExpression, type Env, type Evaluate, fieldPath, type Scope } from './expression.ts'
import { failedToParse, MongoError, notSupported } from './mongo-error.ts'
import type { Position } from './paths.ts'
import { firstMatch, matchedElement, slicing, type Transform } from './projection-find.ts'
import { isDoc, isNumeric, isTruthy, type Doc, type Maybe, newDoc, type Value } from './values.ts'

export type Project = (doc: Doc, position?: Position) => Doc

/** A tree of the projection's paths: a field is kept, dropped, or computed. */
interface Tree { [field: string]: Leaf | Tree }
type Leaf = { readonly leaf: 'keep' | 'drop' } | { readonly leaf: 'compute', readonly evaluate: Evaluate } | { readonly leaf: 'transform', readonly apply: Transform, readonly last?: true }

const isLeaf = (node: Leaf | Tree): node is Leaf => typeof (node as Leaf).leaf === 'string'

export interface ProjectionOptions {
  /** find knows `$slice`, `$elemMatch` and `a.$`; `$project` does not. */
  readonly find: boolean
}

/** Compiles a projection; throws on mixtures of keeping and dropping. */
export function compileProjection(spec: Doc, scope: Scope, { find }: ProjectionOptions): Project {
  if (!find && Object.keys(spec).length === 0) throw new MongoError(51272, 'Invalid $project :: caused by :: projection specification must have at least one field')
  const tree: Tree = newTree()
  const builder: Builder = { scope, find, keeps: undefined }
  for (const [path, value] of Object.entries(spec)) addPath(tree, path, value, builder)
  const keeps = builder.keeps ?? impliedMode(spec)
  return keeps ? including(tree, spec) : (doc, position) => excluding(tree, doc, doc, position)
}

/** The fields of the whole document that a projection of plain fields looks at; undefined where it is more than that. */
export function fieldsKept(spec: Doc): ReadonlySet<string> | undefined {
  const entries = Object.entries(spec)
  if (!entries.some(([path]) => path !== '_id') || !entries.every(([path, value]) => isFlag(value) && !path.includes('$') && (path === '_id' || isTruthy(value)))) return undefined
  return new Set(['_id', ...entries.map(([path]) => path.split('.', 1)[0] as string)])
}

const newTree = (): Tree => newDoc() as unknown as Tree

interface Builder { readonly scope: Scope, readonly find: boolean, keeps: boolean | undefined }

/** Without a plain field to tell, `{_id: 1}` or something computed keeps, and `{_id: 0}` or `$slice` drops. */
function impliedMode(spec: Doc): boolean {
  const entries = Object.entries(spec)
  return entries.length > 0 && !entries.every(([name, value]) => (name === '_id' && isFlag(value) && !isTruthy(value)) || (isDoc(value) && '$slice' in value))
}

const isFlag = (value: Value): boolean => typeof value === 'boolean' || isNumeric(value)

function addPath(tree: Tree, path: string, value: Value, builder: Builder): void {
  if (builder.find && path.endsWith('.$')) { addPositional(tree, path.slice(0, -2), builder); return }
  const parts = projectionPath(path)
  if (isDoc(value) && !Object.keys(value)[0]?.startsWith('$')) addNested(tree, path, value, builder)
  else addLeaf(tree, parts, leafOf(parts, value, builder))
}

function projectionPath(path: string): string[] {
  if (path.startsWith('$')) throw new MongoError(16410, `FieldPath field names may not start with '$': ${path}`)
  return fieldPath(path)
}

function addNested(tree: Tree, path: string, value: Doc, builder: Builder): void {
  if (Object.keys(value).length === 0) throw new MongoError(51270, `An empty sub-projection is not a valid value. Found empty object at path ${path}`)
  for (const [name, inner] of Object.entries(value)) addPath(tree, `${path}.${name}`, inner, builder)
}

function addLeaf(tree: Tree, parts: readonly string[], leaf: Leaf): void {
  let at = tree
  for (const part of parts.slice(0, -1)) {
    const next = at[part] ?? (at[part] = newTree())
    if (isLeaf(next)) throw new MongoError(31249, `Path collision at ${parts.join('.')}`)
    at = next
  }
  const last = parts[parts.length - 1] as string
  if (at[last]) throw new MongoError(31250, `Path collision at ${parts.join('.')}`)
  at[last] = leaf
}

function leafOf(parts: readonly string[], value: Value, builder: Builder): Leaf {
  if (isFlag(value)) return flagLeaf(parts, isTruthy(value), builder)
  if (builder.find && isDoc(value)) {
    if ('$slice' in value) return sliceLeaf(value.$slice as Value, builder)
    if ('$elemMatch' in value) return { leaf: 'transform', apply: firstMatch(value.$elemMatch as Value, parts, builder.scope), last: true }
    if ('$meta' in value) throw notSupported('$meta')
  }
  setMode(builder, true, parts.join('.'))
  return { leaf: 'compute', evaluate: compileExpression(value, builder.scope) }
}

function flagLeaf(parts: readonly string[], keep: boolean, builder: Builder): Leaf {
  if (parts.join('.') !== '_id') setMode(builder, keep, parts.join('.'))
  return { leaf: keep ? 'keep' : 'drop' }
}

function setMode(builder: Builder, keeps: boolean, path: string): void {
  if (builder.keeps !== undefined && builder.keeps !== keeps) {
    throw keeps ? new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`) : new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
  }
  builder.keeps = keeps
}

function addPositional(tree: Tree, path: string, builder: Builder): void {
  setMode(builder, true, path)
  addLeaf(tree, projectionPath(path), { leaf: 'transform', apply: matchedElement })
}

function sliceLeaf(value: Value, builder: Builder): Leaf {
  if (Array.isArray(value) && value.length > 1 && !value.slice(0, 2).every(isNumeric)) {
    setMode(builder, true, '$slice')
    return { leaf: 'compute', evaluate: compileExpression({ $slice: value }, builder.scope) }
  }
  return { leaf: 'transform', apply: slicing(value) }
}

function including(tree: Tree, spec: Doc): Project {
  const id = tree._id
  const withId = id === undefined && !Object.keys(spec).some(path => path.startsWith('_id.'))
  return (doc, position) => {
    const env: Env = { root: doc, current: doc }
    const made = newDoc()
    if (withId && doc._id !== undefined) made._id = doc._id
    includeFields(tree, doc, made, env, position)
    return made
  }
}

/** Kept fields in the document's order, then computed ones in the projection's. */
function includeFields(tree: Tree, source: Doc, target: Doc, env: Env, position?: Position): void {
  for (const name of Object.keys(source)) {
    const node = tree[name]
    if (!node || (isLeaf(node) && (node.leaf === 'drop' || node.leaf === 'compute' || (node.leaf === 'transform' && node.last)))) continue
    const value = isLeaf(node) ? keepLeaf(node, source[name], env, position) : includeValue(node, source[name] as Value, env, position)
    if (value !== undefined) target[name] = value
  }
  for (const name of Object.keys(tree)) appendElement(tree[name] as Leaf | Tree, name, source, target)
  for (const name of Object.keys(tree)) computeField(tree[name] as Leaf | Tree, name, source, target, env)
}

/** An `$elemMatch` field comes after the kept ones. */
function appendElement(node: Leaf | Tree, name: string, source: Doc, target: Doc): void {
  if (!isLeaf(node) || node.leaf !== 'transform' || !node.last) return
  const value = node.apply(source[name], source)
  if (value !== undefined) target[name] = value
}

function keepLeaf(node: Leaf, value: Maybe, env: Env, position?: Position): Maybe {
  return node.leaf === 'transform' ? node.apply(value, env.root as Doc, position) : value
}

function computeField(node: Leaf | Tree, name: string, source: Doc, target: Doc, env: Env): void {
  if (isLeaf(node)) {
    if (node.leaf !== 'compute') return
    const value = node.evaluate(env)
    if (value === undefined) delete target[name]
    else target[name] = value
  } else if (hasComputed(node) && !isDoc(source[name]) && !Array.isArray(source[name])) {
    const made = newDoc()
    for (const inner of Object.keys(node)) computeField(node[inner] as Leaf | Tree, inner, {}, made, env)
    target[name] = made
  }
}

const hasComputed = (tree: Tree): boolean => Object.values(tree).some(node => (isLeaf(node) ? node.leaf === 'compute' : hasComputed(node)))

function includeValue(tree: Tree, value: Value, env: Env, position?: Position): Maybe {
  if (isDoc(value)) {
    const made = newDoc()
    includeFields(tree, value, made, env, position)
    return made
  }
  if (!Array.isArray(value)) return undefined
  const computed = hasComputed(tree)
  return value.flatMap(item => {
    if (!isDoc(item) && !Array.isArray(item)) return computed ? [includeValue(tree, newDoc(), env) as Value] : []
    return [includeValue(tree, item, env, position) as Value]
  })
}

function excluding(tree: Tree, source: Doc, root: Doc, position?: Position): Doc {
  const made = newDoc()
  for (const name of Object.keys(source)) {
    const value = excludeField(tree[name], source[name] as Value, root, position)
    if (value !== undefined) made[name] = value
  }
  return made
}

function excludeField(node: Leaf | Tree | undefined, value: Value, root: Doc, position?: Position): Maybe {
  if (!node) return value
  if (!isLeaf(node)) return excludeValue(node, value, root, position)
  if (node.leaf === 'transform') return node.apply(value, root, position)
  return node.leaf === 'drop' ? undefined : value
}

function excludeValue(tree: Tree, value: Value, root: Doc, position?: Position): Value {
  if (isDoc(value)) return excluding(tree, value, root, position)
  return Array.isArray(value) ? value.map(item => excludeValue(tree, item, root, position)) : value
}

/** A projection argument of a command: missing and empty mean whole documents. */
export function projectionArgument(value: Maybe): Doc | undefined {
  if (value === undefined || value === null) return undefined
  if (!isDoc(value)) throw failedToParse('projection must be an object')
  return Object.keys(value).length > 0 ? value : undefined
}
