import { Double } from 'bson'
import type { Reply, ReplyValue } from './bson-encode.ts'
import type { Collection } from './catalog.ts'
import { checkNamespace, type Command, type Context, scopeOf } from './command.ts'
import { leadingQuery } from './leading-query.ts'
import { filterArgument } from './match.ts'
import { badValue, CODES, MongoError, typeMismatch } from './mongo-error.ts'
import { checkPipeline } from './pipeline-parts.ts'
import type { Plan } from './planner.ts'
import { findNow, planQuery, type Query, type Source } from './query.ts'
import { scan } from './scan.ts'
import { sortArgument } from './sort.ts'
import { asInteger, isDoc, type Doc, type Maybe } from './values.ts'

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution']

/** Says how a command would find its documents: the stage and the index by name. */
export const explainCommand: Command = {
  fields: { verbosity: 'string' },
  run(context): Reply {
    const { explain, verbosity = 'allPlansExecution' } = context.command
    if (!isDoc(explain)) throw typeMismatch("BSON field 'explain.explain' is the wrong type, expected type 'object'")
    if (!VERBOSITIES.includes(String(verbosity))) throw badValue(`verbosity string must be one of ${VERBOSITIES.join(', ')}`)
    return explained(context, explain, verbosity !== 'queryPlanner')
  },
}

/** Also for `explain: true` in an aggregate. */
export function explained(context: Context, command: Doc, withStatistics: boolean): Reply {
  const name = Object.keys(command)[0] ?? ''
  const query = queryOf(name, command)
  if (!query || typeof command[name] !== 'string') throw new MongoError(CODES.CommandNotFound, `Explain failed due to unknown command: ${name}`)
  const namespace = checkNamespace(context.database, command[name])
  const collection = context.catalog.get(namespace)
  const source = collection && { storage: context.storage, collection, scope: scopeOf({ command }, collection) }
  const planner = { namespace, parsedQuery: query.filter, winningPlan: source ? winningPlan(source, query) : { stage: 'EOF' }, rejectedPlans: [] }
  return { explainVersion: '1', queryPlanner: planner, ...(withStatistics && source ? { executionStats: statistics(source, query) } : {}), command, serverInfo: { version: '8.0.0' }, ok: new Double(1) }
}

function queryOf(name: string, command: Doc): Query | undefined {
  const { hint } = command
  const sort = sortArgument(command.sort)
  switch (name) {
    case 'find': return { filter: filterArgument(command.filter, 'filter'), sort, hint, skip: asInteger(command.skip) ?? 0, limit: asInteger(command.limit) ?? 0 }
    case 'count': case 'distinct': return { filter: filterArgument(command.query, 'query'), hint }
    case 'findAndModify': return { filter: filterArgument(command.query, 'query'), sort, hint, limit: 1 }
    case 'aggregate': return leadingQuery(checkPipeline(command.pipeline), hint).query
    case 'update': return statementQuery(command.updates)
    case 'delete': return statementQuery(command.deletes)
    default: return undefined
  }
}

function statementQuery(statements: Maybe): Query {
  const [first] = Array.isArray(statements) ? statements : []
  if (!isDoc(first) || !isDoc(first.q)) throw new MongoError(CODES.FailedToParse, 'explained write batches must be of size 1')
  return { filter: first.q, hint: first.hint }
}

function winningPlan(source: Source, query: Query): Reply {
  const plan = planQuery(source, query)
  const found = plan.index ? { stage: 'FETCH', filter: query.filter, inputStage: indexScan(plan) } : { stage: 'COLLSCAN', filter: query.filter, direction: direction(plan) }
  return plan.sorted || !query.sort ? found : { stage: 'SORT', sortPattern: query.sort, inputStage: found }
}

const direction = ({ reverse }: Plan): string => (reverse ? 'backward' : 'forward')

function indexScan(plan: Plan): ReplyValue {
  const { index } = plan
  if (!index) return undefined
  return {
    stage: 'IXSCAN', indexName: index.name, keyPattern: index.spec.key as Doc, isUnique: index.unique, isSparse: index.sparse, isPartial: index.partial !== undefined, isMultiKey: index.multikey,
    direction: direction(plan), boundedFields: [...plan.bounded],
  }
}

function statistics(source: Source, query: Query): Reply {
  const plan = planQuery(source, query)
  const started = performance.now()
  const nReturned = findNow(source, query).length
  let examined = 0
  for (const batch of scan(source.storage, source.collection as Collection, plan)) examined += batch.length
  return { executionSuccess: true, nReturned, executionTimeMillis: Math.round(performance.now() - started), totalKeysExamined: plan.index ? examined : 0, totalDocsExamined: examined }
}
