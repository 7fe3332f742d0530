import { Double } from 'bson'
import type { ReplyValue } from './bson-encode.ts'
import { checkNamespace, type Command, type Context, cursorArgument, isDurable, namespaceOf, scopeOf } from './command.ts'
import { explained } from './commands-explain.ts'
import { nothing } from './commands-find.ts'
import type { Scope } from './expression.ts'
import { CODES, failedToParse, MongoError, notSupported } from './mongo-error.ts'
import { compilePipeline } from './pipeline.ts'
import { type Batches, checkPipeline, type PipelineContext } from './pipeline-parts.ts'
import { pipelineWriter } from './pipeline-writer.ts'
import { docOf, find, planQuery, type Query, type Source } from './query.ts'
import { leadingQuery } from './leading-query.ts'
import { isDoc, isNullish, isTruthy, type Doc } from './values.ts'

export const aggregateCommand: Command = {
  fields: {
    pipeline: 'array', cursor: 'object', allowDiskUse: 'boolish', bypassDocumentValidation: 'boolish', collation: 'object', hint: 'hint', let: 'object', explain: 'boolish', fromMongos: 'any', needsMerge: 'any',
  },
  async run(context) {
    const { command } = context
    const namespace = aggregateNamespace(context)
    const stages = checkPipeline(command.pipeline)
    if (isTruthy(command.explain)) return explained(context, command, false)
    if (isNullish(command.cursor)) throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument")
    const batchSize = isDoc(command.cursor) ? cursorArgument(command.cursor) : undefined
    if (command.hint === null) throw failedToParse('hint must be specified as a string representing an index name, or an object representing an index\'s key pattern')
    if (context.command.aggregate === 1 && !(stages[0] && ('$documents' in stages[0] || '$listLocalSessions' in stages[0]))) throw collectionlessRefusal(stages[0])
    const { results, done } = aggregate(context, namespace, stages)
    if (!done) return context.cursors.first(namespace, { head: [], rest: results }, batchSize)
    for await (const batch of results) void batch
    return { cursor: { firstBatch: [], id: 0n, ns: namespace }, ok: new Double(1) }
  },
}

function collectionlessRefusal(first: Doc | undefined): MongoError {
  const name = first ? Object.keys(first)[0] ?? '' : ''
  if (['$changeStream', '$currentOp'].includes(name)) return notSupported(`stage ${name}`)
  return new MongoError(CODES.InvalidNamespace, "{aggregate: 1} is not valid for this pipeline; a collection is required")
}

export function aggregateNamespace(context: Context): string {
  return context.command.aggregate === 1 ? `${context.database}.$cmd.aggregate` : namespaceOf(context)
}

/** `done`: the pipeline ends in a write and gives no documents. */
function aggregate(context: Context, namespace: string, stages: readonly Doc[]): { results: AsyncIterable<ReplyValue[]>, done: boolean } {
  const collection = context.catalog.get(namespace)
  const scope = scopeOf(context, collection)
  const pipeline = pipelineContext(context, scope)
  // All stages are compiled, so that mistakes in those that are not run are found too.
  compilePipeline([...stages], pipeline)
  const source = collection && { storage: context.storage, collection, scope }
  const last = stages[stages.length - 1]
  const done = last !== undefined && ('$out' in last || '$merge' in last)
  const leading = leadingQuery(stages, context.command.hint)
  if (source) planQuery(source, leading.query)
  const run = compilePipeline(stages.slice(leading.done), pipeline)
  return { results: run(source ? readDocs(source, leading.query) : nothing()), done }
}

async function* readDocs(source: Source, query: Query): AsyncGenerator<Doc[]> {
  for await (const batch of find(source, query)) yield batch.map(docOf)
}

function pipelineContext(context: Context, scope: Scope): Omit<PipelineContext, 'compile'> {
  const { catalog, storage, database } = context
  return {
    scope,
    depth: 0,
    inFacet: false,
    session: isDoc(context.command.lsid) ? context.command.lsid : undefined,
    read(name: string, filter: Doc): Batches {
      const collection = catalog.get(checkNamespace(database, name))
      return collection ? readDocs({ storage, collection, scope }, { filter }) : nothing()
    },
    hasIndex: (name, field) => catalog.get(`${database}.${name}`)?.indexes.some(index => index.fields[0] === field && !index.partial && !index.sparse && !index.collation.spec) ?? false,
    write: pipelineWriter(context, isDurable(context.command), scope),
  }
}

