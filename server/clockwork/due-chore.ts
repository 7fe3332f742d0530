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
  /** How many bids are handed in, and what stands for their receipts: asked at the deadline, told to nobody. */
  sealedFacts(need: Need): Promise<ClosingFacts>
  clock: Clock
  log: BackgroundLog
  /** How long another process may take to note that a bid came in in the last moment, in milliseconds. */
  patience?: number
}

interface ClosingFacts { bids: number; receiptsRoot?: string }

type What = (typeof DUE_KINDS)[number]
type Transition = (need: Need, policy: Policy, now: Date, facts: ClosingFacts) => Outcome<Need, string>

const TRANSITIONS: Record<What, Transition> = {
  publish: (need, policy, now) => publishNeed(need, policy, CLOCK, now),
  close: (need, policy, now, facts) => closeNeed(need, policy, facts, CLOCK, now),
  'end-publicity': (need, policy, now) => endPublicity(need, policy, CLOCK, now),
  'end-signing': (need, policy, now) => missSigning(need, policy, CLOCK, now),
}

const BATCH = 100
const NOBODY: ClosingFacts = { bids: 0 }

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
      await letThemIn(parts, open)
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
  const facts = need.due.what === 'close' ? await parts.sealedFacts(need) : NOBODY
  return parts.needs.decide(need.id, (current) => transition(current, policy, parts.clock.now(), facts))
}

/**
 * Once for all that close now. Nothing depends on it for being right: who is later than this is refused and told so,
 * although the request came in time.
 */
async function letThemIn({ clock, patience = 0 }: DueParts, due: readonly Need[]): Promise<void> {
  const fresh = due.some((one) => one.due?.what === 'close' && clock.now().getTime() - one.due.at.getTime() < patience)
  if (fresh) await sleep(patience)
}

function note({ log }: DueParts, refused: Map<string, number>, need: Need, refusal: string): void {
  refused.set(need.id, need.revision)
  log.error({ need: need.id, what: need.due?.what, refusal }, 'due, but refused')
}
