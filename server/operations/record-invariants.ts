import type { Connection } from 'mongoose'
import { isSealedTag } from '../modules/sealing/sealed-tag.ts'
import type { DatabaseFacts, Row } from './database-facts.ts'
import { type Finding, found } from './finding.ts'

/** Field that names a document elsewhere: collection, field (dotted), and where it must be found. */
const REFERENCES: readonly [collection: string, field: string, target: string][] = [
  ['people', 'organisation', 'organisations'], ['teams', 'organisation', 'organisations'], ['teams', 'lead', 'people'], ['achievements', 'organisation', 'organisations'],
  ['scoresheets', 'need', 'needs'], ['scoresheets', 'reviewer', 'people'], ['scoresheets', 'marks.bid', 'bids'], ['verdicts', 'need', 'needs'],
  ['sessions', 'person', 'people'], ['second_factors', '_id', 'people'], ['saved-searches', '_id', 'people'], ['erasure_requests', 'person', 'people'],
  ['notices', 'person', 'people'], ['notices', 'need', 'needs'], ['digests', 'person', 'people'], ['digests', 'needs', 'needs'],
  ['imports', 'organisation', 'organisations'], ['questions', 'need', 'needs'], ['questions', 'asker', 'people'],
  ['experts', 'need', 'needs'], ['experts', 'referrer', 'people'], ['experts', 'person', 'people'],
  ['follows', 'person', 'people'], ['follows', 'need', 'needs'], ['reminders', 'need', 'needs'],
  ['policy_proposals', 'proposedBy', 'people'], ['policy_proposals', 'decidedBy', 'people'],
  ['invitation-plans', 'by', 'people'], ['invitation-plans', 'needs', 'needs'], ['invitation-plans', 'invitations.team', 'teams'],
]

/** What can be there once only. The database has an index for each; a restore without indexes has not. */
const UNIQUE: readonly [collection: string, field: string][] = [
  ['needs', 'number'], ['people', 'email'], ['organisations', 'creditCode'], ['journal', 'seq'], ['audit', 'leaf'],
]

export async function checkReferences(facts: DatabaseFacts): Promise<Finding[]> {
  const findings = REFERENCES.map(async ([collection, field, target]) => {
    const there = await facts.ids(target)
    const missing: Finding[] = []
    for await (const row of facts.rows(collection)) {
      const named = valuesAt(row, field.split('.')).filter((value) => typeof value === 'string' && value !== '' && !isSealedTag(value) && !there.has(value))
      missing.push(...found(collection, row._id, named.map((value) => `names ${String(value)} as its ${field}, which is not in ${target}`)))
    }
    return missing
  })
  return (await Promise.all(findings)).flat()
}

export async function checkUnique(facts: DatabaseFacts): Promise<Finding[]> {
  const findings = UNIQUE.map(async ([collection, field]) => {
    const seen = new Map<unknown, string>()
    const twice: Finding[] = []
    for await (const row of facts.rows(collection)) {
      const [value] = valuesAt(row, [field])
      if (seen.has(value)) twice.push(...found(collection, String(row._id), [`has the ${field} of ${seen.get(value) ?? ''}`]))
      seen.set(value, String(row._id))
    }
    return twice
  })
  return (await Promise.all(findings)).flat()
}

interface Position { _id: string; seq: number }

/** Numbers of the journal and of the audit trail count up without gaps, and nobody has followed further than there is. */
export async function checkSequences(connection: Connection): Promise<Finding[]> {
  const journal = await numbers(connection, 'journal', 'seq')
  // Padding of the log stands for no decision and has no number.
  const audit = (await numbers(connection, 'audit', 'seq')).filter((seq) => seq > 0)
  const positions = await connection.collection<Position>('followers').find().toArray()
  const last = journal.length
  return [
    ...gaps('journal', journal), ...gaps('audit', audit),
    ...(audit.length > last ? found('audit', String(audit.length), [`is longer than the journal, which ends at ${last}`]) : []),
    ...positions.flatMap(({ _id, seq }) => found('followers', _id, [seq > last && `stands at ${seq}, the journal ends at ${last}`])),
  ]
}

async function numbers(connection: Connection, collection: string, field: string): Promise<number[]> {
  const rows = await connection.collection(collection).find({}, { projection: { [field]: 1 } }).sort({ [field]: 1 }).toArray()
  return rows.map((row) => Number(row[field] ?? 0))
}

function gaps(collection: string, sequence: readonly number[]): Finding[] {
  const at = sequence.findIndex((seq, i) => seq !== i + 1)
  return at < 0 ? [] : found(collection, String(sequence[at]), [`stands where number ${at + 1} belongs`])
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, key === undefined ? [] : [key, ...rest]))
  if (key === undefined) return [value]
  return typeof value === 'object' && value !== null ? valuesAt((value as Row)[key], rest) : []
}
