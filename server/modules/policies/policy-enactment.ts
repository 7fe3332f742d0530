import type { Clock } from '../../kernel/clock.ts'
import type { Follower } from '../../relay/relay.ts'
import { overtakeProposal, type PolicyProposal } from './policy-proposal.ts'
import type { PolicyProposalStore } from './policy-proposal-store.ts'
import type { PolicyStore } from './policy-store.ts'

interface Parts { policies: PolicyStore; policyProposals: PolicyProposalStore; clock: Clock }

/**
 * An approved proposal becomes the next version. The approval is the decision; this follows from it and may be repeated.
 * Of two approved from the same version one is kept, and the other says that it was overtaken.
 */
export async function enact({ policies, policyProposals, clock }: Parts, proposal: PolicyProposal): Promise<'enacted' | 'overtaken'> {
  if (proposal.state !== 'approved') return 'overtaken'
  const { pack, base, rules, decidedBy, id, proposedBy } = proposal
  const before = await policies.version(pack, base)
  if (!before) throw new Error(`policy pack ${pack}@${base} is missing`)
  const policy = { ...rules, id: pack, order: before.order, version: base + 1 }
  const added = await policies.add(policy, { by: decidedBy ?? '', at: clock.now(), proposal: id, proposedBy })
  if (added || (await policies.proposalOf(pack, base + 1)) === id) return 'enacted'
  await policyProposals.decide(id, (current) => overtakeProposal(current, { id: decidedBy ?? '' }, clock.now()))
  return 'overtaken'
}

/** Finishes what a crash interrupted between the approval and the version. */
export function createEnactment(parts: Parts): Follower {
  return {
    name: 'policy-enactment', scope: 'shared',
    async handle({ type, subject }) {
      const proposal = type === 'policy-approved' ? await parts.policyProposals.find(subject) : undefined
      if (proposal?.state === 'approved') await enact(parts, proposal)
    },
  }
}
