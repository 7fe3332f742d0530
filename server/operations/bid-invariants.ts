import type { Bid, BidContent, BidFacts } from '../modules/bids/bid.ts'
import { type BidCodec, isSealed, type SealedBid } from '../modules/bids/sealed-bid.ts'
import type { DatabaseFacts, Row, StoredEvent } from './database-facts.ts'
import { type Finding, found, type Sentences } from './finding.ts'

/** What of a need bears on its bids. `ended`: their intake is over. `opened`: receipts its minutes name. */
export interface NeedOfBids { ended: boolean; opened: ReadonlySet<string> }
interface Surroundings { needs: ReadonlyMap<string, NeedOfBids>; people: Set<string>; organisations: Set<string>; files: Set<string> }

/** A row as it is kept, and what it opens to: undefined where somebody changed it. */
export interface ReadBid { row: Row; facts: BidFacts | undefined; content: BidContent | undefined }

const STATUS_OF: Record<string, string> = { 'bid-drafted': 'draft', 'bid-submitted': 'submitted', 'bid-withdrawn': 'withdrawn' }
const SETTLED = ['opened', 'won', 'runner-up', 'lost']

/** Opens every row the way its own organisation does, in memory alone: no finding repeats what a bid says. */
export async function readBids(facts: DatabaseFacts, codec: BidCodec): Promise<ReadBid[]> {
  const bids: ReadBid[] = []
  for await (const row of facts.rows('bids')) {
    const sealed = { ...row, id: row._id } as unknown as SealedBid
    bids.push({ row, facts: await codec.facts(sealed), content: await codec.ownContent(sealed) })
  }
  return bids
}

/** Every bid: sealed, whole, and at one with its events, its receipt, its shares and what it names. */
export async function checkBids(facts: DatabaseFacts, bids: readonly ReadBid[], around: Surroundings): Promise<Finding[]> {
  const findings = bids.map(async ({ row, facts: bid, content }) => {
    const kept: Sentences = [!isSealed(row) && 'is kept in the clear, in whole or in part', !bid && 'does not open: somebody changed or moved it']
    return found('bids', row._id, bid ? [...kept, ...(await opened(facts, bid, content, around))] : kept)
  })
  return (await Promise.all(findings)).flat()
}

async function opened(facts: DatabaseFacts, bid: BidFacts, content: BidContent | undefined, around: Surroundings): Promise<Sentences> {
  const last = await facts.lastEvent({ _id: bid.id, events: bid.events })
  return [
    !content && 'has content that does not open: somebody changed or moved it',
    ...history(bid, last, around), ...receipt(bid, around), ...references(bid, around), ...(content ? inside({ ...bid, content }, around) : []),
  ]
}

/** At the end of the intake a row that somebody might be writing is frozen: a revision without an event, once or more. */
function history({ id, need, status, revision }: BidFacts, last: StoredEvent | undefined, { needs }: Surroundings): Sentences {
  if (!last) return [revision > 0 && 'was decided on, but no event says how']
  const said = STATUS_OF[last.type] ?? last.status
  const decided = Number(last.id.slice(id.length + 1))
  return [
    said !== undefined && said !== status && `is ${status}, its last event says ${String(said)}`,
    (needs.get(need)?.ended ? !(decided <= revision) : decided !== revision) && `is at revision ${revision}, its last event is ${last.id}`,
  ]
}

function receipt({ need, status, receipt: proof }: BidFacts, { needs }: Surroundings): Sentences {
  const isOpened = proof !== null && (needs.get(need)?.opened.has(proof.hash) ?? false)
  return [
    (status === 'draft' || status === 'withdrawn') && proof !== null && `is ${status} and has a receipt`,
    (status === 'submitted' || SETTLED.includes(status)) && !proof && `is ${status} and has no receipt`,
    SETTLED.includes(status) && !isOpened && `is ${status}, but the minutes of its need do not name its receipt`,
  ]
}

function references({ need, organisation, bidder }: BidFacts, { needs, organisations, people }: Surroundings): Sentences {
  return [
    !needs.has(need) && `is for need ${need}, which does not exist`,
    !organisations.has(organisation) && `belongs to ${organisation}, which does not exist`,
    !people.has(bidder) && `was written by ${bidder}, who does not exist`,
  ]
}

function inside({ status, content }: Bid, { files }: Surroundings): Sentences {
  const handedIn = status !== 'draft' && status !== 'withdrawn'
  const shares = content.milestones.reduce((total, one) => total + one.share, 0)
  return [
    handedIn && shares !== 100 && 'has milestones whose shares do not make 100',
    ...content.attachments.filter((file) => !files.has(file.id)).map((file) => `names file ${file.id}, which does not exist`),
  ]
}
