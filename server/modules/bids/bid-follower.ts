import { CLOCK } from '../../kernel/actor.ts'
import { done } from '../../kernel/outcome.ts'
import type { Follower } from '../../relay/relay.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { BidFacts } from './bid.ts'
import { settleBid } from './bid.ts'
import { courseOf } from './bid-course.ts'
import type { BidStore } from './bid-store.ts'

interface Stores { needs: NeedStore; bids: BidStore; policies: PolicyStore; vault: Pick<KeyVault, 'shred'> }

/** Needs' decisions after which bids stand differently. */
const MOVING = [
  'bids-opened', 'award-confirmed', 'award-returned', 'next-rank-proposed', 'publicity-ended', 'contract-registered', 'need-withdrawn',
  'need-failed',
]

/** Decisions after which a need that was not opened never will be. */
const ENDING = ['need-withdrawn', 'need-failed']

/**
 * Bids go where their need has gone. The event only says that something happened: what counts is the need as it is
 * now, so repeating an old event changes nothing.
 */
export function createBidFollower(stores: Stores): Follower {
  return {
    name: 'bids-follow',
    scope: 'shared',
    async handle({ source, type, subject, at }) {
      if (source === 'needs' && ENDING.includes(type)) await shredUnopened(stores, subject)
      if (source === 'needs' && MOVING.includes(type)) await moveAll(stores, subject, at)
      // A hand-in decided in time may be written just after its need was withdrawn.
      if (source === 'bids' && type === 'bid-submitted') await moveOne(stores, subject, at)
    },
  }
}

/** Nobody will ever open what was sealed to a need that is gone; what was opened is read by this key from then on. */
async function shredUnopened({ needs, vault }: Stores, id: string): Promise<void> {
  const need = await needs.find(id)
  if (need && !need.minutes) await vault.shred(id)
}

async function moveAll(stores: Stores, need: string, at: Date): Promise<void> {
  for (const bid of await stores.bids.ofNeed(need)) await move(stores, bid, at)
}

async function moveOne(stores: Stores, id: string, at: Date): Promise<void> {
  const bid = await stores.bids.find(id)
  if (bid) await move(stores, bid, at)
}

async function move(stores: Stores, bid: BidFacts, at: Date): Promise<void> {
  const need = await stores.needs.find(bid.need)
  if (!need) return
  const { thresholdScore } = await stores.policies.pinned(need.policy)
  const moved = await stores.bids.decide(bid.id, (current) => {
    const course = courseOf(current, need, thresholdScore)
    return done(course ? settleBid(current, course, CLOCK, at) : current)
  })
  if (moved && !moved.ok) throw new Error(`bid ${bid.id} changed meanwhile`)
}
