import { type Actor, hasRole } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import type { Yuan } from '../../kernel/money.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Attachment } from '../competition/need.ts'

export const BID_STATUSES = ['draft', 'submitted', 'withdrawn', 'opened', 'won', 'runner-up', 'lost', 'void'] as const
export type BidStatus = (typeof BID_STATUSES)[number]

export interface BidMilestone { title: string; month: number; share: number }

/** The hash goes into the receipt, so that the receipt covers the file and not only its name. SHA-256 in hex. */
export interface BidFile extends Attachment { sha256: string }

/** What a bidder writes. Nobody else may read a word of it before the opening. */
export interface BidContent {
  route: string
  plan: string
  /** `month` counts from the contract; `share` is the part of the cost due with it, in percent. */
  milestones: BidMilestone[]
  cost: Yuan | null
  team: string
  /** Ids of achievements from the library. */
  achievements: string[]
  /** The bidder declares to know of no conflict with the issuer. */
  noConflict: boolean
  attachments: BidFile[]
}

/** What the editor and the API send: files come and go on their own (bid-files.ts). */
export type BidText = Omit<BidContent, 'attachments'>

/** Hash of what was handed in, and the secret without which it cannot be guessed (receipt.ts). Both in hex. */
export interface Seal { hash: string; salt: string }

/** Proof of what was handed in and when, bound to the version of the need it answers. */
export interface Receipt extends Seal, Stamp { needVersion: number; at: Date }

/** What the server adds: the head of the log it stands after (`size:root`, empty before the first), and its signature over all of it. */
export interface Stamp { after: string; signature: string }

/** A bid without a word of what is written in it: all that the server works with before the opening. */
export interface BidFacts extends Aggregate {
  need: string
  organisation: string
  bidder: string
  status: BidStatus
  receipt: Receipt | null
}

export interface Bid extends BidFacts { content: BidContent }

export const BID_EVENTS = ['bid-drafted', 'bid-submitted', 'bid-withdrawn', 'bid-opened', 'bid-settled'] as const
export type BidEvent = (typeof BID_EVENTS)[number]

export type BidRefusal =
  | 'not-bidder' | 'not-verified' | 'own-organisation' | 'not-open' | 'deadline-passed' | 'bid-incomplete' | 'not-own-bid'
  | 'nothing-submitted' | 'bid-submitted'

/** What a bid has to know of its need. */
export interface OpenNeed { id: string; organisation: string; status: string; deadline: Date | null; contentVersion: number }

export const EMPTY_BID: BidContent = {
  route: '', plan: '', milestones: [], cost: null, team: '', achievements: [], noConflict: false, attachments: [],
}

/** Why this person may not bid for this need now; undefined when they may. At the deadline it is too late. */
export function whyNotBid(need: OpenNeed, actor: Actor, now: Date): BidRefusal | undefined {
  if (!hasRole(actor, 'researcher')) return 'not-bidder'
  if (!actor.verified) return 'not-verified'
  if (need.organisation === actor.organisation) return 'own-organisation'
  if (need.deadline && need.deadline <= now) return 'deadline-passed'
  return need.status === 'published' && need.deadline ? undefined : 'not-open'
}

export function draftBid(id: string, need: OpenNeed, content: BidContent, actor: Actor, now: Date): Outcome<Bid, BidRefusal> {
  const why = whyNotBid(need, actor, now)
  if (why) return refused(why)
  const blank: Bid = {
    id, need: need.id, organisation: actor.organisation, bidder: actor.id, content, status: 'draft', receipt: null,
    revision: 0, events: [],
  }
  return done(record(blank, {}, event('bid-drafted', actor, now)))
}

/**
 * Hands in what is written, again as often as wanted until the deadline; the last one counts. A bid that was handed
 * in stays handed in: saving a change without handing it in is not possible, so that nobody misses the deadline by it.
 */
export function submitBid(
  bid: Bid, need: OpenNeed, content: BidContent, seal: Seal & Partial<Stamp>, actor: Actor, now: Date,
): Outcome<Bid, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  const missing = missingInBid(content)
  if (Object.keys(missing).length > 0) return refused('bid-incomplete', missing)
  const receipt: Receipt = { after: '', signature: '', ...seal, needVersion: need.contentVersion, at: now }
  return done(record(bid, { content, receipt, status: 'submitted' }, event('bid-submitted', actor, now, { hash: seal.hash })))
}

/** Keeps an unfinished bid; one that was handed in can only be handed in again. */
export function saveBid(bid: Bid, need: OpenNeed, content: BidContent, actor: Actor, now: Date): Outcome<Bid, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  if (bid.status === 'submitted') return refused('bid-submitted')
  return done(record(bid, { content, status: 'draft' }, event('bid-drafted', actor, now)))
}

/** Takes back what was handed in. What is written stays and may be handed in again until the deadline. */
export function withdrawBid<B extends BidFacts>(bid: B, need: OpenNeed, actor: Actor, now: Date): Outcome<B, BidRefusal> {
  const why = whyNotChange(bid, need, actor, now)
  if (why) return refused(why)
  if (bid.status !== 'submitted') return refused('nothing-submitted')
  return done(record(bid, { status: 'withdrawn', receipt: null } as Partial<B>, event('bid-withdrawn', actor, now)))
}

/** Researchers of the bidder's organisation may work on it too. */
function whyNotChange(bid: BidFacts, need: OpenNeed, actor: Actor, now: Date): BidRefusal | undefined {
  if (bid.organisation !== actor.organisation) return 'not-own-bid'
  return whyNotBid(need, actor, now)
}

/** What a bid lacks before it may be handed in: field → catalogue key. */
export function missingInBid(content: BidContent): Record<string, string> {
  const missing: Record<string, string> = {}
  for (const field of ['route', 'plan', 'team'] as const) {
    if (content[field].trim() === '') missing[field] = 'error.required'
  }
  const shares = content.milestones.reduce((sum, milestone) => sum + milestone.share, 0)
  if (shares !== 100) missing['milestones'] = 'error.shares'
  if (content.cost === null || content.cost <= 0) missing['cost'] = 'error.required'
  if (!content.noConflict) missing['noConflict'] = 'error.required'
  return missing
}

/** Whether it counts at the deadline: handed in before it, for the need as it is now, and not taken back. */
export function isHandedIn(bid: Pick<BidFacts, 'status' | 'receipt'>, need: Pick<OpenNeed, 'deadline' | 'contentVersion'>): boolean {
  const { receipt, status } = bid
  return status === 'submitted' && receipt !== null && need.deadline !== null && receipt.at < need.deadline && !isStale(bid, need)
}

/** Handed in for a version of the need that has been amended since: it counts again once it is handed in again. */
export function isStale({ status, receipt }: Pick<BidFacts, 'status' | 'receipt'>, need: Pick<OpenNeed, 'contentVersion'>): boolean {
  return status === 'submitted' && receipt !== null && receipt.needVersion < need.contentVersion
}

export type SettledStatus = Extract<BidStatus, 'submitted' | 'opened' | 'won' | 'runner-up' | 'lost' | 'void'>

/** Follows the need: bids become opened at the opening and settled by the award. Already there: nothing happens. */
export function settleBid<B extends BidFacts>(bid: B, status: SettledStatus, by: Actor, at: Date): B {
  if (bid.status === status) return bid
  return record(bid, { status } as Partial<B>, event(status === 'opened' ? 'bid-opened' : 'bid-settled', by, at, { status }))
}

/** Events are read by many: they do not say for which need somebody bids. */
function event(type: BidEvent, actor: Actor, at: Date, data: Record<string, unknown> = {}) {
  return { type, by: actor.id, at, data }
}
