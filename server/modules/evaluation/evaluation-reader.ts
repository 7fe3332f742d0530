import type { Actor, Viewer } from '../../kernel/actor.ts'
import { isOfficer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { openedBidsFor } from '../bids/bid-reader.ts'
import { organisationsOf } from '../bids/sealed-facts.ts'
import type { Need } from '../competition/need.ts'
import { type Candidate, type EvaluationView, type PanelView, stateOf, viewEvaluation } from './evaluation-view.ts'
import { blankSheet, type ScoreSheet, sheetId } from './scoresheet.ts'

/** The sheet a reviewer works on; a blank one until the first save. */
export async function sheetFor({ scoreSheets }: Pick<Services, 'scoreSheets'>, need: string, reviewer: string): Promise<ScoreSheet> {
  return (await scoreSheets.find(sheetId(need, reviewer))) ?? blankSheet(need, reviewer)
}

export async function readEvaluation(services: Services, id: string, actor: Actor, now: Date): Promise<EvaluationView | undefined> {
  const need = await services.needs.find(id)
  return need && evaluationOf(services, need, actor, now)
}

export async function myEvaluations(services: Services, actor: Actor, now: Date): Promise<EvaluationView[]> {
  const needs = await services.needs.reviewedBy(actor.id)
  const read = await Promise.all(needs.map((need) => evaluationOf(services, need, actor, now)))
  return read.filter((one) => one !== undefined)
}

async function evaluationOf(services: Services, need: Need, actor: Actor, now: Date): Promise<EvaluationView | undefined> {
  if (!need.panel.some((one) => one.person === actor.id)) return undefined
  const [sheet, bids] = await Promise.all([sheetFor(services, need.id, actor.id), openedBidsFor(services, need, actor, now)])
  return viewEvaluation(need, sheet, bids, actor)
}

/** A need whose bids are open, for staff. */
export async function needForStaff({ needs }: Services, id: string, viewer: Viewer): Promise<Need | undefined> {
  const need = isOfficer(viewer) ? await needs.find(id) : undefined
  return need?.minutes ? need : undefined
}

/** Who sits on the panel and who else could, with what they have to do elsewhere. */
export async function readPanel(services: Services, need: Need): Promise<PanelView> {
  const [reviewers, running, bids] = await Promise.all([
    services.people.withRole('reviewer'), services.needs.inStatus(['evaluating']), services.bids.opened(need),
  ])
  const seats = need.panel.map((one) => one.person)
  const [people, organisations] = await Promise.all([
    services.people.names(seats),
    services.organisations.names([...reviewers, ...need.panel].map((one) => one.organisation)),
  ])
  const nameOf = (id: string) => organisations.get(id) ?? id
  const barred = [need.organisation, ...organisationsOf(bids)]
  return {
    id: need.id, status: need.status,
    members: need.panel.map((member) => ({
      ...member, name: people.get(member.person) ?? member.person, organisationName: nameOf(member.organisation), state: stateOf(need, member),
    })),
    candidates: reviewers.filter((one) => !seats.includes(one.id)).map(({ id, name, organisation }) => ({
      person: id, name, organisation, organisationName: nameOf(organisation), load: loadOf(id, running), conflicted: barred.includes(organisation),
    })).sort(byLoad),
  }
}

const loadOf = (person: string, needs: readonly Need[]): number =>
  needs.filter((need) => need.panel.some((one) => one.person === person && one.conflict !== 'declared' && !one.submitted)).length

/** Those with the least to do first. */
const byLoad = (a: Candidate, b: Candidate): number => a.load - b.load || (a.person < b.person ? -1 : 1)
