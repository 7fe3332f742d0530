import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, rows, startOfDay, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { decideWithdrawal, type PublicationRefusal, publishNeed } from '../competition/publication.ts'
import type { Need } from '../competition/need.ts'
import { approveNeed, rejectNeed, returnNeed, type ReviewRefusal } from '../competition/review.ts'
import { viewNeed } from '../competition/need-view.ts'
import { PARTS, needPage, withSpareRow } from './need-pages.ts'
import { draftCheckFor, findingsOf } from './draft-check-reader.ts'
import { decideOn, namesFor } from './need-reader.ts'
import { seen } from './need-routes.ts'
import { NeedAnswer } from './need-answer-schemas.ts'

const REVIEW_REFUSALS: Record<ReviewRefusal, number> = {
  'not-staff': 404, 'own-need': 403, 'not-submitted': 409, 'reason-missing': 422, 'deadline-too-soon': 422,
}
export const PUBLICATION_REFUSALS: Record<PublicationRefusal, number> = {
  'not-staff': 404, 'not-issuer': 404, 'not-approved': 409, 'not-published': 409, 'deadline-too-soon': 422, 'deadline-not-later': 422,
  'deadline-passed': 409, 'reason-missing': 422, 'no-request': 409, 'not-due': 409, 'not-withdrawable': 409,
}

const CLOSED = { additionalProperties: false }
const Reason = Type.Object({ reason: Type.String({ maxLength: 2000, default: '' }) }, CLOSED)
const Approval = Type.Object({
  publishAt: Type.Unsafe<string | null>({ anyOf: [{ type: 'null' }, { type: 'string', format: 'date-time' }], default: null }),
}, CLOSED)
const Return = Type.Object({
  remarks: Type.Array(Type.Object({
    field: Type.Unsafe<(typeof PARTS)[number]>({ type: 'string', enum: [...PARTS] }),
    text: Type.String({ minLength: 1, maxLength: 2000 }),
  }, CLOSED), { maxItems: 30 }),
}, CLOSED)
const Grant = Type.Object({ grant: Type.Boolean() }, CLOSED)

const OFFICER = ['officer'] as const

/** What staff decide about a need before anybody can bid: approve, return, reject, publish, let it be withdrawn. */
export function reviewRoutes(web: Web, services: Services): void {
  const { policies } = services
  const common = { access: OFFICER, params: BY_ID, tag: 'needs', response: NeedAnswer }
  const again = (context: Context<{ id: string }>, form: FormState) => reviewPage(services, context, form)
  const to = (flash: string) => (need: Need) => ({ to: `/staff/needs/${need.id}/review`, flash })

  web.page({
    path: '/staff/needs/:id/review', access: OFFICER, params: BY_ID, summary: 'Review a need',
    load: (context) => reviewPage(services, context),
  })
  web.action({
    ...common, path: '/staff/needs/:id/approval', summary: 'Approve a need', body: Approval, refusals: REVIEW_REFUSALS,
    fromForm: (form) => ({ publishAt: startOfDay(form, 'publishAt') }),
    async run({ params, body, actor, now }) {
      const policy = await policies.current()
      const publishAt = body.publishAt ? new Date(body.publishAt) : null
      return decideOn(services, params.id, actor, (need) => approveNeed(need, policy, publishAt, actor, now))
    },
    answer: (need: Need, { viewer }: Context) => seen(need, viewer), then: to('needs.approved'), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/return', summary: 'Return a need with remarks', body: Return, refusals: REVIEW_REFUSALS,
    fromForm: remarksFromForm,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => returnNeed(need, body.remarks, actor, now)),
    // Returned, it is the issuer's draft again, which staff no longer see.
    answer: (need, { actor }) => seen(need, { ...actor, organisation: need.organisation, roles: ['issuer'] }),
    then: () => ({ to: '/staff/queue', flash: 'needs.returned' }), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/rejection', summary: 'Reject a need', body: Reason, refusals: REVIEW_REFUSALS,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => rejectNeed(need, body.reason, actor, now)),
    answer: (need, { viewer }) => seen(need, viewer), then: () => ({ to: '/staff/queue', flash: 'needs.rejected' }), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/publication', summary: 'Publish an approved need', body: NOTHING, refusals: PUBLICATION_REFUSALS,
    async run({ params, actor, now }) {
      const policy = await policies.current()
      return decideOn(services, params.id, actor, (need) => publishNeed(need, policy, actor, now))
    },
    answer: (need: Need, { viewer }: Context) => seen(need, viewer), then: to('needs.published'), again,
  })
  web.action({
    ...common, path: '/staff/needs/:id/withdrawal', summary: 'Decide on a request to withdraw', body: Grant, refusals: PUBLICATION_REFUSALS,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => decideWithdrawal(need, body.grant, actor, now)),
    answer: (need: Need, { viewer }: Context) => seen(need, viewer), then: to('needs.withdrawalDecided'), again,
  })
}

const remarksFromForm = (form: FormValues): object => ({
  remarks: rows(form, 'remarks').filter((row) => text(row, 'text') !== '').map((row) => ({ field: text(row, 'field'), text: text(row, 'text') })),
})

async function reviewPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view?.standing.officer) return undefined
  const page = needPage(view, await namesFor(services, [view]), context)
  const parts = PARTS.map((value) => ({ value, label: context.words(`needs.part.${value}`) }))
  const another = context.request.intent === 'add-row:remarks'
  return {
    ...page, template: 'needs/review', title: context.words('needs.reviewTitle'), ...(form ? { form } : {}),
    model: { ...page.model, parts, ...(await findingsFor(services, need, context)), remarkRows: withSpareRow(form?.values['remarks'], another) },
  }
}

/** Once it is public the market answers; before that staff see what the issuer saw. */
async function findingsFor(services: Services, need: Need, context: Context) {
  if (need.status !== 'submitted' && need.status !== 'approved') return {}
  const issuer = { ...context.actor, organisation: need.organisation }
  return { findings: findingsOf(await draftCheckFor(services, need.content, issuer, context.now), '', context) }
}
