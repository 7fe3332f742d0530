import type { Need, NeedStatus } from './need.ts'

/** Who has to act. `clock`: nobody, a date does. */
export type Turn = 'issuer' | 'officer' | 'issuer-and-officer' | 'reviewer' | 'winner' | 'parties' | 'clock' | 'nobody'

/** What happens next: `key` names the sentence (`next.<key>`), `by` the date it is due, if there is one. */
export interface NextStep { key: string; who: Turn; by: Date | null }

export function nextStep(need: Need): NextStep {
  const by = need.due?.at ?? null
  const [key, who] = stepOf(need)
  return { key, who, by }
}

function stepOf(need: Need): [string, Turn] {
  const steps: Record<NeedStatus, () => [string, Turn]> = {
    draft: () => [need.remarks.length > 0 ? 'correct' : 'complete', 'issuer'],
    submitted: () => ['review', 'officer'],
    approved: () => (need.publishAt ? ['await-publication', 'clock'] : ['publish', 'officer']),
    published: () => openStep(need),
    closed: () => openingStep(need),
    evaluating: () => evaluationStep(need),
    proposed: () => [need.award?.firstConfirmedBy ? 'confirm-award-second' : 'confirm-award', 'officer'],
    publicised: () => publicityStep(need),
    contracting: () => signingStep(need),
    executing: () => ['deliver', 'winner'],
    rejected: () => ['ended', 'nobody'],
    withdrawn: () => ['ended', 'nobody'],
    failed: () => ['ended', 'nobody'],
  }
  return steps[need.status]()
}

function openStep({ withdrawalRequest, amendment }: Need): [string, Turn] {
  if (withdrawalRequest) return ['decide-withdrawal', 'officer']
  return amendment ? ['decide-amendment', 'officer'] : ['bid', 'clock']
}

function openingStep(need: Need): [string, Turn] {
  const [first] = need.opening
  if (!first) return ['open', 'issuer-and-officer']
  return first.side === 'staff' ? ['open-second', 'issuer'] : ['open-second', 'officer']
}

function evaluationStep(need: Need): [string, Turn] {
  const active = need.panel.filter((member) => member.conflict !== 'declared')
  if (active.length < 3 || active.length % 2 === 0) return ['appoint', 'officer']
  return active.every((member) => member.submitted) ? ['propose', 'issuer'] : ['score', 'reviewer']
}

function publicityStep(need: Need): [string, Turn] {
  const open = need.objections.some((one) => one.status === 'filed' || one.status === 'accepted')
  return open ? ['decide-objection', 'officer'] : ['await-publicity', 'clock']
}

function signingStep(need: Need): [string, Turn] {
  if (!need.contract) return ['draft-contract', 'issuer']
  return need.contract.signatures.length === 2 ? ['register', 'officer'] : ['sign', 'parties']
}
