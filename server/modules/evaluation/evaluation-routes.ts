import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { decideAgain } from '../../store/decide-again.ts'
import { achievementTitles } from '../bids/bid-reader.ts'
import type { Need } from '../competition/need.ts'
import { declareConflict } from '../competition/panel.ts'
import { myEvaluations, readEvaluation } from './evaluation-reader.ts'
import { Declaration, declarationFromForm, EvaluationAnswer, EvaluationList, SheetBody, sheetFromForm } from './evaluation-schemas.ts'
import { myReviewsPage, reviewPage } from './evaluation-pages.ts'
import { score, type ScoringRefusal } from './scoring.ts'

export const SCORING_REFUSALS: Record<ScoringRefusal, number> = {
  'not-staff': 403, 'not-evaluating': 409, 'panel-size': 422, 'panel-even': 422, 'reviewer-twice': 422, 'reviewer-conflicted': 422,
  'not-reviewer': 403, 'already-declared': 409, 'conflict-undeclared': 409, 'already-submitted': 409, 'reason-missing': 422,
  'scores-incomplete': 422, 'unknown-bid': 422,
}
const REVIEWERS = ['reviewer'] as const

/** A reviewer's work: declare, read and score, hand in. */
export function evaluationRoutes(web: Web, services: Services): void {
  const common = { access: REVIEWERS, params: BY_ID, tag: 'evaluations', response: EvaluationAnswer, refusals: SCORING_REFUSALS } as const
  const answer = (need: Need, { actor, now }: Context) => mine(services, need.id, actor, now)
  const again = (context: Context<{ id: string }>, form: FormState) => show(services, context, form)
  const scoring = ({ params, body, actor, now }: Context<{ id: string }, unknown, SheetBody>, handIn: boolean) =>
    score(services, { need: params.id, body, handIn, actor, now })

  web.page({
    path: '/reviews', access: REVIEWERS, summary: 'What I am to review',
    load: async (context) => myReviewsPage(await myEvaluations(services, context.actor, context.now), context),
  })
  web.read({
    path: '/evaluations', access: REVIEWERS, summary: 'What the caller is to review', tag: 'evaluations', response: EvaluationList,
    load: async ({ actor, now }) => ({ items: await myEvaluations(services, actor, now), next: null }),
  })
  web.page({ path: '/reviews/:id', access: REVIEWERS, params: BY_ID, summary: 'Review the bids of a need', load: (context) => show(services, context) })
  web.read({
    path: '/evaluations/:id', access: REVIEWERS, params: BY_ID, summary: 'Bids to review and the caller’s scores', tag: 'evaluations', response: EvaluationAnswer,
    load: ({ params, actor, now }) => readEvaluation(services, params.id, actor, now),
  })
  web.action({
    ...common, path: '/reviews/:id/conflict', api: '/evaluations/:id/conflict', summary: 'Declare whether there is a conflict of interest',
    body: Declaration, fromForm: declarationFromForm,
    run: (context) => declare(services, context),
    answer, then: (need) => ({ to: `/reviews/${need.id}`, flash: 'evaluation.declared' }), again,
  })
  web.action({
    ...common, path: '/reviews/:id/scores', only: 'form', summary: 'Save scores or hand them in', body: SheetBody, fromForm: sheetFromForm,
    run: (context) => scoring(context, context.request.intent === 'submit'),
    answer, again,
    then: (need, { request }) => ({ to: `/reviews/${need.id}`, flash: request.intent === 'submit' ? 'evaluation.handedIn' : 'evaluation.saved' }),
  })
  web.action({
    ...common, path: '/evaluations/:id/scores', only: 'api', method: 'PUT', summary: 'Save scores', body: SheetBody,
    run: (context) => scoring(context, false), answer, then: (need) => ({ to: `/reviews/${need.id}` }), again,
  })
  web.action({
    ...common, path: '/evaluations/:id/submission', only: 'api', summary: 'Hand in final scores', body: SheetBody,
    run: (context) => scoring(context, true), answer, then: (need) => ({ to: `/reviews/${need.id}` }), again,
  })
}

async function declare({ needs }: Services, { params, body, actor, now }: Context<{ id: string }, unknown, { conflict: boolean; reason: string }>) {
  const need = await needs.find(params.id)
  if (!need?.panel.some((one) => one.person === actor.id)) return undefined
  return decideAgain(() => needs.decide(params.id, (current) => declareConflict(current, body, actor, now)))
}

async function show(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const view = await readEvaluation(services, context.params.id, context.actor, context.now)
  if (!view) return undefined
  const [organisations, titles] = await Promise.all([
    services.organisations.names(view.bidders ?? []), achievementTitles(services, view.bids ?? [], context.viewer),
  ])
  const page = reviewPage(view, { organisations, titles }, context)
  return form ? { ...page, form } : page
}

async function mine(services: Services, id: string, actor: Context['actor'], now: Date) {
  const view = await readEvaluation(services, id, actor, now)
  if (!view) throw new Error(`need ${id} was scored by somebody who does not review it`)
  return view
}
