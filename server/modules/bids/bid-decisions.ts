import type { Context } from '../../http/context.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { type Bid, type BidContent, type BidRefusal, type BidText, draftBid, EMPTY_BID, type OpenNeed, saveBid, submitBid, whyNotBid, withdrawBid } from './bid.ts'
import type { BidFilesRefusal, FilesRule } from './bid-files.ts'
import { isOwnBid, openNeedOf } from './bid-view.ts'
import { sealBid } from './receipt.ts'
import { stamped } from './receipt-stamp.ts'

/** `unknown-achievement`: not in the library of the bidder's organisation. `need-amended`: since the bidder looked at it. */
export type Refusal = BidRefusal | 'unknown-achievement' | 'need-amended' | 'conflict'
type Stores = Pick<Services, 'needs' | 'bids' | 'achievements' | 'vault' | 'logHead'>
type By = Pick<Context, 'actor' | 'now'>
type Decided<More extends string = never> = Outcome<Bid, Refusal | More> | undefined

export const BID_REFUSALS: Record<Exclude<Refusal, 'conflict'>, number> = {
  'not-bidder': 403, 'not-verified': 403, 'own-organisation': 403, 'not-open': 409, 'deadline-passed': 409, 'bid-incomplete': 422,
  'not-own-bid': 404, 'nothing-submitted': 409, 'bid-submitted': 409, 'unknown-achievement': 422, 'need-amended': 409,
}

/** Begins a bid, or begins and hands it in at once. Undefined: no such need for this person. */
export async function beginBid(stores: Stores, id: string, text: BidText, handIn: boolean, by: By, needVersion?: number): Promise<Decided> {
  const content = { ...EMPTY_BID, ...text }
  const need = await stores.needs.find(id)
  if (!need || !viewNeed(need, by.actor)) return undefined
  if (handIn && isOutdated(needVersion, need.contentVersion)) return refused('need-amended')
  const open = await openNow(stores, need, by)
  const drafted = draftBid(newId(), open, content, by.actor, by.now)
  if (!drafted.ok) return drafted
  if (!(await ownsAll(stores, content, drafted.value))) return unknownAchievement()
  const outcome = handIn ? handedIn(drafted.value, open, content, by) : drafted
  if (!outcome.ok) return outcome
  const bid = await stamped(stores, outcome.value)
  return (await stores.bids.insert(bid)) === 'saved' ? done(bid) : refused('conflict')
}

/** `need`: the need it is meant for, where the address names one. `needVersion`: the version the bidder had before them. */
export interface Change { revision: number; content: BidText | undefined; handIn: boolean; need?: string; needVersion?: number | undefined }

/** Saves a draft, or hands in what is written. */
export async function changeBid(stores: Stores, id: string, change: Change, by: By): Promise<Decided> {
  return decideOwn(stores, id, by, async (bid, need) => {
    if (change.need && bid.need !== change.need) return refused('not-own-bid')
    const content = { ...bid.content, ...change.content }
    const may = whyNotBid(need, by.actor, by.now)
    if (may) return refused(may)
    if (bid.revision !== change.revision) return refused('conflict')
    if (change.handIn && isOutdated(change.needVersion, need.contentVersion)) return refused('need-amended')
    if (!(await ownsAll(stores, content, bid))) return unknownAchievement()
    return change.handIn ? handedIn(bid, need, content, by) : saveBid(bid, need, content, by.actor, by.now)
  })
}

/** Other files. What was handed in stays handed in: it is sealed anew with them, in the same write. */
export async function changeFiles(stores: Stores, id: string, rule: FilesRule, by: By): Promise<Decided<BidFilesRefusal>> {
  return decideOwn<BidFilesRefusal>(stores, id, by, async (bid, need) => {
    const may = whyNotBid(need, by.actor, by.now)
    if (may) return refused(may)
    const files = rule(bid.content.attachments)
    if (!files.ok) return files
    const content = { ...bid.content, attachments: files.value }
    return bid.status === 'submitted' ? handedIn(bid, need, content, by) : saveBid(bid, need, content, by.actor, by.now)
  })
}

export async function takeBack(stores: Stores, id: string, by: By): Promise<Decided> {
  return decideOwn(stores, id, by, async (bid, need) => withdrawBid(bid, need, by.actor, by.now))
}

/** Rivals learn nothing from trying: for them there is no such bid. */
async function decideOwn<More extends string = never>(
  stores: Stores, id: string, by: By, rule: (bid: Bid, need: OpenNeed) => Promise<Outcome<Bid, Refusal | More>>,
): Promise<Decided<More>> {
  const bid = await stores.bids.own(id, by.actor.organisation)
  const need = bid && isOwnBid(bid, by.actor) ? await stores.needs.find(bid.need) : undefined
  if (!bid || !need) return undefined
  const outcome = await rule(bid, await openNow(stores, need, by))
  if (!outcome.ok) return outcome
  const next = await stamped(stores, outcome.value)
  return (await stores.bids.save(bid, next)) === 'saved' ? done(next) : refused('conflict')
}

/** Once the intake has ended, the deadline has passed, whatever the clock of this process says. */
async function openNow({ vault }: Stores, need: Need, { now }: By): Promise<OpenNeed> {
  const open = openNeedOf(need)
  return open.deadline && (await vault.intakeEnded(need.id, open.deadline)) ? { ...open, deadline: now } : open
}

/** Nobody answers a version they have not seen: what they hand in would count for it. */
const isOutdated = (seen: number | undefined, contentVersion: number): boolean => seen !== undefined && seen !== contentVersion

function handedIn(bid: Bid, need: OpenNeed, content: BidContent, { actor, now }: By): Outcome<Bid, BidRefusal> {
  const seal = sealBid({ need: need.id, needVersion: need.contentVersion, content })
  return submitBid(bid, need, content, seal, actor, now)
}

async function ownsAll({ achievements }: Stores, { achievements: named }: BidContent, { organisation }: Pick<Bid, 'organisation'>) {
  const found = await achievements.findMany(named)
  return found.filter((one) => one.organisation === organisation).length === new Set(named).size
}

const unknownAchievement = () => refused<Refusal>('unknown-achievement', { achievements: 'error.choice' })
