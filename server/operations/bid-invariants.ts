import type { Bid } from '../modules/bids/bid.ts'
import type { DatabaseFacts, StoredEvent } from './database-facts.ts'
import { type Finding, found, type Sentences } from './finding.ts'
import type { StoredBid } from './need-invariants.ts'

/** Receipts that were opened, by need. */
export type Opened = Map<string, Set<string>>
interface Surroundings { needs: Set<string>; people: Set<string>; organisations: Set<string>; opened: Opened; files: Set<string> }

const STATUS_OF: Record<string, string> = { 'bid-drafted': 'draft', 'bid-submitted': 'submitted', 'bid-withdrawn': 'withdrawn' }
const SETTLED = ['opened', 'won', 'runner-up', 'lost']

export async function readBids(facts: DatabaseFacts): Promise<Map<string, StoredBid>> {
  const bids = new Map<string, StoredBid>()
  for await (const row of facts.rows('bids')) {
    const { need, organisation, receipt } = row as unknown as Bid
    bids.set(row._id, { need, organisation, hash: receipt?.hash })
  }
  return bids
}

/** Every bid against its events, its receipt, its shares and what it names. */
export async function checkBids(facts: DatabaseFacts, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const row of facts.rows('bids')) {
    const bid = { ...row, id: row._id } as unknown as Bid
    const last = await facts.lastEvent(row)
    findings.push(...found('bids', row._id, [...history(bid, last), ...receipt(bid, around), ...shares(bid), ...references(bid, around)]))
  }
  return findings
}

function history({ id, status, revision }: Bid, last: StoredEvent | undefined): Sentences {
  if (!last) return [revision > 0 && 'was decided on, but no event says how']
  const said = STATUS_OF[last.type] ?? last.status
  return [
    said !== undefined && said !== status && `is ${status}, its last event says ${String(said)}`,
    last.id !== `${id}.${revision}` && `is at revision ${revision}, its last event is ${last.id}`,
  ]
}

function receipt({ need, status, receipt: proof }: Bid, { opened }: Surroundings): Sentences {
  const isOpened = proof !== null && (opened.get(need)?.has(proof.hash) ?? false)
  return [
    (status === 'draft' || status === 'withdrawn') && proof !== null && `is ${status} and has a receipt`,
    (status === 'submitted' || SETTLED.includes(status)) && !proof && `is ${status} and has no receipt`,
    SETTLED.includes(status) && !isOpened && `is ${status}, but the minutes of its need do not name its receipt`,
  ]
}

/** Sealed content cannot be read here, and need not be: it was checked when it was handed in. */
function shares({ status, content }: Bid): Sentences {
  if (status === 'draft' || status === 'withdrawn' || !Array.isArray((content as Partial<Bid['content']> | undefined)?.milestones)) return []
  const sum = content.milestones.reduce((total, one) => total + one.share, 0)
  return [sum !== 100 && `has milestones that share ${sum} instead of 100`]
}

function references({ need, organisation, bidder, content }: Bid, { needs, organisations, people, files }: Surroundings): Sentences {
  const attachments = (content as Partial<Bid['content']> | undefined)?.attachments
  return [
    !needs.has(need) && `is for need ${need}, which does not exist`,
    !organisations.has(organisation) && `belongs to ${organisation}, which does not exist`,
    !people.has(bidder) && `was written by ${bidder}, who does not exist`,
    ...(Array.isArray(attachments) ? attachments : []).filter((file) => !files.has(file.id)).map((file) => `names file ${file.id}, which does not exist`),
  ]
}
