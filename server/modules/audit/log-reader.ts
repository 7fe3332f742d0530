import type { Journal } from '../../relay/journal.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { AuditSealer } from './audit-seal.ts'
import type { AuditStore } from './audit-store.ts'
import type { ExportHeader, ExportLine } from './log-export.ts'
import { EXPORT_FORMAT } from './log-export.ts'
import { leafOf } from './log-entry.ts'
import type { LogStore } from './log-store.ts'
import { createLogVerifier, type Fault, type LogReport } from './log-verifier.ts'
import { consistencyProof, inclusionProof, type Head } from './merkle-tree.ts'
import type { SignedHead } from './signed-head.ts'

interface Parts { audit: AuditStore; auditSealer: AuditSealer; log: LogStore; vault: KeyVault; journal: Journal }
const BATCH = 500
const ALL = 0

/** The newest signed head, for mails and pages; undefined before the first. */
export async function latestHead({ log }: Pick<Parts, 'log'>): Promise<SignedHead | undefined> {
  return withoutPlace(await log.lastHead())
}

function withoutPlace(head: SignedHead & { upTo?: number } | undefined): SignedHead | undefined {
  if (!head) return undefined
  const { size, root, at, signature } = head
  return { size, root, at, signature }
}

/** Newest first. */
export const signedHeads = async ({ log }: Pick<Parts, 'log'>, limit = ALL): Promise<SignedHead[]> =>
  (await log.heads(limit)).flatMap((head) => withoutPlace(head) ?? [])

export interface Inclusion { place: number; size: number; root: string; proof: string[] }

/** That a leaf is in the log, against the newest head; undefined while it is in none. */
export async function provenLeaf({ audit, log }: Pick<Parts, 'audit' | 'log'>, leaf: string): Promise<Inclusion | undefined> {
  const [place, head] = await Promise.all([audit.placeOf(leaf), log.lastHead()])
  if (place === undefined || !head || place >= head.size) return undefined
  return { place, size: head.size, root: head.root, proof: await inclusionProof(place, head.size, log.read) }
}

/** That one head continues another; undefined where one of them is no head of this log. */
export async function provenGrowth({ log }: Pick<Parts, 'log'>, from: number, to: number): Promise<string[] | undefined> {
  const heads = await Promise.all([log.head(from), log.head(to)])
  return from <= to && heads.every((head) => head !== undefined) ? consistencyProof(from, to, log.read) : undefined
}

/** The log line by line, as far as it is signed. What is hidden goes without its entry. */
export async function* exportedLog(parts: Parts, { everything = false } = {}): AsyncGenerator<ExportLine> {
  for (let next = 0; ;) {
    const rows = await parts.audit.placed(next, BATCH)
    for (const row of rows) {
      const shown = row.pads === null && (everything || !row.hidden)
      yield { place: row.place ?? next, leaf: row.leaf, ...(shown ? { entry: await parts.auditSealer.entry(row) } : {}) }
    }
    next = (rows.at(-1)?.place ?? next) + 1
    if (rows.length < BATCH) return
  }
}

export async function exportHeader(parts: Parts): Promise<ExportHeader> {
  return { format: EXPORT_FORMAT, publicKey: (await parts.vault.signer()).publicKey, heads: await signedHeads(parts) }
}

/**
 * The whole log in the database: what is signed against its heads, what waits for its place against the journal, which
 * tells the same decisions from another place.
 */
export async function verifyLog(parts: Parts, noted: readonly Head[] = [], progress: (checked: number) => void = () => undefined): Promise<LogReport> {
  const verifier = createLogVerifier({ ...(await exportHeader(parts)), noted })
  for await (const line of exportedLog(parts, { everything: true })) {
    verifier.check(line)
    if (line.place % BATCH === 0) progress(line.place)
  }
  const report = verifier.report()
  return { ...report, faults: [...report.faults, ...(await faultsOfWaiting(parts))] }
}

/** Each decision of the journal after the last head has its row, and the row its leaf. */
async function faultsOfWaiting(parts: Parts): Promise<Fault[]> {
  const from = (await parts.log.lastHead())?.upTo ?? 0
  const upTo = await parts.journal.position('audit')
  const rows = new Map((await parts.audit.batch({ from, upTo, pads: -1 })).map((row) => [row.id, row]))
  const decisions = (await parts.journal.after(from, upTo - from)).filter((one) => one.seq <= upTo)
  const faults: Fault[] = []
  for (const one of decisions) {
    const row = rows.get(one.id)
    if (!row) faults.push({ kind: 'missing', at: one.seq })
    else if (!(await isFaithful(parts, row, one))) faults.push({ kind: 'altered', at: one.seq })
  }
  return decisions.length < upTo - from ? [...faults, { kind: 'cut', at: from + decisions.length }] : faults
}

async function isFaithful({ auditSealer }: Parts, row: Parameters<Parts['auditSealer']['entry']>[0], decision: Parameters<Parts['auditSealer']['row']>[0]): Promise<boolean> {
  const kept = await auditSealer.opened(row)
  const { id, type, at, by, source, subject, data } = decision
  const told = leafOf({ id, type, at, by, source, subject, data, salt: kept.salt })
  const own = leafOf({ id: kept.id, type: kept.type, at: kept.at, by: kept.by, source: kept.source, subject: kept.subject, data: kept.data, salt: kept.salt })
  return told === own && leafOf(await auditSealer.entry(row)) === row.leaf
}
