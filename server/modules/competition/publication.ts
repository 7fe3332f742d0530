import { type Actor, isClock, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { decide } from './decide.ts'
import { isIssuerOf } from './draft.ts'
import type { Need, NeedStatus } from './need.ts'

const DAY = 86_400_000

export type PublicationRefusal =
  | 'not-staff' | 'not-issuer' | 'not-approved' | 'not-published' | 'deadline-too-soon' | 'deadline-not-later' | 'deadline-passed'
  | 'reason-missing' | 'no-request' | 'not-due' | 'not-withdrawable'

/** Opens the competition under one version of the policy. Criteria, weights and terms are frozen from here on. */
export function publishNeed(need: Need, policy: Policy, actor: Actor, now: Date): Outcome<Need, PublicationRefusal> {
  if (need.status !== 'approved') return refused('not-approved')
  if (!isOfficer(actor) && !isClock(actor)) return refused('not-staff')
  if (isClock(actor) && (!need.publishAt || need.publishAt > now)) return refused('not-due')
  if (!mayOpen(need, policy, actor, now)) return isClock(actor) ? done(missPublication(need, actor, now)) : refused('deadline-too-soon', { deadline: 'error.minOpenDays' })
  const pinned = { id: policy.id, version: policy.version }
  return done(decide(need, 'need-published', actor, now, { status: 'published', policy: pinned }))
}

/** A server that was down at the date publishes late: the issuer is not punished for it, unless nobody could bid any more. */
function mayOpen(need: Need, policy: Policy, actor: Actor, now: Date): boolean {
  if (!isClock(actor) || !need.publishAt) return opensLongEnough(need, policy, now)
  return opensLongEnough(need, policy, need.publishAt) && need.content.deadline !== null && need.content.deadline > now
}

/** Its date has passed and there is no time to bid any more: it is the staff's turn again, or nobody would ever hear of it. */
const missPublication = (need: Need, clock: Actor, now: Date): Need => decide(need, 'publication-missed', clock, now, { publishAt: null })

/** Whether bidders get the days the policy promises them when the need opens at `from`. */
export function opensLongEnough(need: Need, policy: Policy, from: Date): boolean {
  const { deadline } = need.content
  return deadline !== null && deadline.getTime() - from.getTime() >= policy.minOpenDays * DAY
}

/** A later deadline, by the issuer or the staff, while the need is open. An earlier one would cheat bidders. */
export function extendDeadline(need: Need, deadline: Date, actor: Actor, now: Date): Outcome<Need, PublicationRefusal> {
  if (!isOfficer(actor) && !isIssuerOf(need, actor)) return refused('not-issuer')
  if (need.status !== 'published') return refused('not-published')
  if (isOver(need, now)) return refused('deadline-passed')
  if (!need.content.deadline || deadline <= need.content.deadline) return refused('deadline-not-later', { deadline: 'error.later' })
  return done(decide(need, 'need-extended', actor, now, { content: { ...need.content, deadline } }, { deadline }))
}

/** What the issuer may have asked for while bids were taken; it ends with them. */
const UNANSWERED = { withdrawalRequest: null, amendment: null } as const

/** From the deadline on nothing changes an open competition but the clock, which closes it. */
export function isOver(need: Pick<Need, 'content'>, now: Date): boolean {
  return need.content.deadline !== null && need.content.deadline <= now
}

/**
 * Before publication the issuer withdraws alone. A published need is withdrawn by the staff at the issuer's request,
 * whether or not there are bids: a different answer would tell the issuer how many there are.
 */
export function withdrawNeed(need: Need, reason: string, actor: Actor, now: Date): Outcome<Need, PublicationRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  if (need.status === 'published' && isOver(need, now)) return refused('deadline-passed')
  if (need.status === 'published') return done(requestWithdrawal(need, reason, actor, now))
  if (!WITHDRAWABLE.includes(need.status)) return refused('not-withdrawable')
  return done(decide(need, 'need-withdrawn', actor, now, { status: 'withdrawn', reason }, { reason }))
}

const WITHDRAWABLE: readonly NeedStatus[] = ['draft', 'submitted', 'approved']

function requestWithdrawal(need: Need, reason: string, actor: Actor, now: Date): Need {
  const withdrawalRequest = { by: actor.id, reason, at: now }
  return decide(need, 'need-withdrawal-requested', actor, now, { withdrawalRequest }, { reason })
}

/** Staff grant or refuse the withdrawal of a published need. */
export function decideWithdrawal(need: Need, grant: boolean, actor: Actor, now: Date): Outcome<Need, PublicationRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (need.status !== 'published') return refused('not-published')
  const request = need.withdrawalRequest
  if (!request) return refused('no-request')
  if (isOver(need, now)) return refused('deadline-passed')
  if (!grant) return done(decide(need, 'need-withdrawal-refused', actor, now, { withdrawalRequest: null }))
  const changes = { status: 'withdrawn', reason: request.reason, ...UNANSWERED } as const
  return done(decide(need, 'need-withdrawn', actor, now, changes, { reason: request.reason }))
}

/**
 * The deadline by the clock. `bids` are those handed in before it. Too few and the need has failed (流标);
 * otherwise it waits, closed and sealed, for the two people who open it. What the issuer asked for and nobody answered lapses.
 */
export function closeNeed(
  need: Need, policy: Policy, facts: { bids: number; receiptsRoot?: string }, actor: Actor, now: Date,
): Outcome<Need, PublicationRefusal> {
  if (!isClock(actor)) return refused('not-due')
  if (need.status !== 'published') return refused('not-published')
  if (!need.content.deadline || need.content.deadline > now) return refused('not-due')
  const failed = { status: 'failed', reason: 'too-few-bids', ...UNANSWERED } as const
  if (facts.bids < policy.minBids) return done(decide(need, 'need-failed', actor, now, failed))
  const { receiptsRoot = null } = facts
  return done(decide(need, 'need-closed', actor, now, { status: 'closed', ...UNANSWERED, receiptsRoot }, { receiptsRoot }))
}
