import { type Actor, CLOCK } from '../../kernel/actor.ts'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import { judgeMatch, type VerdictStore } from './verdict-store.ts'

interface Parts { needs: Pick<NeedStore, 'findMany'>; verdicts: VerdictStore }

/**
 * An approved invitation is a verdict like any other, so the ranking, the researcher's day and the next digest carry it.
 * What staff have said of a pair meanwhile stands, and so does a need that has closed: repeating changes nothing.
 */
export function createPlanFollower(parts: Parts): Follower {
  return {
    name: 'invitations',
    scope: 'shared',
    async handle(entry) {
      if (entry.source === 'invitation-plans' && entry.type === 'invitations-approved') await approveAll(parts, entry)
    },
  }
}

async function approveAll({ needs, verdicts }: Parts, { data, by, at }: JournalEntry): Promise<void> {
  const pairs = (data['pairs'] ?? []) as { need: string; team: string }[]
  const open = new Set((await needs.findMany([...new Set(pairs.map((one) => one.need))])).filter((need) => need.status === 'published').map((need) => need.id))
  for (const { need, team } of pairs) {
    if (!open.has(need)) continue
    const before = await verdicts.about(need, team, 'staff')
    if (before.kind !== null) continue
    // No basis: a plan taken as a whole is no judgement of the ranking, and learning from it would be learning from itself.
    const outcome = judgeMatch(before, { kind: 'approve', reason: '' }, officer(by), at)
    if (outcome.ok && (await verdicts.put(before, outcome.value)) !== 'saved') throw new Error(`somebody judged ${team} for ${need} meanwhile`)
  }
}

/** Whoever approved was an officer then. */
const officer = (id: string): Actor => ({ ...CLOCK, id, roles: ['officer'] })
