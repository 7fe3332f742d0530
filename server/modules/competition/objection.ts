import type { Actor } from '../../kernel/actor.ts'
import { decide } from './decide.ts'
import type { Need, Objection, ObjectionStatus } from './need.ts'

const OPEN: readonly ObjectionStatus[] = ['filed', 'accepted']
export const isOpen = (objection: Pick<Objection, 'status'>): boolean => OPEN.includes(objection.status)

/** Nobody of the staff decided on what was taken back, or on what lapsed with its publicity. */
const UNDECIDED: readonly ObjectionStatus[] = ['withdrawn', 'lapsed']

/** One objection comes to its end, or from filed to accepted. */
export function settleObjection(
  need: Need, id: string, status: Exclude<ObjectionStatus, 'filed'>, answer: string, actor: Actor, now: Date,
): Need {
  const decidedBy = UNDECIDED.includes(status) ? null : actor.id
  const objections = need.objections.map((one) => (one.id === id ? { ...one, status, answer, decidedBy } : one))
  return decide(need, `objection-${status}`, actor, now, { objections }, { objection: id })
}

/**
 * A publicity that ends without a contract takes its open objections along: they were about a winner who is one no
 * longer, and upheld later they would strike the next. Whoever still objects does so in the next publicity.
 */
export function lapseObjections(need: Need, actor: Actor, now: Date): Need {
  return need.objections.filter(isOpen).reduce((left, one) => settleObjection(left, one.id, 'lapsed', '', actor, now), need)
}
