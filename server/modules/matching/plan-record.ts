import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { grouped } from '../../kernel/grouped.ts'
import { type LeftOut, planInvitations, type ShortNeed } from './invitation-plan.ts'
import { figuresOf, greedyInvitations, type PlanFigures, topInvitations } from './plan-figures.ts'

/** What staff set before a plan is made. */
export interface PlanSettings {
  /** Most invitations one person gets, those they have already included. */
  cap: number
  /** Invitations each need should have at least, and at most. */
  floor: number
  ceiling: number
}

/** A team able to answer a need; it is invited through the person who leads it. */
export interface AblePlace { need: string; team: string; person: string; score: number }

/** What a plan is made from: open needs, everybody who leads a team, who is able, and who was invited before. */
export interface PlanFacts {
  needs: readonly string[]
  /** `free`: projects the person's teams can still take on. */
  people: readonly { id: string; free: number }[]
  able: readonly AblePlace[]
  /** Pairs that staff have approved or pinned already. */
  standing: readonly AblePlace[]
}

export interface PlannedInvitation extends AblePlace { state: 'proposed' | 'approved' }

/** A plan as it was made, kept so that what is approved is what was seen. */
export interface InvitationPlanRecord extends Aggregate {
  by: string
  at: Date
  settings: PlanSettings
  needs: string[]
  people: number
  invitations: PlannedInvitation[]
  standing: AblePlace[]
  shortNeeds: ShortNeed[]
  leftOut: LeftOut[]
  figures: { plan: PlanFigures; greedy: PlanFigures; top: PlanFigures }
}

export type PlanRefusal = 'not-staff' | 'floor-over-ceiling' | 'not-in-plan'

/** Caps and floors count what stands already: an approval of last week is an invitation too. */
export function makePlan(id: string, settings: PlanSettings, facts: PlanFacts, actor: Actor, now: Date): Outcome<InvitationPlanRecord, PlanRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (settings.floor > settings.ceiling) return refused('floor-over-ceiling', { floor: 'error.floorOverCeiling' })
  const { needs, people, places, invited } = openRoom(settings, facts)
  const pairs = places.map(({ need, person, score }) => ({ needId: need, personId: person, score }))
  const { invitations, shortNeeds, leftOut } = planInvitations(needs, people, pairs)
  const placeOf = new Map(places.map((one) => [keyOf(one.need, one.person), one]))
  const blank: InvitationPlanRecord = {
    id, revision: 0, events: [], by: actor.id, at: now, settings, needs: [...facts.needs], people: facts.people.length, standing: [...facts.standing],
    invitations: invitations.flatMap(({ needId, personId }) => {
      const place = placeOf.get(keyOf(needId, personId))
      return place ? [{ ...place, state: 'proposed' as const }] : []
    }),
    shortNeeds, leftOut: leftOut.filter(({ personId }) => !invited.has(personId)),
    figures: {
      plan: figuresOf(needs, invitations), greedy: figuresOf(needs, greedyInvitations(needs, people, pairs)), top: figuresOf(needs, topInvitations(needs, pairs)),
    },
  }
  return done(record(blank, {}, { type: 'invitation-plan-made', by: actor.id, at: now, data: { needs: facts.needs.length, invitations: invitations.length } }))
}

/** What is left to give and to take once everything that stands is counted. */
function openRoom(settings: PlanSettings, { needs, people, able, standing }: PlanFacts) {
  const [perNeed, perPerson] = [grouped(standing, (one) => one.need), grouped(standing, (one) => one.person)]
  const known = new Set(standing.map((one) => keyOf(one.need, one.person)))
  const left = (most: number, taken: AblePlace[] | undefined) => Math.max(0, most - (taken?.length ?? 0))
  return {
    invited: perPerson,
    places: bestPlaces(able.filter((one) => !known.has(keyOf(one.need, one.person)))),
    needs: needs.map((id) => ({ id, floor: left(settings.floor, perNeed.get(id)), ceiling: left(settings.ceiling, perNeed.get(id)) })),
    people: people.map(({ id, free }) => ({ id, cap: left(Math.min(settings.cap, free), perPerson.get(id)) })),
  }
}

/**
 * Staff take the whole plan or single invitations of it. The event carries what was approved; the verdicts follow from
 * it. `chosen` undefined means all. What is approved already stays so: pressing twice changes nothing.
 */
export function approveInvitations(
  plan: InvitationPlanRecord, chosen: readonly { need: string; team: string }[] | undefined, actor: Actor, now: Date,
): Outcome<InvitationPlanRecord, PlanRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  const known = new Set(plan.invitations.map((one) => keyOf(one.need, one.team)))
  if (chosen?.some((one) => !known.has(keyOf(one.need, one.team)))) return refused('not-in-plan')
  const wanted = chosen && new Set(chosen.map((one) => keyOf(one.need, one.team)))
  const fresh = plan.invitations.filter((one) => one.state === 'proposed' && (wanted?.has(keyOf(one.need, one.team)) ?? true))
  if (fresh.length === 0) return done(plan)
  const invitations = plan.invitations.map((one) => (fresh.includes(one) ? { ...one, state: 'approved' as const } : one))
  const pairs = fresh.map(({ need, team }) => ({ need, team }))
  return done(record(plan, { invitations }, { type: 'invitations-approved', by: actor.id, at: now, data: { pairs } }))
}

/** A person who leads two teams is invited to a need once, by the team that fits it better. */
function bestPlaces(able: readonly AblePlace[]): AblePlace[] {
  const best = new Map<string, AblePlace>()
  for (const one of able) {
    const known = best.get(keyOf(one.need, one.person))
    if (!known || one.score > known.score || (one.score === known.score && one.team < known.team)) best.set(keyOf(one.need, one.person), one)
  }
  return [...best.values()]
}

const keyOf = (need: string, other: string): string => JSON.stringify([need, other])
