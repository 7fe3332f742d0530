import type { Ranking } from '../competition/award.ts'
import type { Need } from '../competition/need.ts'
import { isActive } from '../competition/panel.ts'
import type { Bid } from '../bids/bid.ts'
import type { BidStore } from '../bids/bid-store.ts'
import { type Outlier, outliersOf } from './outliers.ts'
import { type FinalSheet, rankBids } from './ranking.ts'
import type { ScoreSheetStore } from './scoresheet-store.ts'

export interface Results { bids: Bid[]; sheets: FinalSheet[]; ranking: Ranking; outliers: Outlier[] }

interface Stores { bids: BidStore; scoreSheets: ScoreSheetStore }

/** Where the opened bids stand by the sheets of the unconflicted reviewers who handed in. Whoever shows it decides to whom. */
export function createResults(stores: Stores) {
  return async (need: Need): Promise<Results> => {
    const [bids, sheets] = await Promise.all([stores.bids.opened(need), finalSheets(stores, need)])
    const candidates = bids.map(({ id, organisation, receipt }) => ({ bid: id, organisation, receivedAt: receipt?.at ?? new Date(0) }))
    const { criteria } = need.content
    return { bids, sheets, ranking: rankBids(criteria, candidates, sheets), outliers: outliersOf(criteria, bids.map((bid) => bid.id), sheets) }
  }
}

async function finalSheets({ scoreSheets }: Stores, need: Need): Promise<FinalSheet[]> {
  const counting = need.panel.filter((member) => isActive(member) && member.submitted).map((member) => member.person)
  const sheets = await scoreSheets.ofNeed(need.id)
  return sheets.flatMap(({ reviewer, final }) => (final && counting.includes(reviewer) ? [{ reviewer, marks: final }] : []))
}
