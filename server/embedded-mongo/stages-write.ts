import { bind, checkVariableName, compileExpression } from './expression.ts'
import { CODES, failedToParse, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import type { Batches, MergeDecision, PipelineContext, StageBuilder, Target } from './pipeline-parts.ts'
import { shapeStage } from './stages-shape.ts'
import { isDoc, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'

export const outStage: StageBuilder = (argument, { write }) => {
  const target = targetOf('$out', argument)
  return async function* (source: Batches): AsyncGenerator<Doc[]> { await write.replaceAll(target, source) }
}

function targetOf(stage: string, value: Maybe): Target {
  if (typeof value === 'string') return { database: undefined, collection: collectionName(value) }
  if (!isDoc(value)) throw new MongoError(stage === '$out' ? 16990 : 51178, `${stage} only supports a string or object argument, but found ${typeOf(value)}`)
  if (value.timeseries !== undefined) throw notSupported('time-series collections')
  const unknown = Object.keys(value).find(name => !['db', 'coll'].includes(name))
  if (unknown) throw new MongoError(CODES.UnknownField, `BSON field '${stage}.${unknown}' is an unknown field.`)
  if (typeof value.coll !== 'string' || (value.db !== undefined && typeof value.db !== 'string')) throw new MongoError(16994, `If an object is passed to ${stage} it must have exactly 2 string fields: 'db' and 'coll'`)
  return { database: value.db, collection: collectionName(value.coll) }
}

function collectionName(name: string): string {
  if (name === '' || name.includes('$') || name.startsWith('system.') || name.includes('\0')) throw new MongoError(name.startsWith('system.') ? 17385 : CODES.InvalidNamespace, `Invalid target collection '${name}'`)
  return name
}

export const mergeStage: StageBuilder = (argument, context) => {
  const spec: Doc = typeof argument === 'string' ? { into: argument } : mergeSpec(argument)
  const target = targetOf('$merge', spec.into)
  const decide = mergeDecision(spec, context)
  const on = onFields(spec.on)
  return async function* (source: Batches): AsyncGenerator<Doc[]> { await context.write.mergeAll(target, source, on, decide) }
}

function mergeSpec(argument: Value): Doc {
  if (!isDoc(argument)) throw new MongoError(51182, `$merge requires a string or object argument, but found ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(name))
  if (unknown) throw new MongoError(CODES.UnknownField, `BSON field '$merge.${unknown}' is an unknown field.`)
  if (argument.into === undefined) throw new MongoError(CODES.MissingField, "BSON field '$merge.into' is missing but a required field")
  return argument
}

function onFields(on: Maybe): string[] {
  const fields = on === undefined ? ['_id'] : Array.isArray(on) ? on : [on]
  if (fields.length === 0) throw new MongoError(51187, 'If explicitly specifying $merge \'on\', must include at least one field')
  return fields.map(field => {
    if (typeof field !== 'string') throw new MongoError(Array.isArray(on) ? 51134 : 51186, `$merge 'on' array elements must be strings, but found ${typeOf(field)}`)
    return field
  })
}

function mergeDecision(spec: Doc, context: PipelineContext): MergeDecision {
  const matched = whenMatched(spec, context)
  const notMatched = spec.whenNotMatched ?? 'insert'
  if (!['insert', 'discard', 'fail'].includes(String(notMatched))) throw badChoice('whenNotMatched', notMatched)
  return (existing, incoming) => {
    if (existing) return matched(existing, incoming)
    if (notMatched === 'fail') throw new MongoError(13113, '$merge could not find a matching document in the target collection for at least one document in the source collection')
    return notMatched === 'insert' ? incoming : undefined
  }
}

const badChoice = (field: string, value: Value): MongoError => (typeof value === 'string' ? new MongoError(CODES.BadValue, `Enumeration value '${value}' for field '$merge.${field}' is not a valid value.`) : typeMismatch(`BSON field '$merge.${field}' is the wrong type '${typeOf(value)}'`))

function whenMatched(spec: Doc, context: PipelineContext): (existing: Doc, incoming: Doc) => Doc | undefined {
  const choice = spec.whenMatched ?? 'merge'
  if (Array.isArray(choice)) return mergePipeline(choice, spec.let, context)
  if (spec.let !== undefined) throw new MongoError(51199, "Cannot use 'let' variables with 'whenMatched: ...' mode")
  switch (choice) {
    case 'merge': return (existing, incoming) => newDoc(existing, incoming)
    case 'replace': return (existing, incoming) => newDoc({ _id: existing._id as Value }, incoming, { _id: existing._id as Value })
    case 'keepExisting': return () => undefined
    case 'fail': return existing => { throw new MongoError(CODES.DuplicateKey, `$merge failed due to a DuplicateKey error: a document with this key exists`, { keyPattern: { _id: 1 }, keyValue: { _id: existing._id as Value } }) }
    default: throw badChoice('whenMatched', choice)
  }
}

/** In the pipeline the incoming document is `$$new`, unless `let` says otherwise. */
function mergePipeline(stages: readonly Value[], variables: Maybe, { scope }: PipelineContext): (existing: Doc, incoming: Doc) => Doc {
  if (variables !== undefined && !isDoc(variables)) throw typeMismatch("BSON field '$merge.let' is the wrong type, expected type 'object'")
  const given: Doc = variables ?? { new: '$$ROOT' }
  const names = Object.keys(given).map(checkVariableName)
  const values = names.map(name => compileExpression(given[name] as Value, scope))
  const { inner, cells } = bind(scope, names)
  const shapes = stages.map(stage => {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined
    const shape = isDoc(stage) && name !== undefined ? shapeStage(name, stage[name] as Value, inner) : undefined
    if (!shape) throw failedToParse(`${String(name)} is not allowed to be used within an update`)
    return shape
  })
  return (existing, incoming) => {
    cells.forEach((cell, i) => { cell.value = values[i]?.({ root: incoming, current: incoming }) })
    return shapes.reduce((at, shape) => shape(at), existing)
  }
}
