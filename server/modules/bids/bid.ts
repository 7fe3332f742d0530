import { type Actor, hasRole } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import type { Yuan } from '../../kernel/money.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'

export const BID_STATUSES = ['draft', 'submitted', 'withdrawn', 'opened', 'won', 'runner-up', 'lost', 'void'] as const
export type BidStatus = (typeof BID_STATUSES)[number]

export interface BidMilestone { title: string; month: number; share: number }

/** What a bidder writes. Nobody else may read a word of it before the opening. */
export interface BidContent {
  route: string
  plan: string
  milestones: BidMilestone[]
  cost: Yuan | null
  team: string
  /** Ids of achievements from the library. */
  achievements: string[]
  /** The bidder declares to know of no conflict with the issuer. */
  noConflict: boolean
}

/** Proof of what was handed in and when. `hash` is SHA-256 over the canonical JSON of the content, in hex. */
export interface Receipt { hash: string; needVersion: number; at: Date }

export interface Bid extends Aggregate {
  need: string
  organisation: string
  bidder: string
  content: BidContent
  status: BidStatus
  receipt: Receipt | null
}

export const BID_EVENTS = ['bid-drafted', 'bid-submitted', 'bid-withdrawn', 'bid-opened', 'bid-settled'] as const
export type BidEvent = (typeof BID_EVENTS)[number]

export type BidRefusal =
  | 'not-bidder' | 'not-verified' | 'own-need' | 'not-open' | 'deadline-passed' | 'bid-incomplete' | 'not-own-bid' | 'nothing-submitted'

/** What a bid has to know of its need. */
export interface OpenNeed { id: string; organisation: string; status: string; deadline: Date | null; contentVersion: number }

export const EMPTY_BID: BidContent = {
  route: '', plan: '', milestones: [], cost: null, team: '', achievements: [], noConflict: false,
}

/** Why this person may not bid for this need now; undefined when they may. */
export function whyNotBid(need: OpenNeed, actor: Actor, now: Date): BidRefusal | undefined {
  if (!hasRole(actor, 'researcher')) return 'not-bidder'
  if (!actor.verified) return 'not-verified'
  if (need.organisation === actor.organisation) return 'own-need'
  if (need.status !== 'published') return 'not-open'
  if (!need.deadline || need.deadline <= now) return 'deadline-passed'
  return undefined
}

export function draftBid(id: string, need: OpenNeed, content: BidContent, actor: Actor, now: Date): Outcome<Bid, BidRefusal> {
  const why = whyNotBid(need, actor, now)
  if (why) return refused(why)
  const blank: Bid = {
    id, need: need.id, organisation: actor.organisation, bidder: actor.id, content, status: 'draft', receipt: null,
    revision: 0, events: [],
  }
  return done(record(blank, {}, { type: 'bid-drafted', by: actor.id, at: now, data: { need: need.id } }))
}

/**
 * Hands in what is written, again as often as wanted until the deadline; the last one counts. A bid that was handed
 * in stays handed in: saving a change without handing it in is not possible, so that nobody misses the deadline by it.
 */
export function submitBid(
  bid: Bid, need: OpenNeed, content: BidContent, hash: string, actor: Actor, now: Date,
): Outcome<Bid, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  const missing = missingInBid(content)
  if (Object.keys(missing).length > 0) return refused('bid-incomplete', missing)
  const receipt: Receipt = { hash, needVersion: need.contentVersion, at: now }
  return done(record(bid, { content, receipt, status: 'submitted' }, event('bid-submitted', bid, actor, now, { hash })))
}

/** Keeps an unfinished bid. Only before it was handed in. */
export function saveBid(bid: Bid, need: OpenNeed, content: BidContent, actor: Actor, now: Date): Outcome<Bid, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  if (bid.status === 'submitted') return refused('bid-incomplete')
  return done(record(bid, { content, status: 'draft' }, event('bid-drafted', bid, actor, now)))
}

export function withdrawBid(bid: Bid, need: OpenNeed, actor: Actor, now: Date): Outcome<Bid, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  if (bid.status !== 'submitted') return refused('nothing-submitted')
  return done(record(bid, { status: 'withdrawn', receipt: null }, event('bid-withdrawn', bid, actor, now)))
}

/** Teammates of the bidder's organisation who are researchers may work on it too. */
function whyNotChange(bid: Bid, need: OpenNeed, actor: Actor, now: Date): BidRefusal | undefined {
  if (bid.organisation !== actor.organisation) return 'not-own-bid'
  return whyNotBid(need, actor, now)
}

export function missingInBid(content: BidContent): Record<string, string> {
  const missing: Record<string, string> = {}
  for (const field of ['route', 'plan', 'team'] as const) {
    if (content[field].trim() === '') missing[field] = 'error.required'
  }
  if (content.cost === null || content.cost <= 0) missing['cost'] = 'error.required'
  if (!content.noConflict) missing['noConflict'] = 'error.required'
  const shares = content.milestones.reduce((sum, milestone) => sum + milestone.share, 0)
  if (content.milestones.length === 0 || shares !== 100) missing['milestones'] = 'error.shares'
  return missing
}

/** Follows the need: bids become opened at the opening and settled by the award. */
export function settleBid(bid: Bid, status: Extract<BidStatus, 'opened' | 'won' | 'runner-up' | 'lost' | 'void'>, by: Actor, at: Date): Bid {
  return record(bid, { status }, event(status === 'opened' ? 'bid-opened' : 'bid-settled', bid, by, at, { status }))
}

function event(type: BidEvent, bid: Bid, actor: Actor, at: Date, data: Record<string, unknown> = {}) {
  return { type, by: actor.id, at, data: { need: bid.need, ...data } }
}
