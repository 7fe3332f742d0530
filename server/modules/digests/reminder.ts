import { lateEditDays } from '../competition/amendment.ts'
import type { Need } from '../competition/need.ts'
import { nextStep, type Turn } from '../competition/next-step.ts'
import type { Policy } from '../policies/policy.ts'
import type { Question } from '../questions/question.ts'
import { waitingSince } from '../queue/queue.ts'

/** What people are told because of a date, not because somebody decided. */
export const REMINDERS = [
  'closing-soon', 'stale-bid', 'opening-soon', 'staff-due', 'staff-late', 'issuer-late', 'scores-due', 'objections-closing', 'signing-due',
  'question-late', 'answer-due',
] as const
export type ReminderKind = (typeof REMINDERS)[number]

/** `at`: when it is to be said; `until`: from when on saying it is of no use; `step`: what waits (`next.<step>`). */
export interface Reminder { what: ReminderKind; at: Date; until: Date | null; step?: string }

type Days = Pick<Policy, 'lateEditDays' | 'staffDays'>

const DAY = 86_400_000
const CLOSING_SOON = 3
const OPENING_SOON = 1
const OBJECTIONS_CLOSING = 1
/** Or half of the time there is, where that is shorter. */
const SIGNING_DUE = 7
/** A bidder who asks cannot wait as long as an issuer who posts. */
const QUESTION_DAYS = 2

const after = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY)

/** Everything that will have to be said about a need in its present state, each once, read off the state alone. */
export function remindersOf(need: Need, policy: Days): Reminder[] {
  const all = [...beforeDeadline(need, policy), ...ofWaiting(need, policy), ...ofReviewers(need, policy), ...beforeDates(need)]
  return all.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The half of the late-edit time lies after every amendment and before the deadline: so a stale bid is always told twice. */
function beforeDeadline({ status, content: { deadline }, history, entered }: Need, policy: Days): Reminder[] {
  if (status !== 'published' || !deadline) return []
  const before = (what: ReminderKind, days: number): Reminder => ({ what, at: after(deadline, -days), until: deadline })
  const all = [before('closing-soon', CLOSING_SOON), before('opening-soon', OPENING_SOON)]
  const stale = history.length > 0 ? [before('stale-bid', lateEditDays(policy) / 2)] : []
  return [...all.filter(({ at }) => at > (entered.published ?? at)), ...stale]
}

const STAFF: readonly Turn[] = ['officer', 'issuer-and-officer']
const ISSUER: readonly Turn[] = ['issuer', 'issuer-and-officer']
/** What an issuer lets lie harms nobody else, or its date is not known. */
const UNHURRIED = ['complete', 'correct', 'propose']

function ofWaiting(need: Need, { staffDays }: Days): Reminder[] {
  const { who, key: step } = nextStep(need)
  const late = after(waitingSince(need), staffDays)
  const until = need.status === 'published' ? need.content.deadline : null
  const staff: Reminder[] = STAFF.includes(who)
    ? [{ what: 'staff-due', at: after(late, -Math.min(1, staffDays / 2)), until: late, step }, { what: 'staff-late', at: late, until, step }] : []
  const issuer: Reminder[] = ISSUER.includes(who) && !UNHURRIED.includes(step) ? [{ what: 'issuer-late', at: late, until, step }] : []
  return [...staff, ...issuer]
}

function ofReviewers({ status, panel, entered }: Need, { staffDays }: Days): Reminder[] {
  const waits = panel.some((one) => one.conflict === 'undeclared' || (one.conflict === 'none' && !one.submitted))
  return status === 'evaluating' && waits && entered.evaluating ? [{ what: 'scores-due', at: after(entered.evaluating, 2 * staffDays), until: null }] : []
}

function beforeDates({ status, due, award, entered }: Need): Reminder[] {
  if (due?.what === 'end-publicity' && award) return [{ what: 'objections-closing', at: after(due.at, -OBJECTIONS_CLOSING), until: due.at }]
  if (status !== 'contracting' || due?.what !== 'end-signing') return []
  const whole = (due.at.getTime() - (entered.contracting ?? due.at).getTime()) / DAY
  return [{ what: 'signing-due', at: after(due.at, -Math.min(SIGNING_DUE, whole / 2)), until: due.at }]
}

/** A question waits first for the staff, then for the issuer; at the deadline for nobody any more. */
export function remindersOfQuestion({ status, askedAt, releasedAt }: Question, { content: { deadline } }: Pick<Need, 'content'>, { staffDays }: Days): Reminder[] {
  const days = Math.min(QUESTION_DAYS, staffDays)
  if (status === 'asked') return [{ what: 'question-late', at: after(askedAt, days), until: deadline }]
  return status === 'released' && releasedAt ? [{ what: 'answer-due', at: after(releasedAt, days), until: deadline }] : []
}
