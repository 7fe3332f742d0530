import { Double } from 'bson'
import type { Reply } from './bson-encode.ts'
import { checkCommand, type Command, type Context } from './command.ts'
import { aggregateCommand } from './commands-aggregate.ts'
import { createCommand, dropCommand, dropDatabaseCommand, listCollectionsCommand, listDatabasesCommand } from './commands-collections.ts'
import { bulkWriteCommand } from './commands-bulk.ts'
import { explainCommand } from './commands-explain.ts'
import { countCommand, distinctCommand, findCommand, getMoreCommand, killCursorsCommand } from './commands-find.ts'
import { createIndexesCommand, dropIndexesCommand, listIndexesCommand } from './commands-indexes.ts'
import { buildInfoCommand, connectionStatusCommand, getParameterCommand, helloCommand, pingCommand, serverStatusCommand, sessionCommand } from './commands-session.ts'
import { findAndModifyCommand } from './commands-find-and-modify.ts'
import { deleteCommand, insertCommand, updateCommand } from './commands-write.ts'
import { CODES, MongoError, notSupported } from './mongo-error.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  hello: helloCommand, ismaster: helloCommand, isMaster: helloCommand, ping: pingCommand, buildInfo: buildInfoCommand, buildinfo: buildInfoCommand,
  endSessions: sessionCommand, refreshSessions: sessionCommand, killSessions: sessionCommand, killAllSessions: sessionCommand, logout: sessionCommand,
  connectionStatus: connectionStatusCommand, serverStatus: serverStatusCommand, getParameter: getParameterCommand,
  explain: explainCommand, find: findCommand, aggregate: aggregateCommand, getMore: getMoreCommand, killCursors: killCursorsCommand, count: countCommand, distinct: distinctCommand,
  bulkWrite: bulkWriteCommand, insert: insertCommand, update: updateCommand, delete: deleteCommand, findAndModify: findAndModifyCommand, findandmodify: findAndModifyCommand,
  create: createCommand, drop: dropCommand, dropDatabase: dropDatabaseCommand, listCollections: listCollectionsCommand, listDatabases: listDatabasesCommand,
  createIndexes: createIndexesCommand, listIndexes: listIndexesCommand, dropIndexes: dropIndexesCommand, deleteIndexes: dropIndexesCommand,
}

const KNOWN_REFUSED = new Set([
  'renameCollection', 'mapReduce', 'mapreduce', 'collMod', 'convertToCapped', 'createUsers', 'commitTransaction', 'abortTransaction', 'validate', 'compact', 'reIndex',
  'collStats', 'dbStats', 'currentOp', 'killOp', 'fsync', 'shardCollection', 'replSetGetStatus', 'createSearchIndexes', 'eval', 'copydb', 'cloneCollectionAsCapped', 'setFeatureCompatibilityVersion',
])

/** Runs one command. What goes wrong becomes the reply that MongoDB would give. */
export function runCommand(context: Context): Promise<Reply> | Reply {
  try {
    const command = Object.hasOwn(COMMANDS, context.name) ? COMMANDS[context.name] : undefined
    if (!command) throw KNOWN_REFUSED.has(context.name) ? notSupported(`command ${context.name}`) : new MongoError(CODES.CommandNotFound, `no such command: '${context.name}' (if MongoDB has it, the embedded stand-in does not: set MONGODB_URI)`)
    checkCommand(context, command)
    const reply = command.run(context)
    return reply instanceof Promise ? reply.catch(errorReply) : reply
  } catch (error) {
    return errorReply(error)
  }
}

export function errorReply(error: unknown): Reply {
  const known = error instanceof MongoError ? error : rangeError(error)
  return { ok: new Double(0), errmsg: known.message, code: known.code, codeName: known.codeName, ...known.details }
}

/** Too deep a recursion or too long a string is the query's fault; anything else is ours, and says so. */
function rangeError(error: unknown): MongoError {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof RangeError ? new MongoError(CODES.ExceededMemoryLimit, `the operation is too large: ${message}`) : new MongoError(CODES.InternalError, `internal error: ${message}`)
}
