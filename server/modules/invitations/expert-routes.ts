import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { email, personName } from '../accounts/sign-up-schemas.ts'
import { readNeed } from '../needs/need-reader.ts'
import {
  approveExpert, EXPERT_STATUSES, type ExpertInvitation, type ExpertRefusal, proposeExpert, refuseExpert, revokeExpert, whyNotInvite,
} from './expert-invitation.ts'
import { type ExpertInvitationView, viewExpertInvitation } from './expert-invitation-view.ts'
import { listPage, proposalPage } from './expert-pages.ts'

export const EXPERT_REFUSALS: Record<ExpertRefusal, number> = {
  'not-referrer': 404, 'not-verified': 403, 'not-published': 409, 'deadline-passed': 409, 'already-invited': 409, 'too-many-invitations': 429,
  'not-staff': 404, 'own-invitation': 403, 'already-decided': 409, 'reason-missing': 422, 'invitation-used': 409, 'link-invalid': 410,
}

const CLOSED = { additionalProperties: false }
const REFERRERS = ['issuer', 'officer', 'researcher'] as const
const RECENT = 200
const Proposal = Type.Object({
  name: personName, email, why: Type.String({ maxLength: 600, default: '' }),
  locale: Type.Unsafe<'zh-CN' | 'en'>({ type: 'string', enum: ['zh-CN', 'en'], default: 'zh-CN' }),
}, CLOSED)
type Proposal = Static<typeof Proposal>
const Reason = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, CLOSED)

const Answer = Type.Unsafe<ExpertInvitationView>(Type.Object({
  id: Type.String(), need: Type.String(), status: Type.String({ enum: [...EXPERT_STATUSES] }), referrer: Type.String(), organisation: Type.String(),
  endsAt: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), name: Type.Optional(Type.String()), email: Type.Optional(Type.String()),
  why: Type.Optional(Type.String()), reason: Type.Optional(Type.String()), own: Type.Boolean(),
}))
const List = Type.Object({ items: Type.Array(Answer), next: Type.Null() })

type ById = Context<{ id: string }>

/** Asking somebody who is not here yet to look at a need: proposed by those who know them, sent once staff agree. */
export function expertRoutes(web: Web, services: Services): void {
  readingRoutes(web, services)
  const common = { params: BY_ID, tag: 'invitations', response: Answer, refusals: EXPERT_REFUSALS } as const
  const answer = (invitation: ExpertInvitation, { viewer }: Context) => seen(invitation, viewer)
  web.action({
    ...common, path: '/needs/:id/experts', access: REFERRERS, summary: 'Propose to invite an expert', body: Proposal, successStatus: 201,
    fromForm: (form) => ({ name: text(form, 'name'), email: text(form, 'email'), why: text(form, 'why'), locale: text(form, 'locale') || 'zh-CN' }),
    run: (context) => propose(services, context), answer,
    then: () => ({ to: '/my/invitations', flash: 'invitations.proposed' }), again: (context, form) => proposalForm(services, context, form),
  })
  const decision = { ...common, answer, again: (context: ById, form: FormState) => staffList(services, context, form) }
  web.action({
    ...decision, path: '/staff/experts/:id/approval', access: ['officer'], summary: 'Agree to invite an expert', body: NOTHING,
    async run({ params, actor, now }) {
      const need = await services.needs.find((await services.experts.find(params.id))?.need ?? '')
      return need && services.experts.decide(params.id, (one) => approveExpert(one, need, actor, now))
    },
    then: () => ({ to: '/staff/experts', flash: 'invitations.approved' }),
  })
  web.action({
    ...decision, path: '/staff/experts/:id/refusal', access: ['officer'], summary: 'Do not invite an expert', body: Reason,
    fromForm: (form) => ({ reason: text(form, 'reason') }),
    run: ({ params, body, actor, now }) => decide(services, params.id, actor, (one) => refuseExpert(one, body.reason, actor, now)),
    then: () => ({ to: '/staff/experts', flash: 'invitations.refused' }),
  })
  web.action({
    ...common, path: '/experts/:id/revocation', access: REFERRERS, summary: 'Take an invitation of an expert back', body: NOTHING,
    run: ({ params, actor, now }) => decide(services, params.id, actor, (one) => revokeExpert(one, actor, now)), answer,
    then: (one, { actor }) => ({ to: one.referrer === actor.id ? '/my/invitations' : '/staff/experts', flash: 'invitations.revoked' }),
    again: (context, form) => ownList(services, context, form),
  })
}

function readingRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs/:id/experts', access: REFERRERS, params: BY_ID, summary: 'Propose to invite an expert', load: (context) => proposalForm(services, context),
  })
  web.page({ path: '/my/invitations', access: REFERRERS, summary: 'Experts I proposed to invite', load: (context) => ownList(services, context) })
  web.page({ path: '/staff/experts', access: ['officer'], summary: 'Experts to invite', load: (context) => staffList(services, context) })
  web.read({
    path: '/experts', access: REFERRERS, summary: 'Invitations of experts: one’s own, all of them for officers', tag: 'invitations', response: List,
    load: async ({ actor }) => ({ items: await views(services, actor), next: null }),
  })
}

async function propose(services: Services, { params, body, actor, now }: Context<{ id: string }, unknown, Proposal>) {
  const need = await services.needs.find(params.id)
  if (!need || !(await readNeed(services, params.id, actor))) return undefined
  const outcome = proposeExpert({ id: newId(), ...body }, need, await services.experts.openOf(actor.id), actor, now)
  if (outcome.ok) await services.experts.insert(outcome.value)
  return outcome
}

/** For whom there is no such invitation, there is nothing to decide on. */
async function decide<R extends string>(services: Services, id: string, viewer: Context['actor'], rule: (one: ExpertInvitation) => Outcome<ExpertInvitation, R>) {
  const found = await services.experts.find(id)
  return found && viewExpertInvitation(found, viewer) ? services.experts.decide(id, rule) : undefined
}

async function views({ experts }: Services, actor: Context['actor']): Promise<ExpertInvitationView[]> {
  const found = actor.roles.includes('officer') ? await experts.recent(RECENT) : await experts.ofReferrer(actor.id)
  return found.flatMap((one) => viewExpertInvitation(one, actor) ?? [])
}

async function proposalForm(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = await readNeed(services, context.params.id, context.viewer)
  if (!need || !view) return undefined
  const why = whyNotInvite(need, context.actor, context.now)
  if (why === 'not-referrer' || (why && !form)) return undefined
  return proposalPage(view, context, form)
}

const ownList = async (services: Services, context: Context, form?: FormState): Promise<Page> =>
  list(services, context, 'invitations/mine', (await services.experts.ofReferrer(context.actor.id)).flatMap((one) => viewExpertInvitation(one, context.viewer) ?? []), form)

const staffList = async (services: Services, context: Context, form?: FormState): Promise<Page> =>
  list(services, context, 'invitations/staff', await views(services, context.actor), form)

async function list(services: Services, context: Context, template: 'invitations/mine' | 'invitations/staff', found: readonly ExpertInvitationView[], form?: FormState): Promise<Page> {
  const needs = await services.needs.findMany([...new Set(found.map((one) => one.need))])
  const [people, organisations] = await Promise.all([
    services.people.names(found.map((one) => one.referrer)), services.organisations.names(found.map((one) => one.organisation)),
  ])
  return listPage(template, found, { needs: new Map(needs.map((need) => [need.id, need.content.title])), people, organisations }, context, form)
}

function seen(invitation: ExpertInvitation, viewer: Context['viewer']): ExpertInvitationView {
  const view = viewExpertInvitation(invitation, viewer)
  if (!view) throw new Error('whoever decided on an invitation can see it')
  return view
}
