import { bind, type Cell, checkVariableName, compileExpression, type Evaluate, fieldPath } from './expression.ts'
import { mapKey } from './keys.ts'
import { CODES, failedToParse, MongoError, typeMismatch } from './mongo-error.ts'
import { someLeaf, valueAt } from './paths.ts'
import { type Batches, checkPipeline, nestedIn, type PipelineContext, type StageBuilder } from './pipeline-parts.ts'
import { isDoc, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'
import { setIn } from './update-paths.ts'

export async function collect(batches: Batches): Promise<Doc[]> {
  const all: Doc[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

export async function* one(docs: Doc[]): AsyncGenerator<Doc[]> { yield docs }
async function* nothing(): AsyncGenerator<Doc[]> { /* no documents */ }

interface Lookup {
  readonly from: string | undefined
  readonly as: readonly string[]
  readonly localField: readonly string[] | undefined
  readonly foreignField: string | undefined
  readonly pipeline: readonly Doc[] | undefined
  readonly variables: Doc
}

export const lookupStage: StageBuilder = (argument, context) => {
  const lookup = parseLookup(argument)
  const names = Object.keys(lookup.variables)
  const { inner, cells } = bind(context.scope, names)
  const variables = names.map(name => compileExpression(lookup.variables[name] as Value, context.scope))
  const foreign = compileForeign(lookup, nestedIn(context, { scope: inner }))
  return async function* (source) {
    for await (const batch of source) {
      const made: Doc[] = []
      for (const doc of batch) made.push(await joined(doc, lookup, foreign, cells, variables))
      yield made
      await context.scope.budget.breathe()
    }
  }
}

type Foreign = (doc: Doc) => Promise<Doc[]>

async function joined(doc: Doc, { as }: Lookup, foreign: Foreign, cells: readonly Cell[], variables: readonly Evaluate[]): Promise<Doc> {
  cells.forEach((cell, i) => { cell.value = variables[i]?.({ root: doc, current: doc }) })
  const copy = newDoc(doc)
  const root = as[0] as string
  if (as.length > 1 && isDoc(copy[root])) copy[root] = newDoc(copy[root])
  setIn(copy, as, await foreign(doc))
  return copy
}

function compileForeign(lookup: Lookup, context: PipelineContext): Foreign {
  const { from, pipeline, localField, foreignField } = lookup
  const local = localField && foreignField !== undefined ? localJoin(from ?? '', localField, foreignField, context) : undefined
  if (!pipeline) return local ?? (() => Promise.resolve([]))
  const run = context.compile([...pipeline], context)
  if (local) return async doc => collect(run(one(await local(doc))))
  const read = (): Batches => (from === undefined ? nothing() : context.read(from, {}))
  const outer = context.depth > 1
  if (outer || Object.keys(lookup.variables).length > 0) return () => collect(run(read()))
  // Without variables, also those of a pipeline around, the result is the same for every document.
  let once: Promise<Doc[]> | undefined
  return () => once ??= collect(run(read()))
}

/** Through an index of the other collection when there is one, else by a table made once. */
function localJoin(from: string, localField: readonly string[], foreignField: string, context: PipelineContext): Foreign {
  if (context.hasIndex(from, foreignField)) {
    return doc => collect(context.read(from, newDoc({ [foreignField]: newDoc({ $in: localValues(doc, localField) }) })))
  }
  let table: Promise<Map<string, { at: number, doc: Doc }[]>> | undefined
  return async doc => {
    const rows = await (table ??= foreignTable(from, foreignField, context))
    const found = new Map(localValues(doc, localField).flatMap(value => rows.get(mapKey(value, context.scope.collation.fold)) ?? []).map(row => [row.at, row.doc]))
    return [...found].sort(([a], [b]) => a - b).map(([, match]) => match)
  }
}

/** A missing local field joins with null and missing; an array with each of its elements. */
function localValues(doc: Doc, path: readonly string[]): Value[] {
  const value = valueAt(doc, path)
  return Array.isArray(value) ? value : [value ?? null]
}

async function foreignTable(from: string, foreignField: string, { read, scope }: PipelineContext): Promise<Map<string, { at: number, doc: Doc }[]>> {
  const rows = new Map<string, { at: number, doc: Doc }[]>()
  const parts = foreignField.split('.')
  let at = 0
  for await (const batch of read(from, {})) {
    for (const doc of batch) { addRow(rows, doc, parts, at++, scope.collation.fold) }
    scope.budget.spend(batch.length * 200)
    await scope.budget.breathe()
  }
  return rows
}

function addRow(rows: Map<string, { at: number, doc: Doc }[]>, doc: Doc, parts: readonly string[], at: number, fold: (text: string) => string): void {
  const keys = new Set<string>()
  someLeaf(doc, parts, value => { keys.add(mapKey(value, fold)); return false })
  for (const key of keys) {
    const known = rows.get(key)
    if (known) known.push({ at, doc })
    else rows.set(key, [{ at, doc }])
  }
}

const LOOKUP_FIELDS = ['from', 'as', 'localField', 'foreignField', 'let', 'pipeline', '_internalUnwind', '_internalCollation']

function parseLookup(argument: Value): Lookup {
  if (!isDoc(argument)) throw failedToParse('the $lookup specification must be an Object')
  for (const [name, value] of Object.entries(argument)) {
    if (!LOOKUP_FIELDS.includes(name) || name.startsWith('_')) throw failedToParse(`unknown argument to $lookup: ${name}`)
    if (['as', 'localField', 'foreignField'].includes(name)) checkText(name, value)
  }
  const { from, as, localField, foreignField, pipeline } = argument
  if (as === undefined) throw failedToParse("must specify 'as' field for a $lookup")
  if ((localField === undefined) !== (foreignField === undefined)) throw failedToParse('$lookup requires both or neither of localField and foreignField to be specified')
  if (localField === undefined && pipeline === undefined) throw failedToParse("$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified")
  if (argument.let !== undefined && pipeline === undefined) throw failedToParse('$lookup with a \'let\' argument must also specify \'pipeline\'')
  const stages = pipeline === undefined ? undefined : lookupPipeline(pipeline)
  return {
    from: fromOf(from, stages), as: fieldPath(as as string), localField: localField === undefined ? undefined : fieldPath(localField as string),
    foreignField: foreignField === undefined ? undefined : fieldPath(foreignField as string).join('.'), pipeline: stages, variables: variablesOf(argument.let),
  }
}

function checkText(name: string, value: Value): void {
  if (value === null || value === '') throw failedToParse(`$lookup argument '${name}' must be a non-empty string`)
  if (typeof value !== 'string') throw typeMismatch(`$lookup argument '${name}' must be a string, is type ${typeOf(value)}`)
}

function lookupPipeline(pipeline: Value): Doc[] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array")
  return checkPipeline(pipeline, true)
}

function fromOf(from: Maybe, stages: readonly Doc[] | undefined): string | undefined {
  if (from === undefined && stages?.[0] && '$documents' in stages[0]) return undefined
  if (from === undefined) throw failedToParse("must specify 'from' field for a $lookup")
  if (typeof from !== 'string') throw failedToParse(`$lookup argument 'from' must be a string, is type ${typeOf(from)}`)
  if (from === '') throw new MongoError(CODES.InvalidNamespace, 'Invalid namespace specified')
  return from
}

function variablesOf(value: Maybe): Doc {
  if (value === undefined) return {}
  if (!isDoc(value)) throw typeMismatch(`$lookup argument 'let' must be an object, is type ${typeOf(value)}`)
  Object.keys(value).forEach(checkVariableName)
  return value
}

export const unionStage: StageBuilder = (argument, context) => {
  const { coll, pipeline } = unionArguments(argument)
  const run = context.compile([...pipeline], nestedIn(context))
  return async function* (source) {
    yield* source
    yield* run(coll === undefined ? nothing() : context.read(coll, {}))
  }
}

function unionArguments(argument: Value): { coll: string | undefined, pipeline: readonly Value[] } {
  if (typeof argument === 'string') return { coll: argument, pipeline: [] }
  if (!isDoc(argument)) throw failedToParse(`the $unionWith stage specification must be an object or string, but found ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['coll', 'pipeline'].includes(name))
  if (unknown) throw new MongoError(CODES.UnknownField, `BSON field '$unionWith.${unknown}' is an unknown field.`)
  const { coll, pipeline = [] } = argument
  if (!Array.isArray(pipeline)) throw typeMismatch("BSON field '$unionWith.pipeline' is the wrong type, expected type 'array'")
  if (coll !== undefined && typeof coll !== 'string') throw typeMismatch("BSON field '$unionWith.coll' is the wrong type, expected type 'string'")
  if (coll === undefined && !(isDoc(pipeline[0]) && '$documents' in pipeline[0])) throw failedToParse('$unionWith stage without explicit collection must have a pipeline with $documents as first stage')
  return { coll, pipeline }
}
