import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { decide } from './decide.ts'
import type { Need, NeedStatus, Remark } from './need.ts'
import { opensLongEnough } from './publication.ts'

export type ReviewRefusal = 'not-staff' | 'own-need' | 'not-submitted' | 'reason-missing' | 'deadline-too-soon'

/** Approval opens a need to bids. Nobody approves their own: a second pair of eyes is the point. */
export function approveNeed(
  need: Need, policy: Policy, publishAt: Date | null, actor: Actor, now: Date,
): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor)
  if (why) return refused(why)
  // A date that has passed opens the need at once: the promised days count from now.
  const from = publishAt && publishAt > now ? publishAt : now
  if (!opensLongEnough(need, policy, from)) return refused('deadline-too-soon', { publishAt: 'error.minOpenDays' })
  return done(decide(need, 'need-approved', actor, now, { status: 'approved', publishAt, remarks: [] }))
}

/**
 * Back to the issuer with a remark per field; the draft is as it was. One that was approved, but not published while
 * its deadline was far enough away, goes the same way: nobody but the issuer may write a new deadline.
 */
export function returnNeed(need: Need, remarks: Remark[], actor: Actor, now: Date): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor, RETURNABLE)
  if (why) return refused(why)
  if (remarks.length === 0) return refused('reason-missing', { remarks: 'error.required' })
  return done(decide(need, 'need-returned', actor, now, { status: 'draft', remarks, publishAt: null }, { remarks }))
}

export function rejectNeed(need: Need, reason: string, actor: Actor, now: Date): Outcome<Need, ReviewRefusal> {
  const why = whyNotReview(need, actor)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decide(need, 'need-rejected', actor, now, { status: 'rejected', reason }, { reason }))
}

const RETURNABLE: readonly NeedStatus[] = ['submitted', 'approved']

/** Why this person may not review this need now; undefined when they may. Who wrote it or handed it in may not. */
export function whyNotReview(need: Need, actor: Actor, from: readonly NeedStatus[] = ['submitted']): ReviewRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  if ([need.createdBy, need.submittedBy].includes(actor.id)) return 'own-need'
  return from.includes(need.status) ? undefined : 'not-submitted'
}
