import { grouped } from '../../kernel/grouped.ts'
import type { AblePair, PlanNeed, PlanPerson } from './invitation-plan.ts'

/** What a way of inviting comes to, side by side with others. */
export interface PlanFigures {
  invitations: number
  /** Invitations of the need that has fewest. */
  fewestPerNeed: number
  needsBelowFloor: number
  /** Invitations of the person who has most. */
  mostPerPerson: number
  totalScore: number
}

export function figuresOf(needs: readonly PlanNeed[], invitations: readonly AblePair[]): PlanFigures {
  const perNeed = grouped(invitations, (one) => one.needId)
  const perPerson = grouped(invitations, (one) => one.personId)
  const counts = needs.map(({ id }) => perNeed.get(id)?.length ?? 0)
  return {
    invitations: invitations.length,
    fewestPerNeed: counts.reduce((least, count) => Math.min(least, count), needs.length === 0 ? 0 : Infinity),
    needsBelowFloor: needs.filter(({ floor }, at) => counts[at]! < floor).length,
    mostPerPerson: [...perPerson.values()].reduce((most, group) => Math.max(most, group.length), 0),
    totalScore: invitations.reduce((sum, one) => sum + one.score, 0),
  }
}

/** Each need's best up to its ceiling, whoever else wants them: what a ranking alone would do. */
export function topInvitations(needs: readonly PlanNeed[], pairs: readonly AblePair[]): AblePair[] {
  const byNeed = grouped(pairs, (one) => one.needId)
  return needs.flatMap(({ id, ceiling }) => bestFirst(byNeed.get(id) ?? []).slice(0, ceiling))
}

/** The best pairs first, as long as neither side is full: what a careful person would do by hand. */
export function greedyInvitations(needs: readonly PlanNeed[], people: readonly PlanPerson[], pairs: readonly AblePair[]): AblePair[] {
  const room = new Map<string, number>([...needs.map(({ id, ceiling }) => [`n ${id}`, ceiling] as const), ...people.map(({ id, cap }) => [`p ${id}`, cap] as const)])
  return bestFirst(pairs).filter(({ needId, personId }) => {
    const sides = [`n ${needId}`, `p ${personId}`]
    if (sides.some((side) => (room.get(side) ?? 0) <= 0)) return false
    for (const side of sides) room.set(side, (room.get(side) ?? 0) - 1)
    return true
  })
}

const bestFirst = (pairs: readonly AblePair[]): AblePair[] =>
  pairs.toSorted((a, b) => b.score - a.score || (a.needId < b.needId ? -1 : a.needId > b.needId ? 1 : a.personId < b.personId ? -1 : 1))
