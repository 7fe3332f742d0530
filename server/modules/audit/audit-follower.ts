import { randomBytes } from 'node:crypto'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { Bid } from '../bids/bid.ts'
import { chained, GENESIS } from './audit-chain.ts'
import type { AuditStore, HiddenUntil } from './audit-store.ts'

export interface AuditParts {
  audit: AuditStore
  bids: { find(id: string): Promise<Pick<Bid, 'need'> | undefined> }
}

/** Writes every decision into the trail, in the journal's order. An entry that is there already stays as it is. */
export function createAuditFollower(parts: AuditParts): Follower {
  return {
    name: 'audit',
    scope: 'shared',
    async handle(entry) {
      await write(parts, entry)
      if (entry.type === 'bids-opened' || entry.type === 'need-submitted') {
        await parts.audit.reveal({ event: entry.type, need: entry.subject })
      }
    },
  }
}

async function write({ audit, bids }: AuditParts, { seq, id, type, at, by, source, subject, data }: JournalEntry): Promise<void> {
  const previous = seq === 1 ? GENESIS : (await audit.at(seq - 1))?.hash
  if (previous === undefined) throw new Error(`the audit trail has no entry ${seq - 1}`)
  const entry = chained(previous, { seq, id, type, at, by, source, subject, data, salt: randomBytes(16).toString('hex') })
  await audit.append(entry, await hiddenUntil({ audit, bids }, { source, subject, type }))
}

/**
 * Bids are nobody's business before the opening, not even their number; drafts are their author's until handed in.
 * What happens after the event that shows them is shown at once.
 */
async function hiddenUntil({ audit, bids }: AuditParts, { source, subject, type }: Pick<JournalEntry, 'source' | 'subject' | 'type'>): Promise<HiddenUntil | null> {
  const hidden = source === 'bids' ? { event: 'bids-opened' as const, need: (await bids.find(subject))?.need ?? subject } : draftOf(subject, type)
  if (!hidden || (await audit.happened(hidden.event, hidden.need))) return null
  return hidden
}

const draftOf = (subject: string, type: string): HiddenUntil | null =>
  type === 'need-drafted' || type === 'need-edited' ? { event: 'need-submitted', need: subject } : null
