import { MongoError } from './mongo-error.ts'
import { type Batches, checkPipeline, nestedIn, type PipelineContext, type Stage, type StageBuilder } from './pipeline-parts.ts'
import { collect, one } from './stages-join.ts'
import { isDoc, type Doc, newDoc, typeOf, type Value } from './values.ts'

const NOT_IN_FACET = ['$facet', '$out', '$merge', '$documents', '$geoNear', '$indexStats', '$collStats', '$planCacheStats', '$search', '$changeStream']

export const facetStage: StageBuilder = (argument, context) => {
  if (context.inFacet) throw new MongoError(40600, '$facet is not allowed to be used within a $facet stage')
  if (!isDoc(argument) || Object.keys(argument).length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object')
  const facets = Object.entries(argument).map(([name, pipeline]) => [facetName(name), facetPipeline(name, pipeline, context)] as const)
  return async function* (source) {
    const input = await collect(source)
    const made = newDoc()
    for (const [name, run] of facets) made[name] = await collect(run(one(input)))
    yield [made]
  }
}

function facetName(name: string): string {
  if (name.startsWith('$') || name === '') throw new MongoError(name === '' ? 15998 : 16410, 'the $facet field names may not be empty or start with $')
  if (name.includes('.')) throw new MongoError(16412, "FieldPath field names may not contain '.'")
  return name
}

function facetPipeline(name: string, pipeline: Value, context: PipelineContext): Stage {
  if (!Array.isArray(pipeline)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is type ${typeOf(pipeline)}`)
  if (pipeline.length === 0) return source => pass(source)
  if (!pipeline.every(isDoc)) throw new MongoError(40171, `elements of arrays in $facet spec must be non-empty objects, ${name} has another`)
  for (const stage of checkPipeline(pipeline, false)) {
    const inner = Object.keys(stage)[0] as string
    if (NOT_IN_FACET.includes(inner)) throw new MongoError(40600, `${inner} is not allowed to be used within a $facet stage`)
  }
  return context.compile(pipeline, nestedIn(context, { inFacet: true }))
}

async function* pass(source: Batches): AsyncGenerator<Doc[]> { yield* source }
