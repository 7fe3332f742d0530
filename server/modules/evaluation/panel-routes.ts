import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { organisationsOf } from '../bids/sealed-facts.ts'
import type { Need } from '../competition/need.ts'
import { appointPanel, hasQuorum, type PanelRefusal, replaceReviewer } from '../competition/panel.ts'
import { needForStaff, readPanel } from './evaluation-reader.ts'
import { PanelAnswer, PanelBody, panelFromForm, ReplacementBody, ResultsAnswer } from './evaluation-schemas.ts'
import { panelPage } from './panel-page.ts'
import { SCORING_REFUSALS } from './evaluation-routes.ts'

const OFFICERS = ['officer'] as const
type Refusal = PanelRefusal | 'unknown-reviewer'

/** Staff appoint the panel and see what it found. */
export function panelRoutes(web: Web, services: Services): void {
  web.page({
    path: '/staff/needs/:id/panel', access: OFFICERS, params: BY_ID, summary: 'Panel of a need',
    load: (context) => panelDesk(services, context),
  })
  web.read({
    path: '/evaluations/:id/panel', access: OFFICERS, params: BY_ID, summary: 'Members of a panel and who else could sit on it', tag: 'evaluations',
    response: PanelAnswer,
    async load({ params, viewer }) {
      const need = await needForStaff(services, params.id, viewer)
      return need && readPanel(services, need)
    },
  })
  web.action({
    path: '/staff/needs/:id/panel', api: '/evaluations/:id/panel', access: OFFICERS, params: BY_ID, summary: 'Appoint reviewers', tag: 'evaluations',
    body: PanelBody, response: PanelAnswer, refusals: { ...SCORING_REFUSALS, 'unknown-reviewer': 422 }, fromForm: panelFromForm,
    run: (context) => appoint(services, context),
    answer: (need) => readPanel(services, need),
    then: (need) => ({ to: `/staff/needs/${need.id}/panel`, flash: 'evaluation.appointed' }),
    again: (context, form) => panelDesk(services, context, form),
  })
  web.action({
    path: '/staff/needs/:id/panel/replacement', api: '/evaluations/:id/panel/replacement', access: OFFICERS, params: BY_ID,
    summary: 'Give the seat of a reviewer who does not come to it to another', tag: 'evaluations',
    body: ReplacementBody, response: PanelAnswer, refusals: { ...SCORING_REFUSALS, 'unknown-reviewer': 422 },
    run: (context) => replace(services, context),
    answer: (need) => readPanel(services, need),
    then: (need) => ({ to: `/staff/needs/${need.id}/panel`, flash: 'evaluation.replaced' }),
    again: (context, form) => panelDesk(services, context, form),
  })
  web.read({
    path: '/evaluations/:id/results', access: OFFICERS, params: BY_ID, summary: 'Ranking and outliers, once every reviewer has handed in', tag: 'evaluations',
    response: ResultsAnswer,
    async load({ params, viewer }) {
      const need = await needForStaff(services, params.id, viewer)
      const results = need && (await resultsFor(services, need))
      return results && { id: params.id, ranking: results.ranking, outliers: results.outliers }
    },
  })
}

async function appoint(
  services: Services, { params, body, actor, viewer, now }: Context<{ id: string }, unknown, PanelBody>,
): Promise<Outcome<Need, Refusal | 'conflict'> | undefined> {
  const need = await needForStaff(services, params.id, viewer)
  if (!need) return undefined
  const people = (await services.people.findMany(body.reviewers)).filter((one) => one.active && one.roles.includes('reviewer'))
  if (people.length < new Set(body.reviewers).size) return refused('unknown-reviewer', { reviewers: 'error.choice' })
  const seats = body.reviewers.map((id) => ({ person: id, organisation: people.find((one) => one.id === id)?.organisation ?? '' }))
  const [policy, bids] = await Promise.all([services.policies.pinned(need.policy), services.bids.opened(need)])
  return services.needs.decide(need.id, (current) => appointPanel(current, policy, seats, { bidders: organisationsOf(bids) }, actor, now))
}

async function replace(
  services: Services, { params, body, actor, viewer, now }: Context<{ id: string }, unknown, ReplacementBody>,
): Promise<Outcome<Need, Refusal | 'conflict'> | undefined> {
  const need = await needForStaff(services, params.id, viewer)
  if (!need) return undefined
  const person = await services.people.find(body.substitute)
  if (!person?.active || !person.roles.includes('reviewer')) return refused('unknown-reviewer', { substitute: 'error.choice' })
  const seats = { ...body, substitute: { person: person.id, organisation: person.organisation } }
  const [policy, bids] = await Promise.all([services.policies.pinned(need.policy), services.bids.opened(need)])
  return services.needs.decide(need.id, (current) => replaceReviewer(current, policy, seats, { bidders: organisationsOf(bids) }, actor, now))
}

/** Not before the last sheet is in: early figures would steer those who still write. */
async function resultsFor(services: Services, need: Need) {
  return hasQuorum(need, await services.policies.pinned(need.policy)) ? services.results(need) : undefined
}

/** The panel's desk of staff, also for what is decided on it elsewhere. */
export async function panelDesk(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await needForStaff(services, context.params.id, context.viewer)
  if (!need) return undefined
  const [panel, policy, results] = await Promise.all([
    readPanel(services, need), services.policies.pinned(need.policy), resultsFor(services, need),
  ])
  const organisations = await services.organisations.names((results?.ranking ?? []).map((one) => one.organisation))
  const page = panelPage({ need, panel, policy, results, organisations }, context)
  return form ? { ...page, form } : page
}
