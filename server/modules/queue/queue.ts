import type { Need, NeedStatus } from '../competition/need.ts'
import { END_STATUSES } from '../competition/need.ts'
import { type NextStep, nextStep } from '../competition/next-step.ts'

const DAY = 86_400_000
/** One matter of the work queue: what has to be done, since when it waits, whether it is late. */
export interface QueueItem {
  need: Need
  next: NextStep
  since: Date
  waitingDays: number
  late: boolean
}

export interface Queue { mine: QueueItem[]; others: QueueItem[] }

/** What can be in the queue at all. */
export const UNDER_WAY: readonly NeedStatus[] = [
  'submitted', 'approved', 'published', 'closed', 'evaluating', 'proposed', 'publicised', 'contracting',
]

const STAFF_TURNS = ['officer', 'issuer-and-officer']

/**
 * Everything that is under way, split into what staff have to do and what they wait for, the longest waiting first.
 * What the clock will do by itself is in neither list. `lateAfterDays` is what the rules allow the staff (`staffDays`).
 */
export function queueOf(needs: readonly Need[], now: Date, lateAfterDays: number): Queue {
  const items = needs.filter((need) => !END_STATUSES.includes(need.status)).map((need) => itemOf(need, now, lateAfterDays))
  const byAge = (a: QueueItem, b: QueueItem): number => a.since.getTime() - b.since.getTime()
  return {
    mine: items.filter((item) => STAFF_TURNS.includes(item.next.who)).sort(byAge),
    others: items.filter((item) => !STAFF_TURNS.includes(item.next.who) && item.next.who !== 'clock').sort(byAge),
  }
}

function itemOf(need: Need, now: Date, lateAfterDays: number): QueueItem {
  const since = waitingSince(need)
  const waitingDays = Math.floor((now.getTime() - since.getTime()) / DAY)
  return { need, next: nextStep(need), since, waitingDays, late: waitingDays >= lateAfterDays || (need.due !== null && need.due.at < now) }
}

/** A request or an objection inside a state starts a wait of its own. */
export function waitingSince(need: Need): Date {
  const open = need.objections.find((one) => one.status === 'filed' || one.status === 'accepted')
  return need.withdrawalRequest?.at ?? need.amendment?.at ?? open?.filedAt ?? need.entered[need.status] ?? new Date(0)
}

/** Where the decision is taken that a step asks for. */
export function deskOf(id: string, step: string): string {
  const desks: Record<string, string> = {
    review: `/staff/needs/${id}/review`, publish: `/staff/needs/${id}/review`, 'decide-withdrawal': `/staff/needs/${id}/review`, 'decide-amendment': `/needs/${id}/amendment`,
    open: `/needs/${id}/opening`, 'open-second': `/needs/${id}/opening`, appoint: `/staff/needs/${id}/panel`,
    score: `/staff/needs/${id}/panel`, 'confirm-award': `/staff/needs/${id}/award`, 'confirm-award-second': `/staff/needs/${id}/award`, 'decide-objection': `/staff/needs/${id}/objections`,
    register: `/needs/${id}/contract`, sign: `/needs/${id}/contract`,
  }
  return desks[step] ?? `/needs/${id}`
}
