import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { decide } from './decide.ts'
import type { Need, Remark } from './need.ts'
import { opensLongEnough } from './publication.ts'

export type ReviewRefusal = 'not-staff' | 'own-need' | 'not-submitted' | 'reason-missing' | 'deadline-too-soon'

/** Approval opens a need to bids. Nobody approves their own: a second pair of eyes is the point. */
export function approveNeed(
  need: Need, policy: Policy, publishAt: Date | null, actor: Actor, now: Date,
): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor)
  if (why) return refused(why)
  if (!opensLongEnough(need, policy, publishAt ?? now)) return refused('deadline-too-soon', { publishAt: 'error.minOpenDays' })
  return done(decide(need, 'need-approved', actor, now, { status: 'approved', publishAt, remarks: [] }))
}

/** Back to the issuer with a remark per field; the draft is as it was. */
export function returnNeed(need: Need, remarks: Remark[], actor: Actor, now: Date): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor)
  if (why) return refused(why)
  if (remarks.length === 0) return refused('reason-missing', { remarks: 'error.required' })
  return done(decide(need, 'need-returned', actor, now, { status: 'draft', remarks }, { remarks }))
}

export function rejectNeed(need: Need, reason: string, actor: Actor, now: Date): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decide(need, 'need-rejected', actor, now, { status: 'rejected', reason }, { reason }))
}

/** Why this person may not review this need now; undefined when they may. */
export function whyNotReview(need: Need, actor: Actor): ReviewRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  if (need.organisation === actor.organisation && need.createdBy === actor.id) return 'own-need'
  if (need.status !== 'submitted') return 'not-submitted'
  return undefined
}
