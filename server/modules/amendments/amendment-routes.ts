import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import {
  type AmendmentRefusal, approveAmendment, lateEditDays, proposeAmendment, refuseAmendment, takeBackAmendment,
} from '../competition/amendment.ts'
import { isIssuerOf } from '../competition/draft.ts'
import { viewNeed } from '../competition/need-view.ts'
import type { Need, Revision } from '../competition/need.ts'
import { decideOn, readNeed } from '../needs/need-reader.ts'
import { ISSUERS, seen } from '../needs/need-routes.ts'
import { NeedAnswer, RevisionAnswer } from '../needs/need-answer-schemas.ts'
import { readQuestion } from '../questions/question-reader.ts'
import { AmendmentBody, amendmentFromForm, proposalOf } from './amendment-form.ts'
import { historyPage, proposalPage, waitingPage } from './amendment-pages.ts'

const REFUSALS: Record<AmendmentRefusal, number> = {
  'not-issuer': 404, 'not-staff': 404, 'not-published': 409, 'deadline-passed': 409, 'reason-missing': 422, 'amendment-open': 409,
  'nothing-changed': 422, incomplete: 422, 'deadline-not-later': 422, 'too-many-amendments': 409, 'no-amendment': 409, 'own-amendment': 403,
}

const CLOSED = { additionalProperties: false }
const Reason = Type.Object({ reason: Type.String({ maxLength: 2000, default: '' }) }, CLOSED)
const FromQuestion = Type.Object({ question: Type.Optional(Type.String({ maxLength: 80 })) }, CLOSED)
const History = Type.Object({ items: Type.Array(Type.Unsafe<Revision & { hidden: boolean }>(RevisionAnswer)), next: Type.Null() })

type ById = Context<{ id: string }>

/** Changing a need that is published: the issuer proposes, staff agree, everybody sees what changed. */
export function amendmentRoutes(web: Web, services: Services): void {
  historyRoutes(web, services)
  const common = {
    params: BY_ID, tag: 'needs', response: NeedAnswer, refusals: REFUSALS, answer: (need: Need, { viewer }: Context) => seen(need, viewer),
    again: (context: ById, form: FormState) => page(services, context, undefined, form),
  } as const
  web.page({
    path: '/needs/:id/amendment', access: ISSUERS, params: BY_ID, query: FromQuestion, summary: 'Change a published need',
    load: (context) => page(services, context, context.query.question),
  })
  web.action({
    ...common, path: '/needs/:id/amendment', access: ISSUERS, summary: 'Propose a change of a published need', body: AmendmentBody,
    fromForm: amendmentFromForm,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => proposeAmendment(need, proposalOf(body), actor, now)),
    then: (need) => ({ to: `/needs/${need.id}/amendment`, flash: 'amendments.proposed' }),
  })
  web.action({
    ...common, path: '/needs/:id/amendment/withdrawal', access: ISSUERS, summary: 'Take a proposed change back', body: NOTHING,
    run: ({ params, actor, now }) => decideOn(services, params.id, actor, (need) => takeBackAmendment(need, actor, now)),
    then: (need) => ({ to: `/needs/${need.id}`, flash: 'amendments.takenBack' }),
  })
  web.action({
    ...common, path: '/staff/needs/:id/amendment/approval', access: ['officer'], summary: 'Agree to a change', body: NOTHING,
    async run({ params, actor, now }) {
      const policy = await services.policies.pinned((await services.needs.find(params.id))?.policy ?? null)
      return decideOn(services, params.id, actor, (need) => approveAmendment(need, policy, actor, now))
    },
    then: (need) => ({ to: `/needs/${need.id}/history`, flash: 'amendments.approved' }),
  })
  web.action({
    ...common, path: '/staff/needs/:id/amendment/refusal', access: ['officer'], summary: 'Refuse a change', body: Reason,
    fromForm: (form) => ({ reason: text(form, 'reason') }),
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => refuseAmendment(need, body.reason, actor, now)),
    then: () => ({ to: '/staff/queue', flash: 'amendments.refused' }),
  })
}

function historyRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs/:id/history', access: 'anyone', params: BY_ID, summary: 'How a published need has changed',
    async load(context) {
      const view = await readNeed(services, context.params.id, context.viewer)
      return view?.history && historyPage(view, context)
    },
  })
  web.read({
    path: '/needs/:id/history', access: 'anyone', params: BY_ID, summary: 'How a published need has changed', tag: 'needs', response: History,
    async load({ params, viewer }) {
      const view = await readNeed(services, params.id, viewer)
      return view && { items: view.history ?? [], next: null }
    },
  })
}

/** What waits, for whoever may see it; otherwise the form, for whoever may propose. */
async function page(services: Services, context: ById, question?: string, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view) return undefined
  if (view.amendment) return waitingPage(view, need, view.amendment, context, form)
  if (!isIssuerOf(need, context.actor)) return undefined
  if (need.status !== 'published' && !form) return undefined
  const policy = await services.policies.pinned(need.policy)
  const from = question ? await readQuestion(services, question, context.viewer) : undefined
  return proposalPage(view, need, lateEditDays(policy), from?.need.id === need.id ? from.view : undefined, context, form)
}
