import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { endOfDay } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { extendDeadline, withdrawNeed } from '../competition/publication.ts'
import { viewNeed } from '../competition/need-view.ts'
import { minePage } from './mine-page.ts'
import { decideOn, readNeed } from './need-reader.ts'
import { ISSUERS, seen } from './need-routes.ts'
import { NeedAnswer } from './need-answer-schemas.ts'
import { PUBLICATION_REFUSALS } from './review-routes.ts'

const CLOSED = { additionalProperties: false }
const Withdrawal = Type.Object({ reason: Type.String({ maxLength: 2000, default: '' }) }, CLOSED)
const Extension = Type.Object({ deadline: Type.String({ format: 'date-time' }) }, CLOSED)

/** What an issuer does with a need beside writing it: look after all of them, withdraw one, give bidders more time. */
export function issuerRoutes(web: Web, services: Services): void {
  const { needs } = services
  const common = { access: ISSUERS, params: BY_ID, tag: 'needs', response: NeedAnswer, refusals: PUBLICATION_REFUSALS } as const
  const form = (template: 'needs/withdraw' | 'needs/deadline') => (context: Context<{ id: string }>, state?: FormState) =>
    actPage(services, context, template, state)

  web.page({
    path: '/my/needs', access: ['issuer', 'manager', 'officer'], summary: 'Needs of my organisation',
    async load(context) {
      const found = await needs.ofOrganisation(context.actor.organisation)
      return minePage(found.map((need) => viewNeed(need, context.viewer)).filter((view) => view !== undefined), context)
    },
  })
  web.page({ path: '/needs/:id/withdraw', access: ISSUERS, params: BY_ID, summary: 'Withdraw a need', load: form('needs/withdraw') })
  web.action({
    ...common, path: '/needs/:id/withdraw', summary: 'Withdraw a need, or ask the staff to', body: Withdrawal,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => withdrawNeed(need, body.reason, actor, now)),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need) => ({ to: `/needs/${need.id}`, flash: 'needs.withdrawn' }), again: form('needs/withdraw'),
  })
  web.page({ path: '/needs/:id/deadline', access: ISSUERS, params: BY_ID, summary: 'Extend the deadline', load: form('needs/deadline') })
  web.action({
    ...common, path: '/needs/:id/deadline', summary: 'Extend the deadline for bids', body: Extension,
    fromForm: (values) => ({ deadline: endOfDay(values, 'deadline') ?? '' }),
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => extendDeadline(need, new Date(body.deadline), actor, now)),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need) => ({ to: `/needs/${need.id}`, flash: 'needs.extended' }), again: form('needs/deadline'),
  })
}

async function actPage(
  services: Services, context: Context<{ id: string }>, template: 'needs/withdraw' | 'needs/deadline', form?: FormState,
): Promise<Page | undefined> {
  const need = await readNeed(services, context.params.id, context.viewer)
  const may = template === 'needs/withdraw' ? need?.standing.issuer : need?.standing.issuer || need?.standing.officer
  if (!need || !may) return undefined
  const title = context.words(template === 'needs/withdraw' ? 'needs.withdrawTitle' : 'needs.deadlineTitle')
  return { template, title, ...(form ? { form } : {}), model: { need, published: need.status === 'published' } }
}
