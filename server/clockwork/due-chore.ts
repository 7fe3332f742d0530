import { setTimeout as sleep } from 'node:timers/promises'
import { CLOCK } from '../kernel/actor.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { NeedStore } from '../modules/competition/competition-store.ts'
import type { DUE_KINDS, Need } from '../modules/competition/need.ts'
import { closeNeed, publishNeed } from '../modules/competition/publication.ts'
import { endPublicity } from '../modules/competition/publicity.ts'
import { missSigning } from '../modules/competition/signing.ts'
import type { Policy } from '../modules/policies/policy.ts'
import type { PolicyStore } from '../modules/policies/policy-store.ts'
import type { BackgroundLog, Chore } from '../relay/background.ts'

export interface DueParts {
  needs: NeedStore
  policies: PolicyStore
  /** How many bids are handed in: asked at the deadline, told to nobody. */
  sealedFacts(need: Need): Promise<{ bids: number }>
  clock: Clock
  log: BackgroundLog
  /** How long a bid accepted in the last moment may be on its way into the store, in milliseconds. */
  patience?: number
}

type What = (typeof DUE_KINDS)[number]
type Transition = (need: Need, policy: Policy, now: Date, bids: number) => Outcome<Need, string>

const TRANSITIONS: Record<What, Transition> = {
  publish: (need, policy, now) => publishNeed(need, policy, CLOCK, now),
  close: (need, policy, now, bids) => closeNeed(need, policy, { bids }, CLOCK, now),
  'end-publicity': (need, policy, now) => endPublicity(need, policy, CLOCK, now),
  'end-signing': (need, policy, now) => missSigning(need, policy, CLOCK, now),
}

const BATCH = 100
/** Whoever was in time has been written by now, or never will be. */
const LONG_PAST = 60_000

/**
 * What dates do by themselves. Everything due is read off the needs, so that a server that was down for a week
 * catches up, the longest overdue first. Each step is one conditional write: whoever is second finds nothing to do.
 */
export function createDueChore(parts: DueParts): Chore {
  /** Needs whose rule said no, by the revision it said so at: asked again only once they have changed. */
  const refused = new Map<string, number>()
  return {
    name: 'due',
    async run(goOn) {
      const due = await parts.needs.dueBy(parts.clock.now(), BATCH + refused.size)
      const open = due.filter((need) => refused.get(need.id) !== need.revision)
      let moved = 0
      for (const need of open) {
        if (!goOn()) break
        const outcome = await act(parts, need)
        if (outcome?.ok) moved += 1
        else if (outcome && outcome.refusal !== 'conflict') note(parts, refused, need, outcome.refusal)
      }
      return moved
    },
  }
}

async function act(parts: DueParts, need: Need): Promise<Outcome<Need, string> | undefined> {
  if (!need.due) return undefined
  const transition = TRANSITIONS[need.due.what]
  const policy = await parts.policies.pinned(need.policy)
  const bids = need.due.what === 'close' ? await countBids(parts, need, policy) : 0
  return parts.needs.decide(need.id, (current) => transition(current, policy, parts.clock.now(), bids))
}

/**
 * A bid is decided on at the moment it comes in and written a little later, perhaps by another process. Before a
 * competition fails for lack of bids, whoever was in time gets that little while.
 */
async function countBids({ sealedFacts, clock, patience = 1000 }: DueParts, need: Need, policy: Policy): Promise<number> {
  const { bids } = await sealedFacts(need)
  const overdue = clock.now().getTime() - (need.due?.at.getTime() ?? 0)
  if (bids >= policy.minBids || overdue > LONG_PAST) return bids
  await sleep(patience)
  return (await sealedFacts(need)).bids
}

function note({ log }: DueParts, refused: Map<string, number>, need: Need, refusal: string): void {
  refused.set(need.id, need.revision)
  log.error({ need: need.id, what: need.due?.what, refusal }, 'due, but refused')
}
