import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { number, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { CONTRACT_CATEGORIES, type Need } from '../competition/need.ts'
import { viewNeed, type NeedView } from '../competition/need-view.ts'
import { declineAward, draftContract, registerContract, signContract, signingSide, type SigningRefusal } from '../competition/signing.ts'
import { decideOn, namesFor } from '../needs/need-reader.ts'
import { nextOf } from '../needs/need-pages.ts'
import { ISSUERS, seen } from '../needs/need-routes.ts'
import { NeedAnswer } from '../needs/need-answer-schemas.ts'

const REFUSALS: Record<SigningRefusal, number> = {
  'not-contracting': 409, 'not-issuer': 404, 'not-party': 404, 'not-winner': 404, 'no-contract': 409, 'already-signed': 409,
  'not-signed': 409, 'not-staff': 404, 'not-due': 409, 'reason-missing': 422, 'number-missing': 422, 'amount-missing': 422,
}
const CLOSED = { additionalProperties: false }
const Draft = Type.Object({
  category: Type.Unsafe<(typeof CONTRACT_CATEGORIES)[number]>({ type: 'string', enum: [...CONTRACT_CATEGORIES] }),
  amount: Type.Integer({ minimum: 1, maximum: 1e11 }),
  terms: Type.String({ maxLength: 20_000, default: '' }),
}, CLOSED)
/** Which contract is signed: the one that was read. */
const Signature = Type.Object({ revision: Type.Integer({ minimum: 0 }) }, CLOSED)
const Registration = Type.Object({ registration: Type.String({ maxLength: 80, default: '' }) }, CLOSED)
const Reason = Type.Object({ reason: Type.String({ maxLength: 2000, default: '' }) }, CLOSED)
const PARTIES = ['issuer', 'researcher', 'officer'] as const

/** The contract between issuer and winner, or the winner's stepping back. */
export function contractRoutes(web: Web, services: Services): void {
  const { needs, policies } = services
  const common = { params: BY_ID, tag: 'contracts', response: NeedAnswer, refusals: REFUSALS }
  const answer = (need: Need, { viewer }: Context): NeedView => seen(need, viewer)
  const again = (context: Context<{ id: string }>, form?: FormState) => contractPage(services, context, form)
  const here = (flash: string) => (need: Need) => ({ to: `/needs/${need.id}/contract`, flash })

  web.page({ path: '/needs/:id/contract', access: PARTIES, params: BY_ID, summary: 'The contract of a need', load: again })
  web.read({
    path: '/contracts/:id', access: PARTIES, params: BY_ID, summary: 'The contract of a need, for its parties and staff', tag: 'contracts',
    response: NeedAnswer,
    async load({ params, viewer }) {
      const need = await needs.find(params.id)
      const view = need && viewNeed(need, viewer)
      return view?.contract ? view : undefined
    },
  })
  web.read({
    path: '/contracts', access: PARTIES, summary: 'Contracts the caller is a party to, or all for staff', tag: 'contracts',
    response: Type.Object({ items: Type.Array(NeedAnswer), next: Type.Unsafe<string | null>({ type: ['string', 'null'] }) }),
    async load({ viewer }) {
      const found = await needs.inStatus(['contracting', 'executing'])
      return { items: found.flatMap((need) => viewNeed(need, viewer) ?? []).filter((view) => view.contract), next: null }
    },
  })
  web.action({
    ...common, path: '/needs/:id/contract', api: '/contracts/:id', access: ISSUERS, summary: 'Write the contract', body: Draft,
    fromForm: (form) => ({ category: text(form, 'category'), amount: number(form, 'amount', YUAN_PER_WAN), terms: text(form, 'terms') }),
    run: ({ params, body, actor, now }) => needs.decide(params.id, (need) => draftContract(need, body, actor, now)),
    answer, then: here('contracts.drafted'), again,
  })
  web.action({
    ...common, path: '/needs/:id/contract/signature', api: '/contracts/:id/signatures', access: PARTIES, summary: 'Sign for my side', body: Signature,
    run: ({ params, body, actor, now }) => needs.decide(params.id, (need): Outcome<Need, SigningRefusal | 'conflict'> =>
      need.revision === body.revision ? signContract(need, actor, now) : refused('conflict')),
    answer, then: here('contracts.signed'), again,
  })
  web.action({
    ...common, path: '/needs/:id/contract/registration', api: '/contracts/:id/registration', access: ['officer'],
    summary: 'Enter the number of the technology-contract register', body: Registration,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => registerContract(need, body.registration, actor, now)),
    answer, then: here('contracts.registered'), again,
  })
  web.action({
    ...common, path: '/needs/:id/contract/decline', api: '/contracts/:id/decline', access: ['researcher'], summary: 'Decline the award', body: Reason,
    async run({ params, body, actor, now }) {
      const policy = await policies.pinned((await needs.find(params.id))?.policy ?? null)
      return needs.decide(params.id, (need) => declineAward(need, policy, body.reason, actor, now))
    },
    answer, then: (need) => ({ to: `/needs/${need.id}`, flash: 'contracts.declined' }), again,
  })
}

async function contractPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view || !['publicised', 'contracting', 'executing'].includes(need.status)) return undefined
  const side = signingSide(need, context.actor)
  if (!side && !view.standing.officer) return undefined
  const names = await namesFor(services, [view])
  return { template: 'contracts/contract', title: context.words('contracts.title'), model: modelOf(view, side, names, context), ...(form ? { form } : {}) }
}

function modelOf(view: NeedView, side: 'issuer' | 'performer' | undefined, names: Awaited<ReturnType<typeof namesFor>>, { words }: Context) {
  const { contract, standing } = view
  const signed = (which: string) => contract?.signatures.find((one) => one.side === which)?.at ?? null
  const complete = contract?.signatures.length === 2
  const contracting = view.status === 'contracting'
  return {
    need: view, next: nextOf(view, words), contract, amount: contract ? contract.amount / YUAN_PER_WAN : (view.funding?.amount ?? 0) / YUAN_PER_WAN,
    parties: [
      { label: words('contracts.issuer'), name: names.organisation(view.organisation), signed: signed('issuer') },
      { label: words('contracts.performer'), name: names.organisation(view.winner?.organisation ?? ''), signed: signed('performer') },
    ],
    categories: CONTRACT_CATEGORIES.map((value) => ({ value, label: words(`contracts.category.${value}`) })),
    mayDraft: contracting && side === 'issuer' && !complete,
    maySign: contracting && contract !== undefined && side !== undefined && !signed(side),
    mayRegister: contracting && complete && standing.officer,
    mayDecline: side === 'performer' && ['publicised', 'contracting'].includes(view.status) && !complete,
  }
}
