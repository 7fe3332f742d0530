import type { Award, Need, NeedStatus } from '../competition/need.ts'
import type { BidFacts, SettledStatus } from './bid.ts'
import { isOpened } from './bid-view.ts'

const AWARDED: readonly NeedStatus[] = ['publicised', 'contracting', 'executing']
const UNDER_EVALUATION: readonly NeedStatus[] = ['evaluating', 'proposed']

/**
 * The state a bid has because of the state of its need; undefined for drafts and withdrawn bids, which nothing moves.
 * `thresholdScore` of the need's policy: a bid below it cannot follow when the winner steps back.
 */
export function courseOf(bid: BidFacts, need: Need, thresholdScore: number): SettledStatus | undefined {
  if (bid.status === 'draft' || bid.status === 'withdrawn') return undefined
  if (need.status === 'published' || need.status === 'closed') return 'submitted'
  if (need.award && AWARDED.includes(need.status)) return awardedCourse(bid, need.award, thresholdScore)
  return UNDER_EVALUATION.includes(need.status) && isOpened(bid, need) ? 'opened' : 'void'
}

/** What was not opened was not ranked either. */
function awardedCourse(bid: BidFacts, award: Award, thresholdScore: number): SettledStatus {
  if (!award.ranking.some((one) => one.bid === bid.id)) return 'void'
  if (award.winner === bid.id) return 'won'
  return nextInLine(award, thresholdScore) === bid.id ? 'runner-up' : 'lost'
}

function nextInLine({ ranking, declined, winner }: Award, thresholdScore: number): string | undefined {
  const able = ranking.filter((one) => one.bid !== winner && !declined.includes(one.bid) && one.total >= thresholdScore)
  return able.sort((a, b) => a.rank - b.rank)[0]?.bid
}
