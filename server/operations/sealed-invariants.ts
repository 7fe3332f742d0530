import type { KeptNotice } from '../modules/digests/notice-store.ts'
import { isSealedText } from '../modules/sealing/cipher.ts'
import type { KeyVault } from '../modules/sealing/key-vault.ts'
import { tellsOfInterest, openedNotice } from '../modules/sealing/sealed-notices.ts'
import { openedMail, openedTrace } from '../modules/sealing/sealed-outbox.ts'
import { isSealedTag, NO_TIME } from '../modules/sealing/sealed-tag.ts'
import type { OutboxMail } from '../mail/outbox-store.ts'
import type { DatabaseFacts } from './database-facts.ts'
import { type Finding, found, type Sentences } from './finding.ts'

/** What people were told about bids is as secret as the bids: rows that say nothing, open, and are for somebody. */
export async function checkSealedRows(facts: DatabaseFacts, vault: Pick<KeyVault, 'workKeys'>, people: Set<string>): Promise<Finding[]> {
  const { notices: key } = await vault.workKeys()
  const findings: Finding[] = []
  for await (const row of facts.rows('notices')) {
    findings.push(...found('notices', row._id, notice({ ...row, id: row._id } as unknown as KeptNotice, key, people)))
  }
  for await (const row of facts.rows('outbox')) findings.push(...found('outbox', row._id, mail({ ...row, id: row._id } as unknown as OutboxMail, key)))
  return findings
}

function notice(row: KeptNotice, key: Buffer, people: Set<string>): Sentences {
  if (!isSealedTag(row.id)) return [tellsOfInterest(row) && 'is for a bidder and kept in the clear']
  const inside = openedNotice(key, row)
  const readable = [row.need, row.organisation].some((one) => one !== null) || !isSealedTag(row.person) || !isHidden(row.facts, row.at)
  return [
    readable && 'is sealed in part only',
    inside ? !people.has(inside.person) && `is for ${inside.person}, who does not exist` : 'does not open: somebody changed or moved it',
  ]
}

/** Once it is gone, nothing is left of what it said; to whom and when stays sealed. */
function mail(row: OutboxMail, key: Buffer): Sentences {
  if (!isSealedTag(row.id)) return [row.privacy === 'sealed' && 'is about a sealed bid and kept in the clear']
  const waits = row.state === 'waiting'
  const hidden = waits ? isHidden(row.model, row.queuedAt) : Object.keys(row.model).length === 0
  return [
    (row.to !== '' || row.template !== '' || !hidden) && 'is sealed in part only',
    (openedTrace(key, row) === undefined || (waits && openedMail(key, row) === undefined)) && 'does not open: somebody changed or moved it',
  ]
}

function isHidden(value: object, at: Date): boolean {
  const entries = Object.entries(value)
  return entries.length === 1 && entries.every(([field, text]) => field === 'sealed' && isSealedText(text)) && at.getTime() === NO_TIME.getTime()
}
