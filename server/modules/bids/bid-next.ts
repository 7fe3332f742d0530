import type { Words } from '../../kernel/words.ts'
import type { NeedView } from '../competition/need-view.ts'
import type { BidStatus } from './bid.ts'
import type { BidView } from './bid-view.ts'

type Seen = Pick<NeedView, 'status' | 'deadline' | 'next' | 'winner'>

/** What happens next with a bid, and by when; said to the bidder. */
export function bidNext(view: Pick<BidView, 'status' | 'changeable' | 'stale'>, need: Seen, words: Words): { text: string; by: Date | null } {
  const [key, by] = stepOf(view, need)
  return { text: words(`bids.next.${key}`), by }
}

function stepOf({ status, changeable, stale }: Pick<BidView, 'status' | 'changeable' | 'stale'>, need: Seen): [key: string, by: Date | null] {
  const steps: Record<BidStatus, () => [string, Date | null]> = {
    draft: () => (changeable ? ['draft', need.deadline] : ['missed', null]),
    submitted: () => submittedStep({ changeable, stale }, need),
    withdrawn: () => (changeable ? ['withdrawn', need.deadline] : ['ended', null]),
    opened: () => [need.status === 'proposed' ? 'confirmed' : 'evaluated', null],
    won: () => wonStep(need),
    'runner-up': () => ['runner-up', null],
    lost: () => ['lost', null],
    void: () => ['void', null],
  }
  return steps[status]()
}

function submittedStep({ changeable, stale }: Pick<BidView, 'changeable' | 'stale'>, need: Seen): [string, Date | null] {
  if (stale) return changeable ? ['stale', need.deadline] : ['stale-missed', null]
  return changeable ? ['submitted', need.deadline] : ['sealed', null]
}

function wonStep(need: Seen): [string, Date | null] {
  if (need.status === 'publicised') return ['won', need.winner?.publicityEnds ?? null]
  return need.status === 'contracting' ? ['sign', need.next.by] : ['deliver', null]
}
