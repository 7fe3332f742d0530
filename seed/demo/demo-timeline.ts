import { daysFrom, deadlineFrom, type DemoNeed } from './demo-need.ts'

/** Days after the deadline on which an evaluated competition goes on. Publicity, between `confirmed` and `contract`, ends by the policy. */
const AFTER_DEADLINE = {
  openedByStaff: 1, openedByIssuer: 1.1, appointed: 2, declared: 3, replaced: 3.5, scored: 5, proposed: 9, confirmed: 11,
  objected: 12, admitted: 12.4, ruled: 12.8, contract: 30, signedByIssuer: 31, signedByPerformer: 32, registered: 36,
} as const

/** Days before publication; a need that is yet to be published has been reviewed in the last days. */
const BEFORE_PUBLICATION = { drafted: -14, submitted: -8, reviewed: -2 } as const
/** Days after publication on which the issuer asks for a withdrawal and staff grant it. */
const AFTER_PUBLICATION = { published: 0, withdrawalAsked: 6, withdrawalGranted: 8 } as const

export type Step = keyof typeof AFTER_DEADLINE | keyof typeof BEFORE_PUBLICATION | keyof typeof AFTER_PUBLICATION | 'deadline'

/**
 * When each step of a need's story is played. The loader takes the steps its stage asks for, in this order, moving the
 * clock; what the clock itself does (closing, the end of publicity) it does at the due date of the need.
 */
export function timelineOf(need: DemoNeed, now: Date): Record<Step, Date> {
  const at = (steps: Record<string, number>, from: number) =>
    Object.entries(steps).map(([step, days]) => [step, daysFrom(now, from + days)])
  const published = Math.min(need.publishedDays, 0)
  return Object.fromEntries([
    ...at(BEFORE_PUBLICATION, published), ...at(AFTER_PUBLICATION, need.publishedDays),
    ['deadline', deadlineFrom(now, need.openDays)], ...at(AFTER_DEADLINE, need.openDays),
  ]) as Record<Step, Date>
}
