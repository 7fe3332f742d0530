import type { Scope } from './expression.ts'
import { CODES, MongoError, typeMismatch } from './mongo-error.ts'
import { isDoc, type Doc, type Value } from './values.ts'

/** Documents on their way through a pipeline, some at a time. */
export type Batches = AsyncIterable<Doc[]>
export type Stage = (source: Batches) => AsyncGenerator<Doc[]>

/** What stages reach beyond their own input. */
export interface PipelineContext {
  readonly scope: Scope
  /** All documents of a collection of this database that match, for joins. */
  read(collection: string, filter: Doc): Batches
  /** Is there an index that starts with this field? */
  hasIndex(collection: string, field: string): boolean
  /** Replaces or fills a collection, for `$out` and `$merge`. */
  readonly write: PipelineWriter
  /** The client's session, which is all that `$listLocalSessions` knows of. */
  readonly session: Doc | undefined
  /** How many pipelines stand around this one. A pipeline inside a stage may not write. */
  readonly depth: number
  readonly inFacet: boolean
  /** Compiles a pipeline inside a stage. */
  compile(pipeline: Value | undefined, context: PipelineContext): Stage
}

/** Pipelines may stand in each other so deep. */
const MAX_DEPTH = 20

/** The context of a pipeline inside a stage. */
export function nestedIn(context: PipelineContext, changes: Partial<Pick<PipelineContext, 'scope' | 'inFacet'>> = {}): PipelineContext {
  if (context.depth === MAX_DEPTH) throw new MongoError(CODES.MaxSubPipelineDepthExceeded, `Maximum number of nested sub-pipelines exceeded. Limit is ${MAX_DEPTH}`)
  return { ...context, ...changes, depth: context.depth + 1 }
}

export interface Target { readonly database: string | undefined, readonly collection: string }

export interface PipelineWriter {
  /** The collection has exactly these documents afterwards. */
  replaceAll(target: Target, source: Batches): Promise<void>
  /** Decides about each document, given the one with the same values in `on`. */
  mergeAll(target: Target, source: Batches, on: readonly string[], decide: MergeDecision): Promise<void>
}

/** The document to store, or undefined to leave things as they are. */
export type MergeDecision = (existing: Doc | undefined, incoming: Doc) => Doc | undefined

export type StageBuilder = (argument: Value, context: PipelineContext, name: string) => Stage

/** A pipeline's stages, each a document with one field, in places where they may stand. */
export function checkPipeline(pipeline: Value | undefined, nested = false): Doc[] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array")
  if (pipeline.length > 1000) throw new MongoError(7749501, 'Pipeline length must be no longer than 1000 stages')
  return pipeline.map((stage, i) => {
    if (!isDoc(stage)) throw typeMismatch('Each element of the \'pipeline\' array must be an object')
    const names = Object.keys(stage)
    if (names.length !== 1) throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.')
    checkPlace(names[0] as string, i, pipeline.length, nested)
    return stage
  })
}

function checkPlace(name: string, i: number, length: number, nested: boolean): void {
  if (name === '$documents' && i > 0) throw new MongoError(40602, '$documents is only valid as the first stage in a pipeline')
  if (name !== '$out' && name !== '$merge') return
  if (nested) throw new MongoError(51047, `${name} is not allowed within a nested pipeline`)
  if (i !== length - 1) throw new MongoError(40601, `${name} can only be the final stage in the pipeline`)
}
