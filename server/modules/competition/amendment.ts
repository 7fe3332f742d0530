import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { decide } from './decide.ts'
import { isIssuerOf, wrongIndicators } from './draft.ts'
import { AMENDABLE, type AmendableContent, type Amendment, type Need, type NeedContent, type Revision } from './need.ts'
import { isOver } from './publication.ts'

const DAY = 86_400_000
/** Whoever needs more should withdraw and post anew: nobody follows a need that changes every other day. */
export const MAX_AMENDMENTS = 12

export type AmendmentRefusal =
  | 'not-issuer' | 'not-staff' | 'not-published' | 'deadline-passed' | 'reason-missing' | 'amendment-open' | 'nothing-changed'
  | 'incomplete' | 'deadline-not-later' | 'too-many-amendments' | 'no-amendment' | 'own-amendment'

/** What the issuer hands in: the whole of what may be changed as it shall be, and why. */
export type AmendmentProposal = Omit<Amendment, 'by' | 'at'>

/** The issuer asks to change what is published. Nothing changes before the staff agree. */
export function proposeAmendment(need: Need, proposal: AmendmentProposal, actor: Actor, now: Date): Outcome<Need, AmendmentRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  const why = whyNotOpen(need, now)
  if (why) return refused(why)
  if (need.amendment) return refused('amendment-open')
  if (need.history.length >= MAX_AMENDMENTS) return refused('too-many-amendments')
  if (proposal.reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const wrong = wrongIn(proposal.content)
  if (Object.keys(wrong).length > 0) return refused('incomplete', wrong)
  if (isEarlier(proposal.deadline, need)) return refused('deadline-not-later', { deadline: 'error.later' })
  if (changedFields(need.content, proposal.content).length === 0) return refused('nothing-changed')
  return done(decide(need, 'amendment-proposed', actor, now, { amendment: { ...proposal, by: actor.id, at: now } }))
}

/** Only a deadline that is moved is compared: an amendment may leave it where it is. */
const isEarlier = (deadline: Date | null, { content }: Need): boolean =>
  deadline !== null && content.deadline !== null && deadline < content.deadline

export function takeBackAmendment(need: Need, actor: Actor, now: Date): Outcome<Need, AmendmentRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  if (!need.amendment) return refused('no-amendment')
  return done(decide(need, 'amendment-taken-back', actor, now, { amendment: null }))
}

/** Staff refuse a change, and say why: the issuer has to know what would be accepted. */
export function refuseAmendment(need: Need, reason: string, actor: Actor, now: Date): Outcome<Need, AmendmentRefusal> {
  const why = whyNotDecide(need, actor, now)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decide(need, 'amendment-refused', actor, now, { amendment: null }, { reason }))
}

/**
 * The need becomes another version; bids for the one before are stale until their bidders hand in again. Too close to
 * the deadline, that moves as well, by whole days, so that everybody has `policy.lateEditDays` to read and answer.
 */
export function approveAmendment(need: Need, policy: Policy, actor: Actor, now: Date): Outcome<Need, AmendmentRefusal> {
  const why = whyNotDecide(need, actor, now)
  if (why) return refused(why)
  const { amendment, content: current } = need
  if (!amendment) return refused('no-amendment')
  const content = { ...current, ...amendment.content, deadline: deadlineAfter(need, amendment, policy, now) }
  const version = need.contentVersion + 1
  const history = [...need.history, revisionOf(current, content, amendment, version, now)]
  const data = { version, deadline: content.deadline, reason: amendment.reason }
  return done(decide(need, 'need-amended', actor, now, { content, contentVersion: version, history, amendment: null }, data))
}

/** One day at least, whatever the policy says: bidders are to be told twice before their bid is void. */
export const lateEditDays = ({ lateEditDays: days }: Pick<Policy, 'lateEditDays'>): number => Math.max(1, days)

function deadlineAfter({ content }: Need, amendment: Amendment, policy: Policy, now: Date): Date {
  const wanted = Math.max(content.deadline?.getTime() ?? 0, amendment.deadline?.getTime() ?? 0)
  const lacking = now.getTime() + lateEditDays(policy) * DAY - wanted
  return new Date(wanted + Math.max(0, Math.ceil(lacking / DAY)) * DAY)
}

function revisionOf(before: NeedContent, after: NeedContent, { reason, question }: Amendment, version: number, at: Date): Revision {
  const moved = before.deadline?.getTime() !== after.deadline?.getTime()
  const fields = [...changedFields(before, after), ...(moved ? ['deadline' as const] : [])]
  const only = (content: NeedContent): Revision['before'] => Object.fromEntries(fields.map((field) => [field, content[field]]))
  return { version, at, reason, question, before: only(before), after: only(after) }
}

/** Which of the amendable fields differ, in the order in which a reader meets them. */
export function changedFields(before: AmendableContent, after: AmendableContent): (typeof AMENDABLE)[number][] {
  return AMENDABLE.filter((field) => JSON.stringify(shapeOf(before[field])) !== JSON.stringify(shapeOf(after[field])))
}

/** Rows are compared by what they say, not by the order in which somebody built them. */
const shapeOf = (value: AmendableContent[keyof AmendableContent]): unknown =>
  Array.isArray(value) ? value.map(({ name, comparator, value: number, unit }) => [name, comparator, number, unit]) : value

function wrongIn({ summary, bidderConditions, indicators }: AmendableContent): Record<string, string> {
  return {
    ...(summary.trim() === '' ? { summary: 'error.required' } : {}),
    ...(bidderConditions.trim() === '' ? { bidderConditions: 'error.required' } : {}),
    ...(indicators.length === 0 ? { indicators: 'error.required' } : {}),
    ...wrongIndicators(indicators),
  }
}

function whyNotOpen(need: Need, now: Date): 'not-published' | 'deadline-passed' | undefined {
  if (need.status !== 'published') return 'not-published'
  return isOver(need, now) ? 'deadline-passed' : undefined
}

/** Whoever asked for the change, or wrote the need, does not also agree to it. */
function whyNotDecide(need: Need, actor: Actor, now: Date): AmendmentRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  if (!need.amendment) return 'no-amendment'
  if ([need.amendment.by, need.createdBy].includes(actor.id)) return 'own-amendment'
  return whyNotOpen(need, now)
}
