import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { admitObjection, fileObjection, isOpen, type PublicityRefusal, resolveObjection, withdrawObjection } from '../competition/publicity.ts'
import { viewNeed } from '../competition/need-view.ts'
import { decideOn, readNeed } from '../needs/need-reader.ts'
import { seen } from '../needs/need-routes.ts'
import { NeedAnswer } from '../needs/need-answer-schemas.ts'

const REFUSALS: Record<PublicityRefusal, number> = {
  'not-publicised': 409, 'window-closed': 409, 'is-winner': 403, 'name-missing': 422, 'reason-missing': 422, 'not-staff': 404,
  'unknown-objection': 404, 'objection-decided': 409, 'not-objector': 404, 'consequence-missing': 422, 'open-objections': 409,
  'not-due': 409, 'own-objection': 403,
}
const CLOSED = { additionalProperties: false }
const text = Type.String({ maxLength: 4000, default: '' })
const Filing = Type.Object({ realName: Type.String({ maxLength: 80, default: '' }), text }, CLOSED)
const Which = Type.String({ minLength: 1, maxLength: 80 })
const Admission = Type.Object({ objection: Which, admissible: Type.Boolean(), answer: text }, CLOSED)
const CONSEQUENCES = ['re-evaluate', 'next-rank', 'fail'] as const
const Resolution = Type.Object({
  objection: Which, upheld: Type.Boolean(), answer: text,
  consequence: Type.Unsafe<(typeof CONSEQUENCES)[number] | null>({ anyOf: [{ type: 'string', enum: [...CONSEQUENCES] }, { type: 'null' }], default: null }),
}, CLOSED)
const Withdrawal = Type.Object({ objection: Which }, CLOSED)
const OFFICER = ['officer'] as const

/** Objections during the publicity: filed under a real name that only staff see, admitted, decided. */
export function objectionRoutes(web: Web, services: Services): void {
  const { needs, policies } = services
  const common = { params: BY_ID, tag: 'awards', response: NeedAnswer, refusals: REFUSALS }
  const answer = (need: Need, { viewer }: Context): ReturnType<typeof seen> => seen(need, viewer)
  const filed = (context: Context<{ id: string }>, form?: FormState) => filingPage(services, context, form)
  const desk = (context: Context<{ id: string }>, form?: FormState) => deskPage(services, context, form)

  web.page({ path: '/needs/:id/objection', access: 'signed-in', params: BY_ID, summary: 'Object to a publicised award', load: filed })
  web.action({
    ...common, path: '/needs/:id/objection', api: '/awards/:id/objections', access: 'signed-in', summary: 'File an objection', body: Filing,
    run: ({ params, body, actor, now }) => decideOn(services, params.id, actor, (need) => fileObjection(need, { id: newId(), ...body }, actor, now)),
    answer, then: (need) => ({ to: `/needs/${need.id}/objection`, flash: 'awards.objectionFiled' }), again: filed,
  })
  web.action({
    ...common, path: '/needs/:id/objection/withdrawal', api: '/awards/:id/objections/withdrawal', access: 'signed-in',
    summary: 'Take an objection back', body: Withdrawal,
    run: ({ params, body, actor, now }) => needs.decide(params.id, (need) => withdrawObjection(need, body.objection, actor, now)),
    answer, then: (need) => ({ to: `/needs/${need.id}/objection`, flash: 'awards.objectionWithdrawn' }), again: filed,
  })

  web.page({ path: '/staff/needs/:id/objections', access: OFFICER, params: BY_ID, summary: 'Objections to an award', load: desk })
  web.action({
    ...common, path: '/staff/needs/:id/objections/admission', api: '/awards/:id/objections/admission', access: OFFICER,
    summary: 'Admit an objection, or say why not', body: Admission,
    run: ({ params, body, actor, now }) => needs.decide(params.id, (need) => admitObjection(need, body.objection, body, actor, now)),
    answer, then: (need) => ({ to: `/staff/needs/${need.id}/objections`, flash: 'awards.objectionDecided' }), again: desk,
  })
  web.action({
    ...common, path: '/staff/needs/:id/objections/resolution', api: '/awards/:id/objections/resolution', access: OFFICER,
    summary: 'Decide on an admitted objection', body: Resolution,
    fromForm: (values) => ({ ...values, consequence: values['consequence'] || null }),
    async run({ params, body, actor, now }) {
      const policy = await policies.pinned((await needs.find(params.id))?.policy ?? null)
      return needs.decide(params.id, (need) => resolveObjection(need, policy, body.objection, body, actor, now))
    },
    answer, then: (need) => ({ to: `/staff/needs/${need.id}/objections`, flash: 'awards.objectionDecided' }), again: desk,
  })
}

async function filingPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const { actor, viewer, now, words } = context
  const found = await services.needs.find(context.params.id)
  const need = found && viewNeed(found, viewer)
  // Asked of the need itself: the issuer's view leaves out who objects, even when it is one of theirs.
  const mine = found?.objections.filter((one) => one.person === actor.id) ?? []
  if (!need || (need.status !== 'publicised' && mine.length === 0)) return undefined
  const own = mine.map((one) => ({ ...one, open: isOpen(one) }))
  const ends = need.winner?.publicityEnds ?? null
  const model = { need, own, open: need.status === 'publicised' && ends !== null && now < ends, ends }
  return { template: 'awards/objection', title: words('awards.objectionTitle'), model, ...(form ? { form } : {}) }
}

async function deskPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await readNeed(services, context.params.id, context.viewer)
  if (!need?.standing.officer) return undefined
  const { words } = context
  const organisations = await services.organisations.names((need.objections ?? []).flatMap((one) => one.organisation ?? []))
  const objections = (need.objections ?? []).map((one) => ({
    ...one, organisationName: organisations.get(one.organisation ?? '') ?? '', filed: one.status === 'filed', accepted: one.status === 'accepted',
  }))
  const consequences = CONSEQUENCES.map((value) => ({ value, label: words(`awards.consequence.${value}`) }))
  const model = { need, objections, consequences, publicised: need.status === 'publicised' }
  return { template: 'awards/objections', title: words('awards.objectionsTitle'), model, ...(form ? { form } : {}) }
}
