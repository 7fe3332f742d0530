import type { DomainEvent } from '../kernel/events.ts'
import type { AuditSealer } from '../modules/audit/audit-seal.ts'
import type { AuditRow } from '../modules/audit/audit-store.ts'
import { leafOf } from '../modules/audit/log-entry.ts'
import { isSealedText } from '../modules/sealing/cipher.ts'
import { SEALED_EVENT } from '../modules/sealing/sealed-events.ts'
import type { DatabaseFacts, OpenEvents, Row } from './database-facts.ts'
import { type Finding, found, type Sentences } from './finding.ts'

type Entry = DomainEvent & { seq: number; source: string; subject: string }
interface Readers { events: { open: OpenEvents }; sealer: AuditSealer }

/** The journal and the log of decisions: events of bids sealed in both, and each row of the log at one with its event. */
export async function checkLog(facts: DatabaseFacts, readers: Readers): Promise<Finding[]> {
  const findings: Finding[] = []
  const journal = new Map<string, Entry>()
  for await (const row of facts.rows('journal')) {
    const entry = { ...row, id: row._id } as unknown as Entry
    journal.set(entry.id, entry)
    findings.push(...found('journal', entry.id, await journalEntry(entry, readers)))
  }
  const rows: AuditRow[] = []
  for await (const row of facts.rows('audit')) rows.push({ ...row, id: row._id } as unknown as AuditRow)
  for (const row of rows) findings.push(...found('audit', row.id, await auditRow(row, journal.get(row.id), readers)))
  return [...findings, ...places(rows), ...(await heads(facts, rows))]
}

async function journalEntry(entry: Entry, { events }: Readers): Promise<Sentences> {
  if (entry.source !== 'bids') return []
  const [opened] = await events.open([entry])
  return [!isKeptSealed(entry) && 'is about a bid and kept in the clear', opened?.type === SEALED_EVENT && 'does not open: somebody changed or moved it']
}

async function auditRow(row: AuditRow, entry: Entry | undefined, { sealer }: Readers): Promise<Sentences> {
  if (row.seq === null) return [!row.hidden && 'is padding and shown']
  const opened = await sealer.opened(row)
  return [
    !entry && 'is about a decision that the journal does not have',
    entry && entry.seq !== row.seq && `has number ${row.seq}, the journal has it at ${entry.seq}`,
    row.source === 'bids' && row.hidden && !(isKeptSealed(row) && row.salt === '') && 'is about a sealed bid and kept in the clear',
    opened.type === SEALED_EVENT ? 'does not open: somebody changed or moved it' : leafOf(await sealer.entry(row)) !== row.leaf && 'is not what its leaf in the tree speaks for',
  ]
}

function isKeptSealed({ type, by, data }: Pick<DomainEvent, 'type' | 'by' | 'data'>): boolean {
  return type === SEALED_EVENT && by === '' && Object.keys(data).every((field) => field === 'sealed') && isSealedText(data['sealed'])
}

/** Places in the tree count up from 0 without gaps. */
function places(rows: readonly AuditRow[]): Finding[] {
  const taken = rows.flatMap(({ id, place }) => (typeof place === 'number' ? [{ id, place }] : [])).sort((a, b) => a.place - b.place)
  const at = taken.findIndex(({ place }, i) => place !== i)
  return at < 0 ? [] : found('audit', taken[at]?.id ?? '', [`stands at place ${taken[at]?.place ?? ''} of the tree, where ${at} belongs`])
}

async function heads(facts: DatabaseFacts, rows: readonly AuditRow[]): Promise<Finding[]> {
  const placed = rows.filter(({ place }) => typeof place === 'number').length
  const findings: Finding[] = []
  for await (const { _id } of facts.rows('log_heads') as AsyncIterable<Omit<Row, '_id'> & { _id: unknown }>) {
    findings.push(...found('log_heads', String(_id), [Number(_id) > placed && `speaks for ${String(_id)} rows, the log has ${placed}`]))
  }
  return findings
}
