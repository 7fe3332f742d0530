import { Double } from 'bson'
import type { Reply } from './bson-encode.ts'
import type { Command, FieldType } from './command.ts'
import { MAX_DOCUMENT } from './bson-encode.ts'
import { isDoc, type Doc } from './values.ts'
import { MAX_MESSAGE } from './wire.ts'

const OK = new Double(1)
/** MongoDB 8.0: the first version whose updates take `sort`, which drivers and their tests choose by. */
const VERSION = '8.0.0'
const WIRE_VERSION = 25

const ANY_FIELDS: Readonly<Record<string, FieldType>> = {
  client: 'any', compression: 'any', helloOk: 'any', speculativeAuthenticate: 'any', saslSupportedMechs: 'any', topologyVersion: 'any', maxAwaitTimeMS: 'any', loadBalanced: 'any', backpressure: 'any', forShell: 'any', internalClient: 'any', hello: 'any', hostInfo: 'any',
}

function hello(context: { connection: number, command: Doc }): Reply {
  return {
    helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: MAX_DOCUMENT, maxMessageSizeBytes: MAX_MESSAGE, maxWriteBatchSize: 100_000,
    localTime: new Date(), logicalSessionTimeoutMinutes: 30, connectionId: context.connection, minWireVersion: 0, maxWireVersion: WIRE_VERSION, readOnly: false, ok: OK,
  }
}

export const helloCommand: Command = { fields: ANY_FIELDS, run: hello }
export const pingCommand: Command = { fields: {}, run: () => ({ ok: OK }) }
/** Sessions carry no state here, so they end and live on without a trace. */
export const sessionCommand: Command = { fields: {}, run: () => ({ ok: OK }) }

export const buildInfoCommand: Command = {
  fields: {},
  run: () => ({
    version: VERSION, gitVersion: 'embedded', modules: [], javascriptEngine: 'none', sysInfo: 'embedded stand-in', versionArray: [8, 0, 0, 0], bits: 64,
    debug: false, maxBsonObjectSize: MAX_DOCUMENT, storageEngines: ['lmdb'], ok: OK,
  }),
}

export const connectionStatusCommand: Command = {
  fields: { showPrivileges: 'boolish' },
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: OK }),
}

export const serverStatusCommand: Command = {
  fields: { repl: 'any', metrics: 'any', locks: 'any' },
  run: ({ cursors }) => ({
    host: 'embedded', version: VERSION, process: 'embedded-mongo', pid: BigInt(process.pid), uptime: new Double(Math.floor(process.uptime())), storageEngine: { name: 'lmdb', persistent: true },
    metrics: { cursor: { open: { total: BigInt(cursors.size) } } }, ok: OK,
  }),
}

/** The specification's runner asks for parameters to learn about topology features; there are none. */
export const getParameterCommand: Command = {
  fields: { allParameters: 'any', authenticationMechanisms: 'any', requireApiVersion: 'any', featureCompatibilityVersion: 'any' },
  run: ({ command }) => ({ ...(isDoc(command) && command.featureCompatibilityVersion !== undefined ? { featureCompatibilityVersion: { version: '8.0' } } : {}), ok: OK }),
}
