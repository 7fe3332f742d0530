import type { Need } from '../competition/need.ts'
import type { Bid } from './bid.ts'
import { isHandedIn } from './bid.ts'
import { isOpened } from './bid-view.ts'
import type { BidStore } from './bid-store.ts'

/** What is sealed until the opening: how many bid, which organisations, and their receipts. */
export interface SealedFactsOfNeed { bids: number; bidders: string[]; receipts: string[] }

/**
 * Hand-ins and withdrawals under way. Each was decided at the moment its request came in and is written a little later, so whoever
 * counts bids at the deadline has to wait for those that came in time.
 */
export function createIntake() {
  const underWay = new Set<Promise<unknown>>()
  return {
    async during<T>(decide: () => Promise<T>): Promise<T> {
      const work = decide()
      underWay.add(work)
      try {
        return await work
      } finally {
        underWay.delete(work)
      }
    },
    async drained(): Promise<void> {
      await Promise.allSettled([...underWay])
    },
  }
}
export type Intake = ReturnType<typeof createIntake>

/**
 * Only for the rules `closeNeed` and `confirmOpening`, which decide without telling: nobody else may ask, and no
 * page, answer, mail or log may repeat it.
 */
export function createSealedFacts({ bids, intake }: { bids: BidStore; intake: Intake }) {
  return async (need: Pick<Need, 'id' | 'content' | 'contentVersion'>): Promise<SealedFactsOfNeed> => {
    await intake.drained()
    const asked = { deadline: need.content.deadline, contentVersion: need.contentVersion }
    const handedIn = (await bids.ofNeed(need.id)).filter((bid) => isHandedIn(bid, asked))
    return { bids: handedIn.length, bidders: organisationsOf(handedIn), receipts: handedIn.flatMap(({ receipt }) => receipt?.hash ?? []) }
  }
}

/** The bids that were opened; none before. */
export async function openedBids(bids: BidStore, need: Pick<Need, 'id' | 'minutes'>): Promise<Bid[]> {
  if (!need.minutes) return []
  return (await bids.ofNeed(need.id)).filter((bid) => isOpened(bid, need))
}

export const organisationsOf = (bids: readonly Pick<Bid, 'organisation'>[]): string[] => [...new Set(bids.map((bid) => bid.organisation))]
