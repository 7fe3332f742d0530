import type { Actor } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import type { Team } from '../library/team.ts'
import type { TeamStore } from '../library/team-store.ts'
import { grouped } from '../../kernel/grouped.ts'
import type { MatchService } from './match-service.ts'
import { type AblePlace, type InvitationPlanRecord, makePlan, type PlanFacts, type PlanRefusal, type PlanSettings } from './plan-record.ts'
import type { PlanStore } from './plan-store.ts'
import type { VerdictStore } from './verdict-store.ts'

/** More able teams than this change no plan: a ceiling is far below. */
const ABLE_PER_NEED = 60
const MOST_NEEDS = 1000
const MOST_TEAMS = 20_000

interface Parts {
  needs: Pick<NeedStore, 'inStatus'>
  teams: Pick<TeamStore, 'list' | 'findMany'>
  matching: Pick<MatchService, 'ableTeams'>
  verdicts: Pick<VerdictStore, 'ofNeeds'>
  plans: PlanStore
}

export interface PlanService {
  /** Makes and keeps a plan for everything that is open now. */
  make(settings: PlanSettings, actor: Actor, now: Date): Promise<Outcome<InvitationPlanRecord, PlanRefusal>>
}

export function createPlanService(parts: Parts): PlanService {
  return {
    async make(settings, actor, now) {
      const outcome = makePlan(newId(), settings, await factsFor(parts, now), actor, now)
      if (outcome.ok) await parts.plans.insert(outcome.value)
      return outcome
    },
  }
}

async function factsFor(parts: Parts, now: Date): Promise<PlanFacts> {
  const open = (await parts.needs.inStatus(['published'], { limit: MOST_NEEDS })).filter(({ content }) => content.deadline && content.deadline > now)
  const [teams, able, standing] = await Promise.all([parts.teams.list({}, { limit: MOST_TEAMS }), ablePlaces(parts, open), standingPlaces(parts, open)])
  return { needs: open.map((need) => need.id), people: leadsOf(teams), able, standing }
}

/** One need after the other: a plan may take its time, other people's pages may not. */
async function ablePlaces({ matching }: Parts, open: readonly Need[]): Promise<AblePlace[]> {
  const places: AblePlace[] = []
  for (const need of open) {
    const able = await matching.ableTeams(need, ABLE_PER_NEED)
    // A team that was imported and has nobody here cannot be invited.
    places.push(...able.filter(({ team }) => team.lead !== '').map(({ team, match }) => ({ need: need.id, team: team.id, person: team.lead, score: match.score })))
  }
  return places
}

async function standingPlaces({ verdicts, teams }: Parts, open: readonly Need[]): Promise<AblePlace[]> {
  const said = await verdicts.ofNeeds(open.map((need) => need.id))
  const out = new Set(said.filter(({ kind }) => kind === 'not-for-me' || kind === 'veto').map(({ needId, subjectId }) => JSON.stringify([needId, subjectId])))
  const liked = said.filter(({ kind, needId, subjectId }) => (kind === 'approve' || kind === 'pin') && !out.has(JSON.stringify([needId, subjectId])))
  const leads = new Map((await teams.findMany(liked.map((one) => one.subjectId))).map((team) => [team.id, team.lead]))
  return liked.flatMap(({ needId, subjectId }) => {
    const person = leads.get(subjectId)
    return person === undefined ? [] : [{ need: needId, team: subjectId, person, score: 1 }]
  })
}

function leadsOf(teams: readonly Team[]): { id: string; free: number }[] {
  const byLead = grouped(teams.filter((team) => team.lead !== ''), (team) => team.lead)
  return [...byLead].map(([id, own]) => ({ id, free: own.reduce((sum, team) => sum + team.capacity, 0) }))
}
