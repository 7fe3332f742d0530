import type { Scope } from './expression.ts'
import { MongoError, notSupported } from './mongo-error.ts'
import { type Batches, checkPipeline, type PipelineContext, type Stage, type StageBuilder } from './pipeline-parts.ts'
import { facetStage } from './stages-facet.ts'
import { lookupStage, unionStage } from './stages-join.ts'
import { bucketAutoStage, bucketStage, groupStage, sortByCountStage } from './stages-group.ts'
import { documentsStage, flowStage, sessionsStage } from './stages-flow.ts'
import { mergeStage, outStage } from './stages-write.ts'
import { shapeStage } from './stages-shape.ts'
import type { Doc, Value } from './values.ts'

const STAGES: Readonly<Record<string, StageBuilder>> = {
  $match: flowStage, $limit: flowStage, $skip: flowStage, $sort: flowStage, $sample: flowStage, $unwind: flowStage, $redact: flowStage, $count: flowStage,
  $documents: documentsStage, $listLocalSessions: sessionsStage, $group: groupStage, $bucket: bucketStage, $bucketAuto: bucketAutoStage, $sortByCount: sortByCountStage,
  $lookup: lookupStage, $unionWith: unionStage, $facet: facetStage, $out: outStage, $merge: mergeStage,
}

const REFUSED = new Set([
  '$changeStream', '$collStats', '$currentOp', '$densify', '$fill', '$geoNear', '$graphLookup', '$indexStats', '$listSampledQueries', '$listSearchIndexes', '$listSessions',
  '$planCacheStats', '$search', '$searchMeta', '$setWindowFields', '$shardedDataDistribution', '$vectorSearch', '$querySettings', '$rankFusion', '$scoreFusion', '$score',
])

/** Compiles a pipeline to one stage; throws on everything that is not understood. */
export function compilePipeline(pipeline: Value | undefined, outer: Omit<PipelineContext, 'compile'>): Stage {
  const context = { ...outer, compile: compilePipeline }
  const stages = checkPipeline(pipeline, context.depth > 0).map(stage => compileStage(stage, context))
  return source => stages.reduce<Batches>((at, stage) => stage(at), source) as AsyncGenerator<Doc[]>
}

function compileStage(stage: Doc, context: PipelineContext): Stage {
  const name = Object.keys(stage)[0] as string
  const argument = stage[name] as Value
  const shape = shapeStage(name, argument, context.scope)
  if (shape) return mapBatches(shape, context.scope)
  const build = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (build) return build(argument, context, name)
  throw REFUSED.has(name) ? notSupported(`stage ${name}`) : new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`)
}

function mapBatches(shape: (doc: Doc) => Doc, { budget }: Scope): Stage {
  return async function* (source) {
    for await (const batch of source) {
      yield batch.map(doc => { budget.tick(); return shape(doc) })
      await budget.breathe()
    }
  }
}

