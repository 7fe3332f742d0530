import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { Bid } from '../bids/bid.ts'
import type { AuditSealer } from './audit-seal.ts'
import type { AuditStore } from './audit-store.ts'

export interface AuditParts {
  audit: AuditStore
  auditSealer: AuditSealer
  bids: { find(id: string): Promise<Pick<Bid, 'need'> | undefined>; ofNeed(need: string): Promise<Pick<Bid, 'id'>[]> }
}

/** Writes every decision down for the log. What is there already stays as it is. */
export function createAuditFollower(parts: AuditParts): Follower {
  return {
    name: 'audit',
    scope: 'shared',
    async handle(entry) {
      await parts.audit.append(await parts.auditSealer.row(entry, await isHidden(parts, entry)))
      if (entry.type === 'need-submitted') await reveal(parts, [entry.subject])
      if (entry.type === 'bids-opened') await reveal(parts, (await parts.bids.ofNeed(entry.subject)).map((bid) => bid.id))
    },
  }
}

async function reveal({ audit, auditSealer }: AuditParts, subjects: readonly string[]): Promise<void> {
  for (const row of await audit.hiddenOf(subjects)) await audit.reveal(await auditSealer.opened(row))
}

/**
 * Bids are nobody's business before the opening, not even their number; drafts are their author's until handed in.
 * What happens after the event that shows them is shown at once.
 */
async function isHidden({ audit, bids }: AuditParts, { source, subject, type }: JournalEntry): Promise<boolean> {
  if (source === 'bids') return !(await audit.happened('bids-opened', (await bids.find(subject))?.need ?? subject))
  return (type === 'need-drafted' || type === 'need-edited') && !(await audit.happened('need-submitted', subject))
}
