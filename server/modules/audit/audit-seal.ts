import { createHmac, randomBytes } from 'node:crypto'
import type { JournalEntry } from '../../relay/journal.ts'
import { openValue, sealValue } from '../sealing/cipher.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { SEALED_EVENT } from '../sealing/sealed-events.ts'
import type { AuditRow } from './audit-store.ts'
import { leafOf, type LogEntry } from './log-entry.ts'
import { leafHash } from './merkle-tree.ts'

type Inside = Pick<LogEntry, 'type' | 'by' | 'data' | 'salt'>
const placeOf = (id: string): string => `audit ${id}`
/** Sources whose subjects are people. */
const ABOUT_PEOPLE = ['people', 'registrations']

/** Writes decisions as rows of the log, sealed where they are about bids, and reads them again. */
export function createAuditSealer(vault: Pick<KeyVault, 'workKeys'>) {
  async function pseudonym(person: string): Promise<string> {
    const { pseudonyms } = await vault.workKeys()
    return person === '' || person === 'clock' ? person : createHmac('sha256', pseudonyms).update(person).digest('hex').slice(0, 24)
  }

  /** What the leaf speaks for: nobody is named in it. */
  async function entryOf({ id, type, at, by, source, subject, data, salt }: LogEntry): Promise<LogEntry> {
    const named = ABOUT_PEOPLE.includes(source) ? await pseudonym(subject) : subject
    return { id, type, at, by: await pseudonym(by), source, subject: named, data, salt }
  }

  async function opened(row: AuditRow): Promise<AuditRow> {
    if (row.type !== SEALED_EVENT) return row
    const { events } = await vault.workKeys()
    const inside = openValue(events, row.data['sealed'], placeOf(row.id)) as Inside | undefined
    return inside ? { ...row, ...inside } : row
  }

  return {
    opened,
    /** The entry as it may leave the house. */
    entry: async (row: AuditRow): Promise<LogEntry> => entryOf(await opened(row)),
    async row({ seq, id, type, at, by, source, subject, data }: JournalEntry, hidden: boolean): Promise<AuditRow> {
      const salt = randomBytes(16).toString('hex')
      const leaf = leafOf(await entryOf({ id, type, at, by, source, subject, data, salt }))
      const common = { seq, id, at, source, subject, leaf, place: null, hidden, pads: null }
      if (source !== 'bids' || !hidden) return { ...common, type, by, data, salt }
      const { events } = await vault.workKeys()
      const inside: Inside = { type, by, data, salt }
      return { ...common, type: SEALED_EVENT, by: '', data: { sealed: sealValue(events, inside, placeOf(id)) }, salt: '' }
    },
  }
}
export type AuditSealer = ReturnType<typeof createAuditSealer>

/** Rows without a decision behind them: between two heads there are always equally many leaves that nobody may look into. */
export const paddingRows = (size: number, count: number, at: Date): AuditRow[] => Array.from({ length: count }, (_, i) => ({
  seq: null, id: `padding.${size}.${i}`, type: 'padding', at, by: '', source: '', subject: '', data: {}, salt: '',
  leaf: leafHash(randomBytes(32).toString('hex')), place: null, hidden: true, pads: size,
}))
