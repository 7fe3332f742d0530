import { belongsTo, hasRole, type Viewer } from '../../kernel/actor.ts'
import { standingOf } from '../competition/need-view.ts'
import type { Need, NeedStatus } from '../competition/need.ts'
import { type Bid, type BidContent, type BidStatus, isStale, type OpenNeed, type Receipt } from './bid.ts'

/** What the bidder is told after the award: in words, in points of 100, and the place. */
export interface Feedback { text: string; total: number; rank: number }

/** What one reader sees of one bid. Absent fields are not theirs to see. */
export interface BidView {
  id: string
  need: string
  organisation: string
  status: BidStatus
  /** Belongs to the reader's organisation. */
  own: boolean
  /** May still be changed, handed in or taken back. */
  changeable: boolean
  /** Handed in for an earlier version of the need, and void unless it is handed in again: said to the bidder alone. */
  stale?: true
  content?: BidContent
  receipt?: Pick<Receipt, 'hash' | 'needVersion' | 'at'> & Partial<Receipt>
  bidder?: string
  revision?: number
  feedback?: Feedback
}

/**
 * The one place that decides what a reader sees of a bid; undefined means it does not exist for them. Before the
 * opening that is everybody but the bidder's own people; afterwards rivals and strangers for ever.
 */
export function viewBid(bid: Bid, need: Need, viewer: Viewer, now: Date): BidView | undefined {
  if (bid.need !== need.id) throw new Error(`bid ${bid.id} is not for need ${need.id}`)
  if (isOwnBid(bid, viewer)) return ownView(bid, need, now)
  if (!isOpened(bid, need)) return undefined
  return openedView(bid, need, viewer)
}

/** Researchers work on the bids of their organisation, its managers read them. */
export const isOwnBid = (bid: Pick<Bid, 'organisation'>, viewer: Viewer): boolean =>
  belongsTo(viewer, bid.organisation) && (hasRole(viewer, 'researcher') || hasRole(viewer, 'manager'))

/** The minutes of the opening decide, not the bid's own state: what is not in them was never opened. */
export const isOpened = (bid: Pick<Bid, 'receipt'>, need: Pick<Need, 'minutes'>): boolean =>
  bid.receipt !== null && (need.minutes?.receipts.includes(bid.receipt.hash) ?? false)

/** The facts of a need that the rules for bids ask for. */
export function openNeedOf(need: Pick<Need, 'id' | 'organisation' | 'status' | 'content' | 'contentVersion'>): OpenNeed {
  const { id, organisation, status, contentVersion } = need
  return { id, organisation, status, contentVersion, deadline: need.content.deadline }
}

function ownView(bid: Bid, need: Need, now: Date): BidView {
  const { id, organisation, content, receipt, bidder, revision } = bid
  const feedback = feedbackFor(bid, need)
  return {
    id, need: need.id, organisation, status: shownStatus(bid, need), own: true, changeable: isChangeable(need, now), content, bidder,
    revision, ...(receipt ? { receipt } : {}), ...(isStale(bid, need) && !isOpened(bid, need) ? { stale: true } : {}), ...(feedback ? { feedback } : {}),
  }
}

function isChangeable({ status, content: { deadline } }: Need, now: Date): boolean {
  return status === 'published' && deadline !== null && deadline > now
}

/** Reviewers learn who bids before they declare, since that is what a conflict is about; the content comes after. */
function openedView(bid: Bid, need: Need, viewer: Viewer): BidView | undefined {
  const { issuer, officer } = standingOf(need, viewer)
  const member = need.panel.find((one) => one.person === viewer?.id)
  if (member?.conflict === 'declared') return undefined
  if (issuer || officer || member?.conflict === 'none') return { ...identity(bid, need), ...disclosed(bid) }
  return member ? identity(bid, need) : undefined
}

function identity(bid: Bid, need: Need): BidView {
  return { id: bid.id, need: need.id, organisation: bid.organisation, status: shownStatus(bid, need), own: false, changeable: false }
}

function disclosed({ content, receipt }: Bid): Pick<BidView, 'content' | 'receipt'> {
  if (!receipt) return { content }
  const { hash, needVersion, at } = receipt
  return { content, receipt: { hash, needVersion, at } }
}

/** The follower is a moment behind; readers are not to see a bid that is open and sealed at once. */
function shownStatus(bid: Bid, need: Need): BidStatus {
  return bid.status === 'submitted' && isOpened(bid, need) ? 'opened' : bid.status
}

const AWARD_PUBLIC: readonly NeedStatus[] = ['publicised', 'contracting', 'executing', 'failed']

/** Not before the winner is publicised: until then the proposal may still be returned. */
function feedbackFor(bid: Bid, need: Need): Feedback | undefined {
  if (!need.award?.publicityEnds || !AWARD_PUBLIC.includes(need.status)) return undefined
  const place = need.award.ranking.find((one) => one.bid === bid.id)
  return place && { text: place.feedback, total: place.total, rank: place.rank }
}
