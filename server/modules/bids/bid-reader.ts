import type { Actor, Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { readAchievements } from '../library/library-reader.ts'
import type { Bid } from './bid.ts'
import { type BidView, isOwnBid, viewBid } from './bid-view.ts'

type Stores = Pick<Services, 'needs' | 'bids' | 'achievements' | 'teams' | 'organisations'>

/** A bid as this reader may see it, with the need it answers. */
export interface ReadBid { bid: Bid; need: Need; view: BidView; needView: NeedView }

/** Undefined when it does not exist for this reader. */
export async function readBid(stores: Stores, id: string, viewer: Viewer, now: Date): Promise<ReadBid | undefined> {
  const facts = await stores.bids.find(id)
  const need = facts && (await stores.needs.find(facts.need))
  if (!facts || !need) return undefined
  const bid = isOwnBid(facts, viewer) ? await stores.bids.own(id, facts.organisation) : (await stores.bids.opened(need)).find((one) => one.id === id)
  return bid && asSeen(bid, need, viewer, now)
}

/** A bid of the reader's own organisation: what only the bidder may do begins here. */
export async function readOwnBid(stores: Stores, id: string, viewer: Viewer, now: Date): Promise<ReadBid | undefined> {
  const read = await readBid(stores, id, viewer, now)
  return read?.view.own ? read : undefined
}

/** Every bid of the reader's organisation, the newest need first. */
export async function ownBids(stores: Stores, actor: Actor, now: Date): Promise<ReadBid[]> {
  const bids = await stores.bids.ofOrganisation(actor.organisation)
  const needs = new Map((await stores.needs.findMany(bids.map((bid) => bid.need))).map((need) => [need.id, need]))
  return bids.flatMap((bid) => {
    const need = needs.get(bid.need)
    const read = need && asSeen(bid, need, actor, now)
    return read?.view.own ? [read] : []
  })
}

/** The opened bids of a need as this reader may see them. */
export async function openedBidsFor(stores: Stores, need: Need, viewer: Viewer, now: Date): Promise<BidView[]> {
  const bids = await stores.bids.opened(need)
  return bids.flatMap((bid) => viewBid(bid, need, viewer, now) ?? [])
}

/** Titles of the achievements that these bids name, as far as the reader may know them. */
export async function achievementTitles(stores: Stores, views: readonly BidView[], viewer: Viewer): Promise<Map<string, string>> {
  const found = await stores.achievements.findMany([...new Set(views.flatMap((view) => view.content?.achievements ?? []))])
  return new Map((await readAchievements(stores, found, viewer)).map(({ view }) => [view.id, view.title]))
}

function asSeen(bid: Bid, need: Need, viewer: Viewer, now: Date): ReadBid | undefined {
  const view = viewBid(bid, need, viewer, now)
  const needView = viewNeed(need, viewer)
  return view && needView && { bid, need, view, needView }
}
