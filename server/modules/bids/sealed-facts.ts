import type { Clock } from '../../kernel/clock.ts'
import type { Need } from '../competition/need.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { BidFacts } from './bid.ts'
import { isHandedIn } from './bid.ts'
import type { BidStore } from './bid-store.ts'
import { closingListOf } from './closing-list.ts'
import type { Intake } from './intake.ts'

/** What is sealed until the opening: how many bid, which organisations, their receipts, and the root that stands for these. */
export interface SealedFactsOfNeed { bids: number; bidders: string[]; receipts: string[]; receiptsRoot: string }

/**
 * Only for the rules `closeNeed` and `confirmOpening`, which decide without telling: nobody else may ask, and no
 * page, answer, mail or log may repeat it. The intake ends before anything is counted.
 */
export function createSealedFacts(parts: { bids: BidStore; intake: Intake; vault: KeyVault; clock: Clock }) {
  const { bids, intake, vault, clock } = parts
  return async (need: Pick<Need, 'id' | 'content' | 'contentVersion'>): Promise<SealedFactsOfNeed> => {
    const { deadline } = need.content
    if (deadline && deadline <= clock.now() && !(await intake.end(need.id, deadline))) await bids.freeze(need.id)
    const handedIn = (await bids.ofNeed(need.id)).filter((bid) => isHandedIn(bid, { deadline, contentVersion: need.contentVersion }))
    const receipts = handedIn.flatMap(({ receipt }) => receipt?.hash ?? [])
    const { root } = await closingListOf(vault, need.id, receipts)
    return { bids: handedIn.length, bidders: organisationsOf(handedIn), receipts, receiptsRoot: root }
  }
}

export const organisationsOf = (bids: readonly Pick<BidFacts, 'organisation'>[]): string[] => [...new Set(bids.map((bid) => bid.organisation))]
