import { readFileSync } from 'node:fs'
import { EJSON } from 'bson'
import { type Collection, type CommandFailedEvent, type CommandStartedEvent, type CommandSucceededEvent, type Db, type Document, MongoClient } from 'mongodb'
import { isObject, type Json, mismatch, toJson } from './unified-matching.ts'
import { type Arguments, bulkResult, perform } from './unified-operations.ts'

interface Requirement { readonly minServerVersion?: string, readonly maxServerVersion?: string, readonly topologies?: readonly string[] }
interface Operation { readonly object: string, readonly name: string, readonly arguments?: Arguments, readonly expectResult?: Json, readonly expectError?: Record<string, Json> }
interface Contents { readonly collectionName: string, readonly databaseName: string, readonly documents: readonly Document[] }
interface Events { readonly client: string, readonly events: readonly Record<string, Record<string, Json>>[] }

export interface UnifiedTest {
  readonly description: string
  readonly runOnRequirements?: readonly Requirement[]
  readonly operations: readonly Operation[]
  readonly expectEvents?: readonly Events[]
  readonly outcome?: readonly Contents[]
}

export interface UnifiedFile {
  readonly runOnRequirements?: readonly Requirement[]
  readonly createEntities: readonly Record<string, Record<string, Json>>[]
  readonly initialData?: readonly Contents[]
  readonly tests: readonly UnifiedTest[]
}

export const readUnifiedFile = (path: string): UnifiedFile => JSON.parse(readFileSync(path, 'utf8')) as UnifiedFile

const numbers = (version: string): number[] => version.split('.').map(Number)

function compareVersions(a: string, b: string): number {
  const [x, y] = [numbers(a), numbers(b)]
  for (let i = 0; i < 3; i++) if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) - (y[i] ?? 0)
  return 0
}

/** Is the test meant for a standalone server of this version? */
export function applies(requirements: readonly Requirement[] | undefined, version: string): boolean {
  return !requirements || requirements.some(({ minServerVersion = '0', maxServerVersion = '999', topologies = ['single'] }) =>
    topologies.includes('single') && compareVersions(version, minServerVersion) >= 0 && compareVersions(version, maxServerVersion) <= 0)
}

/** Tests that make the server fail on purpose need a server that takes such orders. */
export const needsFailPoint = ({ operations }: UnifiedTest): boolean => operations.some(({ object }) => object === 'testRunner')

type Recorded = Record<string, Json | undefined>

class Entities {
  readonly #entities = new Map<string, MongoClient | Db | Collection>()
  readonly #events = new Map<string, Recorded[]>()
  readonly #uri: string

  constructor(uri: string) { this.#uri = uri }

  get(id: string): MongoClient | Db | Collection {
    const entity = this.#entities.get(id)
    if (!entity) throw new Error(`no entity ${id}`)
    return entity
  }

  events(client: string): Recorded[] { return this.#events.get(client) ?? [] }

  async create(kind: string, spec: Record<string, Json>): Promise<void> {
    const id = spec.id as string
    if (kind === 'client') this.#entities.set(id, await this.#client(id, spec))
    else if (kind === 'database') this.#entities.set(id, (this.get(spec.client as string) as MongoClient).db(spec.databaseName as string, spec.databaseOptions as Document | undefined))
    else if (kind === 'collection') this.#entities.set(id, (this.get(spec.database as string) as Db).collection(spec.collectionName as string, spec.collectionOptions as Document | undefined))
    else throw new Error(`the runner does not know entities of kind ${kind}`)
  }

  async #client(id: string, { uriOptions, observeEvents }: Record<string, Json>): Promise<MongoClient> {
    const client = new MongoClient(this.#uri, { ...(isObject(uriOptions) ? uriOptions : {}), monitorCommands: true })
    const recorded: Recorded[] = []
    this.#events.set(id, recorded)
    const wanted = Array.isArray(observeEvents) ? observeEvents : []
    const record = (name: string, event: Recorded): void => { if (wanted.includes(`${name}Event`) && event.commandName !== 'configureFailPoint') recorded.push({ kind: `${name}Event`, ...event }) }
    client.on('commandStarted', (event: CommandStartedEvent) => { record('commandStarted', { commandName: event.commandName, databaseName: event.databaseName, command: toJson(event.command) }) })
    client.on('commandSucceeded', (event: CommandSucceededEvent) => { record('commandSucceeded', { commandName: event.commandName, reply: toJson(event.reply) }) })
    client.on('commandFailed', (event: CommandFailedEvent) => { record('commandFailed', { commandName: event.commandName }) })
    return client.connect()
  }

  async close(): Promise<void> {
    for (const entity of this.#entities.values()) if (entity instanceof MongoClient) await entity.close()
  }
}

/** Plays one test; resolves with what was not as expected. */
export async function runUnifiedTest(uri: string, admin: MongoClient, file: UnifiedFile, test: UnifiedTest): Promise<string | undefined> {
  await prepare(admin, file.initialData ?? [])
  const entities = new Entities(uri)
  try {
    for (const entity of file.createEntities) for (const [kind, spec] of Object.entries(entity)) await entities.create(kind, spec)
    for (const operation of test.operations) {
      const problem = await runOperation(entities, operation)
      if (problem) return `${operation.name}: ${problem}`
    }
    return checkEvents(entities, test.expectEvents ?? []) ?? await checkOutcome(admin, test.outcome ?? [])
  } finally {
    await entities.close()
  }
}

async function prepare(admin: MongoClient, contents: readonly Contents[]): Promise<void> {
  for (const { databaseName, collectionName, documents } of contents) {
    await admin.db(databaseName).dropCollection(collectionName)
    await admin.db(databaseName).createCollection(collectionName)
    if (documents.length > 0) await admin.db(databaseName).collection(collectionName).insertMany(EJSON.deserialize({ documents: documents as Document[] }).documents as Document[])
  }
}

async function runOperation(entities: Entities, { object, name, arguments: args = {}, expectResult, expectError }: Operation): Promise<string | undefined> {
  if (object === 'testRunner') return `the runner has no ${name}`
  let result: unknown
  try { result = await perform(entities.get(object), name, args) } catch (error) {
    return expectError ? checkError(error as Error, expectError) : `failed: ${(error as Error).message}`
  }
  if (expectError) return 'an error was expected'
  return expectResult === undefined ? undefined : mismatch(toJson(result), expectResult)
}

interface DriverError extends Error { readonly code?: number, readonly errorResponse?: unknown, readonly result?: unknown, readonly partialResult?: Record<string, unknown>, readonly writeErrors?: unknown }

function checkError(error: DriverError, expected: Record<string, Json>): string | undefined {
  const fromServer = 'errorResponse' in error || error.code !== undefined || error.name === 'MongoClientBulkWriteError'
  if (expected.isClientError === true && fromServer) return `the server refused, not the client: ${error.message}`
  if (expected.isClientError === false && !fromServer) return `the client refused, not the server: ${error.message}`
  if (typeof expected.errorContains === 'string' && !error.message.toLowerCase().includes(expected.errorContains.toLowerCase())) return `other message: ${error.message}`
  if (expected.errorCode !== undefined && error.code !== expected.errorCode) return `other code: ${String(error.code)}`
  if (expected.errorResponse !== undefined) return mismatch(toJson(error.errorResponse), expected.errorResponse)
  if (expected.writeErrors !== undefined) return writeErrorsMismatch(toJson(bulkResult({ writeErrors: error.writeErrors })), expected.writeErrors)
  return expected.expectResult === undefined ? undefined : mismatch(toJson(partialResult(error)), expected.expectResult)
}

/** Every write error may say more than the specification asks. */
function writeErrorsMismatch(actual: Json | undefined, expected: Json): string | undefined {
  const errors = isObject(actual) ? actual.writeErrors : undefined
  if (!isObject(errors) || !isObject(expected) || Object.keys(errors).length !== Object.keys(expected).length) return 'other write errors'
  return Object.entries(expected).map(([index, error]) => mismatch(errors[index], error, `writeErrors.${index}`)).find(Boolean)
}

function partialResult(error: DriverError): unknown {
  const partial = error.partialResult
  if (!partial) return error.result
  // This driver fills a result with zeros where nothing was done; others leave it out.
  const nothing = Object.entries(partial).every(([name, value]) => !name.endsWith('Count') || value === 0)
  return nothing ? undefined : bulkResult(partial)
}

function checkEvents(entities: Entities, expected: readonly Events[]): string | undefined {
  for (const { client, events } of expected) {
    const recorded = entities.events(client)
    if (recorded.length !== events.length) return `${recorded.length} events instead of ${events.length}: ${recorded.map(({ commandName }) => String(commandName)).join(', ')}`
    for (const [i, event] of events.entries()) {
      const [kind, fields] = Object.entries(event)[0] as [string, Record<string, Json>]
      const problem = eventMismatch(recorded[i] as Recorded, kind, fields)
      if (problem) return `event ${i}: ${problem}`
    }
  }
  return undefined
}

function eventMismatch(recorded: Recorded, kind: string, fields: Record<string, Json>): string | undefined {
  if (recorded.kind !== kind) return `${String(recorded.kind)} instead of ${kind}`
  for (const [name, value] of Object.entries(fields)) {
    const problem = mismatch(recorded[name], value, name, true)
    if (problem) return problem
  }
  return undefined
}

async function checkOutcome(admin: MongoClient, outcome: readonly Contents[]): Promise<string | undefined> {
  for (const { databaseName, collectionName, documents } of outcome) {
    const found = await admin.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray()
    const problem = mismatch(toJson({ documents: found }), { documents: documents as unknown as Json }, 'outcome', false)
    if (problem) return problem
  }
  return undefined
}
