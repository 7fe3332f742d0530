import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text, words as listed } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { confirmOwnPassword, OWN_PASSWORD, type OwnPasswordRefusal } from '../accounts/own-password.ts'
import { askErasure, decideErasure, type ErasureRefusal, type ErasureRequest, refuseErasure, withdrawErasure } from './erasure-request.ts'
import { obligationsOf } from './obligations.ts'
import { erasuresPage, noticePage, ownDataPage } from './privacy-pages.ts'
import { carryOut } from './privacy-service.ts'

type Refusal = ErasureRefusal | OwnPasswordRefusal
const REFUSALS: Record<Refusal, number> = {
  ...OWN_PASSWORD, 'has-obligations': 409, 'already-asked': 409, 'not-asked': 409, 'not-administrator': 404, 'own-account': 403,
  'not-own-request': 404, 'reason-missing': 422,
}
const CLOSED = { additionalProperties: false }
const Asking = Type.Object({
  currentPassword: Type.String({ minLength: 1, maxLength: 200 }),
  also: Type.Array(Type.String({ minLength: 4, maxLength: 120 }), { maxItems: 10, default: [] }),
}, CLOSED)
type Asking = { currentPassword: string; also: string[] }
const Reason = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, CLOSED)
const when = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })
const RequestAnswer = Type.Object({ id: Type.String(), person: Type.String(), state: Type.String(), askedAt: when, reason: Type.String() })
const Copy = Type.Object({ exportedAt: when, person: Type.String(), holdings: Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.Unknown()))) })
const ADMINISTRATOR = ['administrator'] as const
const PAGE = '/my/account/data'

/** The notice, one's copy of everything, and being forgotten. */
export function privacyRoutes(web: Web, services: Services): void {
  web.page({ path: '/privacy', access: 'anyone', summary: 'What personal data is kept, why and how long', load: (context) => notice(services, context) })
  web.page({ path: PAGE, access: 'own-account', summary: 'One’s personal data', load: (context) => own(services, context) })
  web.read({
    path: '/people/me/data', access: 'own-account', summary: 'A copy of everything held about the caller', tag: 'people', response: Copy,
    async load({ actor, now, reply }) {
      const me = await services.people.find(actor.id)
      if (!me) return undefined
      reply.headers({ 'content-disposition': `attachment; filename="jiebang-${now.toISOString().slice(0, 10)}.json"`, 'cache-control': 'no-store' })
      return { exportedAt: now, person: me.id, holdings: await services.personalData.export(me) }
    },
  })
  askingRoutes(web, services)
  decidingRoutes(web, services)
}

const answer = ({ id, person, state, askedAt, reason }: ErasureRequest) => ({ id, person, state, askedAt, reason })

function askingRoutes(web: Web, services: Services): void {
  const common = {
    access: 'own-account', tag: 'people', response: RequestAnswer, refusals: REFUSALS, answer,
    again: (context: Context, form: FormState) => own(services, context, form),
  } as const
  web.action({
    ...common, path: `${PAGE}/erasure`, api: '/people/me/erasure', summary: 'Ask for one’s personal data to be erased', body: Asking, successStatus: 201,
    fromForm: (form: FormValues) => ({ currentPassword: typeof form['currentPassword'] === 'string' ? form['currentPassword'] : '', also: listed(form, 'also') }),
    run: (context) => ask(services, context), then: () => ({ to: PAGE, flash: 'privacy.asked' }),
  })
  web.action({
    ...common, path: `${PAGE}/erasure/withdrawal`, api: '/people/me/erasure/withdrawal', summary: 'Take one’s request back', body: NOTHING,
    async run({ actor, now }) {
      const request = await services.erasures.ofPerson(actor.id)
      return request && services.erasures.decide(request.id, (one) => withdrawErasure(one, actor, now))
    },
    then: () => ({ to: PAGE, flash: 'privacy.withdrawn' }),
  })
}

async function ask(services: Services, context: Context<unknown, unknown, Asking>): Promise<Outcome<ErasureRequest, Refusal> | undefined> {
  const confirmed = await confirmOwnPassword(services, context.body.currentPassword, context)
  if (!confirmed?.ok) return confirmed
  const open = await services.erasures.ofPerson(context.actor.id)
  if (open?.state === 'asked' || open?.state === 'decided') return refused('already-asked')
  const outcome = askErasure(newId(), context.body.also, await obligationsOf(services, confirmed.value), context.actor, context.now)
  if (outcome.ok) await services.erasures.insert(outcome.value)
  return outcome
}

function decidingRoutes(web: Web, services: Services): void {
  const show = (context: Context): Promise<Page> => erasures(services, context)
  web.page({ path: '/staff/erasures', access: ADMINISTRATOR, summary: 'Who asks to be forgotten', load: show })
  web.read({
    path: '/erasures', access: ADMINISTRATOR, summary: 'Who asks to be forgotten, the longest waiting first', tag: 'people',
    response: Type.Object({ items: Type.Array(RequestAnswer), next: Type.Null() }),
    load: async () => ({ items: (await services.erasures.open()).map(answer), next: null }),
  })
  const common = { access: ADMINISTRATOR, params: BY_ID, tag: 'people', response: RequestAnswer, refusals: REFUSALS, again: show, answer } as const
  web.action({
    ...common, path: '/staff/erasures/:id/completion', api: '/erasures/:id/completion', summary: 'Erase somebody’s personal data', body: NOTHING,
    run: (context) => complete(services, context), then: () => ({ to: '/staff/erasures', flash: 'privacy.erased' }),
  })
  web.action({
    ...common, path: '/staff/erasures/:id/refusal', api: '/erasures/:id/refusal', summary: 'Refuse to erase, with the reason', body: Reason,
    fromForm: (form: FormValues) => ({ reason: text(form, 'reason') }),
    run: ({ params, body, actor, now }) => services.erasures.decide(params.id, (one) => refuseErasure(one, body.reason, actor, now)),
    then: () => ({ to: '/staff/erasures', flash: 'privacy.refused' }),
  })
}

async function complete(services: Services, { params, actor, now }: Context<{ id: string }>): Promise<Outcome<ErasureRequest, Refusal | 'conflict'> | undefined> {
  const request = await services.erasures.find(params.id)
  const person = request && (await services.people.find(request.person))
  if (!person) return undefined
  const obligations = await obligationsOf(services, person)
  const outcome = await services.erasures.decide(params.id, (one) => decideErasure(one, obligations, actor, now))
  if (!outcome?.ok) return outcome
  await carryOut(services, params.id)
  return done((await services.erasures.find(params.id)) ?? outcome.value)
}

async function notice({ organisations }: Services, context: Context): Promise<Page> {
  const offices = (await organisations.page({ verification: 'verified' }, '', 1000)).filter(({ kind }) => kind === 'bureau')
  return noticePage(offices.map(({ id, name }) => ({ href: `/organisations/${id}`, name })), context)
}

async function own(services: Services, context: Context, form?: FormState): Promise<Page | undefined> {
  const me = await services.people.find(context.actor.id)
  if (!me) return undefined
  const [obligations, request] = await Promise.all([obligationsOf(services, me), services.erasures.ofPerson(me.id)])
  return ownDataPage(obligations, request, context, form)
}

async function erasures(services: Services, context: Context): Promise<Page> {
  const open = await services.erasures.open()
  const rows = await Promise.all(open.map(async (request) => {
    const person = await services.people.find(request.person)
    return { request, name: person?.name ?? request.person, obligations: person ? await obligationsOf(services, person) : [] }
  }))
  return erasuresPage(rows, context)
}
