import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { type AwardRefusal, confirmAward, failForLackOfQuality, proposeAward, returnAward } from '../competition/award.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { hasQuorum } from '../competition/panel.ts'
import { panelDesk } from '../evaluation/panel-routes.ts'
import { decideOn, namesFor, readNeed } from '../needs/need-reader.ts'
import { ISSUERS, seen } from '../needs/need-routes.ts'
import { NeedAnswer } from '../needs/need-answer-schemas.ts'
import { confirmationPage, proposalPage, resultsPage } from './award-pages.ts'

const REFUSALS: Record<AwardRefusal, number> = {
  'not-issuer': 404, 'not-staff': 404, 'own-need': 403, 'not-evaluating': 409, 'not-proposed': 409, 'no-quorum': 409,
  'unknown-bid': 422, 'below-threshold': 422, 'reason-missing': 422, 'feedback-missing': 422, 'bid-qualified': 409, 'second-officer': 403,
}
const CLOSED = { additionalProperties: false }
const text = Type.String({ maxLength: 4000, default: '' })
const Proposal = Type.Object({
  winner: Type.String({ maxLength: 80, default: '' }),
  reason: text,
  feedback: Type.Record(Type.String({ maxLength: 80 }), Type.String({ maxLength: 4000 }), { default: {}, description: 'What each losing bid is told, by its id' }),
}, {
  ...CLOSED,
  examples: [{ winner: 'bid-b', reason: '第二名的中试条件更成熟', feedback: { 'bid-a': '面电阻没有达标，请补充数据。' } }],
})
const Reason = Type.Object({ reason: text }, CLOSED)
const OFFICER = ['officer'] as const
const SHOWN = ['publicised', 'contracting', 'executing', 'failed'] as const

/** From the panel's ranking to a publicised winner: the issuer proposes, staff confirm. */
export function awardRoutes(web: Web, services: Services): void {
  const { needs, policies } = services
  const common = { params: BY_ID, tag: 'awards', response: NeedAnswer, refusals: REFUSALS }
  const answer = (need: Need, { viewer }: Context): ReturnType<typeof seen> => seen(need, viewer)

  web.page({ path: '/results', access: 'anyone', summary: 'Winners in publicity and after', load: (context) => results(services, context) })
  web.read({
    path: '/awards', access: 'anyone', summary: 'Competitions with a winner, or that failed', tag: 'awards',
    response: Type.Object({ items: Type.Array(NeedAnswer), next: Type.Unsafe<string | null>({ type: ['string', 'null'] }) }),
    load: async ({ viewer }) => ({ items: (await needs.inStatus(SHOWN)).flatMap((need) => viewNeed(need, viewer) ?? []), next: null }),
  })
  web.read({
    path: '/awards/:id', access: 'anyone', params: BY_ID, summary: 'The award of one need', tag: 'awards', response: NeedAnswer,
    async load({ params, viewer }) {
      const view = await readNeed(services, params.id, viewer)
      return view?.winner ? view : undefined
    },
  })

  web.page({
    path: '/needs/:id/award', access: ISSUERS, params: BY_ID, summary: 'Propose a winner',
    load: (context) => proposal(services, context),
  })
  web.action({
    ...common, path: '/needs/:id/award', api: '/awards/:id/proposal', access: ISSUERS, summary: 'Propose a winner', body: Proposal,
    async run({ params, body, actor, now }) {
      const need = await needs.find(params.id)
      if (!need) return undefined
      const [policy, ranking] = [await policies.pinned(need.policy), await services.rankingFor(need)]
      return decideOn(services, params.id, actor, (current) => proposeAward(current, policy, body, ranking, actor, now))
    },
    answer, then: (need) => ({ to: `/needs/${need.id}`, flash: 'awards.proposed' }),
    again: (context, form) => proposal(services, context, form),
  })

  const again = (context: Context<{ id: string }>, form: FormState) => confirmation(services, context, form)
  web.page({
    path: '/staff/needs/:id/award', access: OFFICER, params: BY_ID, summary: 'Confirm a proposed winner',
    load: (context) => confirmation(services, context),
  })
  web.action({
    ...common, path: '/staff/needs/:id/award', api: '/awards/:id/confirmation', access: OFFICER, summary: 'Confirm and publicise a winner',
    body: NOTHING,
    async run({ params, actor, now }) {
      const need = await needs.find(params.id)
      const policy = await policies.pinned(need?.policy ?? null)
      const officers = new Set((await services.people.withRole('officer')).map(({ id }) => id))
      return decideOn(services, params.id, actor, (current) =>
        confirmAward(current, policy, actor, now, officers.has(current.award?.firstConfirmedBy ?? '')))
    },
    answer, then: (need) => ({ to: `/needs/${need.id}`, flash: need.status === 'proposed' ? 'awards.firstConfirmed' : 'awards.confirmed' }), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/award/return', api: '/awards/:id/return', access: OFFICER, summary: 'Return a proposal to the issuer',
    body: Reason,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => returnAward(need, body.reason, actor, now)),
    answer, then: () => ({ to: '/staff/queue', flash: 'awards.returned' }), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/award/failure', api: '/awards/:id/failure', access: OFFICER,
    summary: 'End a competition in which no bid is good enough', body: NOTHING,
    async run({ params, actor, now }) {
      const need = await needs.find(params.id)
      if (!need) return undefined
      const [policy, ranking] = [await policies.pinned(need.policy), await services.rankingFor(need)]
      return decideOn(services, params.id, actor, (current) => failForLackOfQuality(current, policy, ranking, actor, now))
    },
    answer, then: (need) => ({ to: `/needs/${need.id}`, flash: 'awards.failed' }),
    again: (context, form) => panelDesk(services, context, form),
  })
}

async function results(services: Services, context: Context): Promise<Page> {
  const found = await services.needs.inStatus(SHOWN)
  const views = found.flatMap((need) => viewNeed(need, context.viewer) ?? [])
  return resultsPage(views, await namesFor(services, views), context)
}

async function proposal(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view?.standing.issuer || !['evaluating', 'proposed'].includes(need.status)) return undefined
  const policy = await services.policies.pinned(need.policy)
  const ready = hasQuorum(need, policy)
  const ranking = ready ? await services.rankingFor(need) : []
  const organisations = await services.organisations.names(ranking.map((one) => one.organisation))
  return proposalPage({ view, ranking, ready, policy, name: (id) => organisations.get(id) ?? id }, context, form)
}

async function confirmation(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!view?.standing.officer || !view.ranking) return undefined
  const policy = await services.policies.pinned(view.policy)
  const organisations = await services.organisations.names(view.ranking.map((one) => one.organisation))
  const first = need?.award?.firstConfirmedBy ? ((await services.people.find(need.award.firstConfirmedBy))?.name ?? '') : ''
  const lone = view.ranking.length === 1
  return confirmationPage({ view, policy, name: (id) => organisations.get(id) ?? id, lone, first, own: need?.award?.firstConfirmedBy === context.actor.id }, context, form)
}
