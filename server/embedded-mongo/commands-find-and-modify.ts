import { Double } from 'bson'
import type { Reply } from './bson-encode.ts'
import { type Command, type Context, isDurable, namespaceOf, scopeOf } from './command.ts'
import { applyUpdate, arrayFiltersOf } from './commands-write.ts'
import { filterArgument } from './match.ts'
import { failedToParse } from './mongo-error.ts'
import { compileProjection, projectionArgument } from './projection.ts'
import { sortArgument } from './sort.ts'
import { isDoc, isTruthy, type Doc, type Value } from './values.ts'
import { checkStatement, deleteDocuments, type UpdateStatement } from './write-operations.ts'

const OK = new Double(1)

export const findAndModifyCommand: Command = {
  write: true,
  fields: {
    query: 'object', sort: 'object', remove: 'boolish', update: 'any', new: 'boolish', fields: 'object', upsert: 'boolish', bypassDocumentValidation: 'boolish',
    collation: 'object', arrayFilters: 'array', hint: 'hint', let: 'object', stmtId: 'any',
  },
  run(context) {
    const { command } = context
    const namespace = namespaceOf(context)
    checkFindAndModify(command)
    return context.storage.write(() => (isTruthy(command.remove) ? findAndRemove(context, namespace) : findAndUpdate(context, namespace)), isDurable(command))
  },
}

function checkFindAndModify(command: Doc): void {
  const remove = isTruthy(command.remove)
  if (remove && command.update !== undefined) throw failedToParse("Cannot specify both an 'update' and 'remove'=true")
  if (remove && isTruthy(command.upsert)) throw failedToParse("Cannot specify both 'upsert'=true and 'remove'=true")
  if (remove && isTruthy(command.new)) throw failedToParse("Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document")
  if (remove && command.arrayFilters !== undefined) throw failedToParse("Cannot specify 'arrayFilters' and 'remove'=true")
  if (!remove && command.update === undefined) throw failedToParse("Either an 'update' or 'remove'=true must be specified")
  if (command.update !== undefined && !isDoc(command.update) && !Array.isArray(command.update)) throw failedToParse('Update argument must be either an object or an array')
}

function findAndRemove(context: Context, namespace: string): Reply {
  const { command } = context
  const collection = context.catalog.get(namespace)
  const scope = scopeOf(context, collection)
  const shape = shaper(context)
  const filter = filterArgument(command.query, 'query')
  checkStatement(filter, undefined, [], scope)
  const [removed] = collection ? deleteDocuments(context, collection, { filter, sort: sortArgument(command.sort), hint: command.hint, limit: 1 }, scope) : []
  return { lastErrorObject: { n: removed ? 1 : 0 }, value: removed ? shape(removed) : null, ok: OK }
}

function findAndUpdate(context: Context, namespace: string): Reply {
  const { command } = context
  const shape = shaper(context)
  const statement: UpdateStatement = {
    query: { filter: filterArgument(command.query, 'query'), sort: sortArgument(command.sort), hint: command.hint, limit: 1 },
    update: command.update as Value, arrayFilters: arrayFiltersOf(command.arrayFilters), multi: false, upsert: isTruthy(command.upsert),
  }
  const { matched, upserted, before, after } = applyUpdate(context, namespace, statement, context, command.collation)
  const value = isTruthy(command.new) ? after : before
  const last = { n: matched + (upserted ? 1 : 0), updatedExisting: matched > 0, ...(upserted ? { upserted: upserted._id } : {}) }
  return { lastErrorObject: last, value: value ? shape(value) : null, ok: OK }
}

function shaper(context: Context): (doc: Doc) => Doc {
  const spec = projectionArgument(context.command.fields)
  return spec ? compileProjection(spec, scopeOf(context), { find: true }) : doc => doc
}
