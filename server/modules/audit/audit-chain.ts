import { createHash } from 'node:crypto'
import type { DomainEvent } from '../../kernel/events.ts'

/** Where the chain begins: the hash before the first entry. */
export const GENESIS = createHash('sha256').update('jiebang audit trail 1').digest('hex')

/** A decision in the trail. Everything but `hash` is what the hash speaks for. */
export interface AuditEntry extends DomainEvent {
  /** Place in the trail, without gaps: the journal's own. */
  seq: number
  source: string
  subject: string
  /**
   * Random. Without it whoever reads some entries with their hashes could try out whether there is one between two of
   * them, and so learn of a sealed bid.
   */
  salt: string
  /** Over the hash before and everything above, in hex. */
  hash: string
}

export type Unchained = Omit<AuditEntry, 'hash'>

/** SHA-256 of the hash before, a line break, and the canonical JSON of the entry. */
export function hashAfter(previous: string, entry: Unchained): string {
  return createHash('sha256').update(`${previous}\n${canonical(entry)}`, 'utf8').digest('hex')
}

export const chained = (previous: string, entry: Unchained): AuditEntry => ({ ...entry, hash: hashAfter(previous, entry) })

/** The entry as text: fields by name, nothing left out. */
function canonical({ seq, id, type, at, by, source, subject, salt, data }: Unchained): string {
  return stable({ seq, id, type, at, by, source, subject, salt, data })
}

/** JSON with sorted keys and without spaces; dates as ISO text, absent values left out, as the store keeps them. */
function stable(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${stable(one)}`).join(',')}}`
}

/** Where the trail stops being what was written. `missing`: its number is not there; `altered`: it, or the one before. */
export interface Break { seq: number; kind: 'missing' | 'altered' }

/** Checks entries as they come, in order; keeps the last good hash. */
export function createVerifier() {
  let expected = 1
  let hash = GENESIS
  return {
    /** The first thing that is wrong, if anything is. */
    check(entry: AuditEntry): Break | undefined {
      if (entry.seq !== expected) return { seq: expected, kind: entry.seq > expected ? 'missing' : 'altered' }
      const { hash: claimed, ...rest } = entry
      if (hashAfter(hash, rest) !== claimed) return { seq: entry.seq, kind: 'altered' }
      expected += 1
      hash = claimed
      return undefined
    },
    head: () => ({ entries: expected - 1, hash }),
  }
}
