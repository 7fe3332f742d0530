import type { DomainEvent } from '../../kernel/events.ts'
import { leafHash } from './merkle-tree.ts'

/** A decision in the log. Its leaf speaks for every field. */
export interface LogEntry extends DomainEvent {
  /** A pseudonym, as everybody who is named in the log. */
  by: string
  source: string
  subject: string
  /** Random: nobody can try out whether a leaf stands for a decision they suspect. */
  salt: string
}

/** SHA-256 of a zero byte and the canonical JSON of the entry, in hex (RFC 9162). */
export const leafOf = ({ id, type, at, by, source, subject, salt, data }: LogEntry): string =>
  leafHash(stableJson({ id, type, at, by, source, subject, salt, data }))

/** JSON with sorted keys and without spaces; dates as ISO text, absent values left out, as the store keeps them. */
export function stableJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${stableJson(one)}`).join(',')}}`
}
