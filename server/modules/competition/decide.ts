import type { Actor } from '../../kernel/actor.ts'
import { record } from '../../kernel/events.ts'
import type { Due, Need, NeedStatus } from './need.ts'

/** What happened to a need, in the words of the policy. Notices, audit and statistics are keyed by these. */
export const NEED_EVENTS = [
  'need-drafted', 'need-edited', 'need-submitted', 'need-returned', 'need-rejected', 'need-approved', 'need-published',
  'publication-missed', 'need-extended', 'need-withdrawal-requested', 'need-withdrawal-refused', 'need-withdrawn', 'amendment-proposed',
  'amendment-taken-back', 'amendment-refused', 'need-amended', 'need-closed', 'need-failed',
  'opening-confirmed', 'bids-opened', 'panel-appointed', 'conflict-declared', 'no-conflict-declared', 'reviewer-replaced',
  'scores-submitted', 'award-proposed', 'award-returned', 'award-first-confirmed', 'award-confirmed', 'objection-filed', 'objection-accepted',
  'objection-inadmissible', 'objection-upheld', 'objection-dismissed', 'objection-withdrawn', 'objection-lapsed', 'publicity-ended',
  'award-declined', 'signing-missed', 'next-rank-proposed', 'contract-drafted', 'contract-signed', 'contract-registered',
] as const
export type NeedEvent = (typeof NEED_EVENTS)[number]

/** One decision on a need: the changes, the date of entering a new state, what is due next, and the event. */
export function decide(
  need: Need,
  type: NeedEvent,
  by: Actor,
  at: Date,
  changes: Partial<Need>,
  data: Record<string, unknown> = {},
): Need {
  const status = changes.status ?? need.status
  const entered = status === need.status && need.entered[status] ? need.entered : { ...need.entered, [status]: at }
  const next = { ...need, ...changes, entered }
  return record(need, { ...changes, entered, due: dueOf(next) }, { type, by: by.id, at, data: { ...data, status } })
}

/** What the clock has to do next, derived from the state alone. */
export function dueOf(need: Need): Due | null {
  const due: Partial<Record<NeedStatus, Due | null>> = {
    approved: need.publishAt && { what: 'publish', at: need.publishAt },
    published: need.content.deadline && { what: 'close', at: need.content.deadline },
    publicised: duePublicity(need),
    contracting: need.contract?.signatures.length === 2 ? null : need.signingEnds && { what: 'end-signing', at: need.signingEnds },
  }
  return due[need.status] ?? null
}

/** An open objection stops the clock; deciding it starts the clock again. */
function duePublicity(need: Need): Due | null {
  const open = need.objections.some((one) => one.status === 'filed' || one.status === 'accepted')
  const ends = need.award?.publicityEnds
  return ends && !open ? { what: 'end-publicity', at: ends } : null
}
