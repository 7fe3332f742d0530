import type { Scope } from './expression.ts'
import { compileFilter, type Matcher } from './match.ts'
import { badValue, CODES, failedToParse, MongoError } from './mongo-error.ts'
import { equal } from './compare.ts'
import { isDoc, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'
import { isIndex } from './paths.ts'
import { compileUpdatePipeline } from './update-pipeline.ts'
import { conflict, fieldOperator, operatorFields } from './update-operators.ts'
import { cloneValue, expandPath, type Places, setIn, unsetIn, valueIn, notViable } from './update-paths.ts'
import type { Update } from './update-parts.ts'

/** Compiles an update: a replacement, operators, or a pipeline. */
export function compileUpdate(update: Value, arrayFilters: readonly Doc[], scope: Scope): Update {
  if (Array.isArray(update)) return compileUpdatePipeline(update, scope)
  if (!isDoc(update)) throw failedToParse(`Update argument must be either an object or an array, found ${typeOf(update)}`)
  if (isReplacement(update)) return replacement(update, arrayFilters)
  return modifiers(update, compileArrayFilters(arrayFilters, scope), scope)
}

export const isReplacement = (update: Value): boolean => isDoc(update) && !Object.keys(update)[0]?.startsWith('$')

function replacement(update: Doc, arrayFilters: readonly Doc[]): Update {
  if (arrayFilters.length > 0) throw failedToParse('Cannot specify arrayFilters with a replacement-style update')
  const bad = Object.keys(update).find(name => name.startsWith('$') && !['$ref', '$id', '$db'].includes(name))
  if (bad) throw new MongoError(CODES.DollarPrefixedFieldName, `The dollar ($) prefixed field '${bad}' in '${bad}' is not allowed in the context of an update's replacement document.`)
  return doc => {
    const id = update._id ?? doc._id
    if (doc._id !== undefined && !equal(id, doc._id)) throw new MongoError(CODES.ImmutableField, 'After applying the update, the (immutable) field \'_id\' was found to have been altered')
    return newDoc(id === undefined ? {} : { _id: doc._id ?? id }, update, doc._id === undefined ? {} : { _id: doc._id })
  }
}

interface Step { readonly name: string, readonly parts: readonly string[], readonly apply: (doc: Doc, parts: readonly string[], before: Doc) => void }

function modifiers(update: Doc, arrayFilters: ReadonlyMap<string, Matcher>, scope: Scope): Update {
  const steps = Object.entries(update).flatMap(([name, argument]) => Object.entries(operatorFields(name, argument)).map(([path, value]) => step(name, path, value, scope)))
  checkConflicts(steps.map(({ parts }) => parts), renameTargets(update))
  checkFiltersUsed(steps, arrayFilters)
  steps.sort((a, b) => comparePaths(a.parts, b.parts))
  return (doc, position, inserting) => {
    const after = cloneValue(doc)
    for (const one of steps) if (inserting || one.name !== '$setOnInsert') applyStep(one, after, { position, arrayFilters })
    return after
  }
}

function applyStep({ parts, apply }: Step, doc: Doc, places: Places): void {
  for (const path of expandPath(doc, parts, places)) apply(doc, path, doc)
}

function step(name: string, path: string, argument: Value, scope: Scope): Step {
  const parts = updatePath(path)
  if (name === '$unset') return { name, parts, apply: unsetIn }
  if (name === '$rename') return { name, parts, apply: rename(path, argument) }
  const change = fieldOperator(name, argument, scope)
  return { name, parts, apply: (doc, at) => { if (name === '$pop') checkReachable(doc, at); changeField(doc, at, change(valueIn(doc, at), at.join('.'))) } }
}

/** `$pop` complains about a path that no document could have; the other operators find out by setting. */
function checkReachable(doc: Doc, parts: readonly string[]): void {
  for (let i = 1; i < parts.length; i++) {
    const on = valueIn(doc, parts.slice(0, i))
    if (on === undefined) return
    if (!isDoc(on) && !(Array.isArray(on) && isIndex(parts[i] as string))) throw notViable(parts[i] as string, parts.slice(0, i).join('.'))
  }
}

function changeField(doc: Doc, parts: readonly string[], value: Maybe): void {
  if (value !== undefined) setIn(doc, parts, cloneValue(value))
}

function updatePath(path: string): string[] {
  const parts = path.split('.')
  if (parts.includes('')) throw new MongoError(CODES.EmptyFieldName, `The update path '${path}' contains an empty field name, which is not allowed.`)
  const [first] = parts
  if (first?.startsWith('$')) throw first === '$' || first.startsWith('$[')
    ? badValue(`Cannot have array filter identifier or positional operator at the start of '${path}'`)
    : new MongoError(CODES.DollarPrefixedFieldName, `The dollar ($) prefixed field '${first}' in '${path}' is not valid for storage.`)
  if (parts.filter(part => part === '$').length > 1) throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`)
  return parts
}

function rename(from: string, target: Value): Step['apply'] {
  if (typeof target !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${from}`)
  if (target.includes('\0')) throw new MongoError(9867600, `The 'to' field for $rename cannot contain an embedded null byte`)
  const to = updatePath(target)
  if (to[0] === '_id' || from.split('.')[0] === '_id') throw new MongoError(CODES.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'")
  if (`${from}.`.startsWith(`${target}.`) || `${target}.`.startsWith(`${from}.`)) throw badValue(`The source and target field for $rename must not be on the same path: ${from}`)
  if ([...from.split('.'), ...to].some(part => part.startsWith('$'))) throw badValue(`The source and target field for $rename may not be dynamic: ${from}`)
  return (doc, parts) => {
    checkNoArray(doc, parts, 'source')
    const value = valueIn(doc, parts)
    if (value === undefined) return
    checkNoArray(doc, to, 'destination')
    unsetIn(doc, parts)
    setIn(doc, to, value)
  }
}

function checkNoArray(doc: Doc, parts: readonly string[], role: string): void {
  for (let i = 1; i < parts.length; i++) {
    const on = valueIn(doc, parts.slice(0, i))
    if (Array.isArray(on)) throw badValue(`The ${role} field cannot be an array element, '${parts.join('.')}' in doc has an array field called '${parts[i - 1]}'`)
    if (role === 'source' && on !== undefined && !isDoc(on)) throw notViable(parts[i] as string, parts.slice(0, i).join('.'))
  }
}

function renameTargets(update: Doc): string[][] {
  return isDoc(update.$rename) ? Object.values(update.$rename).filter(to => typeof to === 'string').map(to => to.split('.')) : []
}

/** Two operators may not touch the same field, nor one inside the other. */
function checkConflicts(sources: readonly (readonly string[])[], targets: readonly (readonly string[])[]): void {
  const paths = [...sources, ...targets].map(parts => parts.join('.'))
  const seen = new Set<string>()
  for (const path of paths.sort()) {
    const parts = path.split('.')
    for (let i = 1; i <= parts.length; i++) if (seen.has(parts.slice(0, i).join('.'))) throw conflict(path, parts.slice(0, i).join('.'))
    seen.add(path)
  }
}

function checkFiltersUsed(steps: readonly Step[], arrayFilters: ReadonlyMap<string, Matcher>): void {
  const used = new Set(steps.flatMap(({ parts }) => parts.flatMap(part => /^\$\[(.+)\]$/.exec(part)?.[1] ?? [])))
  for (const name of used) if (!arrayFilters.has(name)) throw badValue(`No array filter found for identifier '${name}' in path`)
  for (const name of arrayFilters.keys()) if (!used.has(name)) throw failedToParse(`The array filter for identifier '${name}' was not used in the update`)
}

function compileArrayFilters(filters: readonly Doc[], scope: Scope): Map<string, Matcher> {
  const compiled = new Map<string, Matcher>()
  for (const filter of filters) {
    const name = filterIdentifier(filter)
    if (compiled.has(name)) throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`)
    compiled.set(name, compileFilter(filter, scope))
  }
  return compiled
}

function filterIdentifier(filter: Doc): string {
  const names = new Set(topLevelNames(filter))
  const [name] = names
  if (name === undefined) throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters')
  if (names.size > 1) throw failedToParse(`Error parsing array filter: Expected a single top-level field name, found '${[...names].join("' and '")}'`)
  if (!/^[a-z]\w*$/.test(name)) throw badValue(`Error parsing array filter: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`)
  return name
}

function topLevelNames(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (['$and', '$or', '$nor'].includes(name) && Array.isArray(value)) return value.flatMap(item => (isDoc(item) ? topLevelNames(item) : []))
    return name.startsWith('$') ? [] : [name.split('.')[0] as string]
  })
}

/** New fields appear in this order: by name, and numbers by value. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i] as string, b[i] as string]
    if (x !== y) return /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : 1
  }
  return a.length - b.length
}

