import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EJSON } from 'bson'
import { MongoServerError, type Document, type MongoClient } from 'mongodb'
import { allChecks, at, type Canonical, contains, decode, equalDocument, sameMembers } from './case-comparison.ts'

type Command = Readonly<Record<string, Canonical>>

interface Expectation {
  readonly code?: number
  readonly documents?: readonly Canonical[]
  readonly reply?: Canonical
  readonly exact?: boolean
  readonly checks?: readonly Command[]
  readonly everyDocument?: readonly Command[]
  readonly documentChecks?: readonly (readonly Command[])[]
}

export interface Case {
  readonly id: string
  readonly area: string
  readonly setup: readonly Command[]
  readonly mayFail?: readonly number[]
  readonly command: Command
  readonly expect: Expectation
  readonly unordered?: boolean
  readonly unorderedFields?: readonly string[]
}

/** right and wrong results, refused ones, errors that were expected, and errors that were missed. */
export type Outcome = 'right' | 'wrong' | 'refused' | 'error' | 'accepted'

export function readCases(folder: string): Case[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.jsonl')).sort()
  return files.flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line) as Case))
}

const REPLIES = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const

async function send(client: MongoClient, { $db = 'test', ...command }: Command): Promise<Canonical> {
  const reply = await client.db($db as string).command(decode(command) as Document, REPLIES)
  return EJSON.serialize(reply, { relaxed: false }) as Canonical
}

/** Plays a case on databases that are empty, and leaves them empty. */
export async function playCase(client: MongoClient, one: Case): Promise<Outcome> {
  try { return await play(client, one) } finally { await clean(client, one) }
}

async function clean(client: MongoClient, { setup, command }: Case): Promise<void> {
  if (setup.length === 0 && typeof command.aggregate === 'object') return
  const names = new Set([...setup, command].map(({ $db = 'test' }) => $db as string).filter(name => !['admin', 'local', 'config'].includes(name)))
  for (const name of names) await client.db(name).dropDatabase()
}

async function play(client: MongoClient, one: Case): Promise<Outcome> {
  const expectsError = one.expect.code !== undefined
  for (const [i, command] of one.setup.entries()) if (!await runs(client, command) && !one.mayFail?.includes(i)) return 'refused'
  let reply: Canonical
  try { reply = await send(client, one.command) } catch (error) {
    if (!(error instanceof MongoServerError)) throw error
    return expectsError ? 'error' : 'refused'
  }
  const failed = at(reply, 'writeErrors') !== undefined
  if (expectsError) return failed ? 'error' : 'accepted'
  if (matches(reply, one)) return 'right'
  return failed ? 'refused' : 'wrong'
}

async function runs(client: MongoClient, command: Command): Promise<boolean> {
  try { return at(await send(client, command), 'writeErrors') === undefined } catch (error) {
    if (error instanceof MongoServerError) return false
    throw error
  }
}

function matches(reply: Canonical, { expect, unordered, unorderedFields }: Case): boolean {
  if (expect.checks) return allChecks(reply, expect.checks)
  if (expect.reply !== undefined) return expect.exact ? equalDocument(reply, expect.reply, unorderedFields) : contains(reply, expect.reply)
  const documents = at(reply, 'cursor.firstBatch')
  return Array.isArray(documents) && documentsMatch(documents, expect, unordered === true, unorderedFields)
}

function documentsMatch(documents: readonly Canonical[], expect: Expectation, unordered: boolean, anyOrder?: readonly string[]): boolean {
  const { everyDocument, documentChecks, documents: wanted = [] } = expect
  if (everyDocument) return documents.length > 0 && documents.every(doc => allChecks(doc, everyDocument))
  if (documentChecks) return documents.length === documentChecks.length && documents.every((doc, i) => allChecks(doc, documentChecks[i] ?? []))
  if (unordered) return sameMembers(documents, wanted, anyOrder)
  return documents.length === wanted.length && documents.every((doc, i) => equalDocument(doc, wanted[i] as Canonical, anyOrder))
}

export interface Rates { results: number, errors: number, right: number, wrong: number, refused: number, accepted: number }

export function addOutcome(rates: Map<string, Rates>, group: string, outcome: Outcome): void {
  const known = rates.get(group) ?? { results: 0, errors: 0, right: 0, wrong: 0, refused: 0, accepted: 0 }
  rates.set(group, known)
  if (outcome === 'error' || outcome === 'accepted') known.errors++
  else known.results++
  if (outcome !== 'error') known[outcome]++
}

export const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole)
