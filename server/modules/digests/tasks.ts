import type { Actor } from '../../kernel/actor.ts'
import type { Need } from '../competition/need.ts'
import { nextStep } from '../competition/next-step.ts'
import { standingOf } from '../competition/need-view.ts'
import { waitingSince } from '../queue/queue.ts'

const DAY = 86_400_000

/** Where each thing is done that a competition may ask of an issuer, a reviewer or a winner. */
export const TASK_PLACES = {
  correct: (id: string) => `/needs/${id}/edit`,
  open: (id: string) => `/needs/${id}/opening`,
  'open-second': (id: string) => `/needs/${id}/opening`,
  score: (id: string) => `/reviews/${id}`,
  propose: (id: string) => `/needs/${id}/award`,
  'draft-contract': (id: string) => `/needs/${id}/contract`,
  sign: (id: string) => `/needs/${id}/contract`,
} as const
export type TaskStep = keyof typeof TASK_PLACES

export interface Task { need: Need; step: TaskStep; since: Date; waitingDays: number; late: boolean; by: Date | null }

/** What waits for this person among these needs, the longest waiting first, each once. Late after so many days. */
export function tasksIn(needs: readonly Need[], actor: Actor, now: Date, lateAfterDays: number): Task[] {
  const distinct = [...new Map(needs.map((need) => [need.id, need])).values()]
  return distinct.flatMap((need) => taskIn(need, actor, now, lateAfterDays)).sort((a, b) => a.since.getTime() - b.since.getTime() || (a.need.id < b.need.id ? -1 : 1))
}

function taskIn(need: Need, actor: Actor, now: Date, lateAfterDays: number): Task[] {
  const { key, by } = nextStep(need)
  if (!isStep(key) || !isFor(need, key, actor)) return []
  const since = waitingSince(need)
  const waitingDays = Math.max(0, Math.floor((now.getTime() - since.getTime()) / DAY))
  return [{ need, step: key, since, waitingDays, late: waitingDays >= lateAfterDays, by }]
}

const isStep = (key: string): key is TaskStep => key in TASK_PLACES

function isFor(need: Need, step: TaskStep, actor: Actor): boolean {
  const { issuer, winner } = standingOf(need, actor)
  const signed = (side: 'issuer' | 'performer'): boolean => need.contract?.signatures.some((one) => one.side === side) ?? false
  if (step === 'score') return need.panel.some((one) => one.person === actor.id && one.conflict !== 'declared' && !one.submitted)
  if (step === 'sign') return (issuer && !signed('issuer')) || (winner && !signed('performer'))
  if (step === 'open-second') return issuer && need.opening[0]?.side === 'staff'
  return issuer
}
