import type { Context } from '../../http/context.ts'
import { text, texts } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { listInvitations } from './account-lists.ts'
import { BY_INVITATION, InvitationAnswer, InvitationBody, InvitationList } from './account-schemas.ts'
import { type InvitationView, viewInvitation } from './account-views.ts'
import { roleChoices } from './choices.ts'
import { invite, type InvitationRefusal, type Registration, type WithdrawalRefusal, withdrawInvitation } from './registration.ts'
import { mayManagePeopleOf } from './roles.ts'

type Refusal = InvitationRefusal | 'already-member'
const INVITATION: Record<Refusal, number> = {
  'not-manager': 404, 'not-verified': 403, 'role-not-allowed': 422, 'roles-incompatible': 422, 'already-member': 409,
}
const WITHDRAWAL: Record<WithdrawalRefusal, number> = { 'not-manager': 404, 'invitation-used': 409 }
const MANAGERS = ['manager', 'administrator'] as const
const PATH = '/organisations/:id/invitations'

/** A manager asks people in by e-mail; they choose their password with the link they get. */
export function invitationRoutes(web: Web, services: Services): void {
  const show = (context: Context<{ id: string }>): Promise<Page | undefined> => page(services, context)
  web.page({ path: PATH, access: MANAGERS, params: BY_ID, summary: 'Invite somebody', load: show })
  web.read({
    path: PATH, access: MANAGERS, params: BY_ID, summary: 'Open invitations', tag: 'organisations', response: InvitationList,
    load: async ({ params, actor }) => mayManagePeopleOf(actor, params.id) ? listInvitations(services, params.id, actor) : undefined,
  })
  web.action({
    path: PATH, access: MANAGERS, limit: 'mail', params: BY_ID, summary: 'Invite somebody', tag: 'organisations', body: InvitationBody,
    response: InvitationAnswer, refusals: INVITATION, successStatus: 201,
    fromForm: (form) => ({ email: text(form, 'email'), name: text(form, 'name'), roles: texts(form, 'roles') }),
    run: (context) => send(services, context),
    answer: (invitation, { actor, now }) => seen(invitation, actor, now),
    then: () => ({ to: '/my/organisation', flash: 'accounts.invited' }),
    again: show,
  })
  web.action({
    path: `${PATH}/:invitation/withdrawal`, access: MANAGERS, params: BY_INVITATION, summary: 'Take an invitation back', tag: 'organisations',
    body: NOTHING, response: InvitationAnswer, refusals: WITHDRAWAL,
    run: ({ params, actor, now }) => services.registrations.decide(params.invitation, (one) => withdrawInvitation(one, actor, now)),
    answer: (invitation, { actor, now }) => seen(invitation, actor, now),
    then: () => ({ to: '/my/organisation', flash: 'accounts.invitationWithdrawn' }),
    again: show,
  })
}

type Asked = Context<{ id: string }, unknown, InvitationBody>

/** Asking the same person twice is once: they have the mail. */
async function send(services: Services, { params, body, actor, locale, now }: Asked): Promise<Outcome<Registration, Refusal> | undefined> {
  const organisation = await services.organisations.find(params.id)
  if (!organisation) return undefined
  const { id, kind, verification } = organisation
  const newcomer = { id: newId(), email: body.email, name: body.name, locale }
  const outcome = invite(newcomer, body.roles, { id, kind, verified: verification === 'verified' }, actor, now)
  if (!outcome.ok) return outcome
  const { email } = outcome.value
  if ((await services.people.withEmail(email))?.organisation === id) return refused('already-member', { email: 'error.alreadyMember' })
  const open = (await services.registrations.openInvitationsOf(id)).find((one) => one.email === email && viewInvitation(one, actor, now)?.state === 'invited')
  if (open) return done(open)
  await services.registrations.insert(outcome.value)
  return outcome
}

async function page(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const { actor, params, words } = context
  const organisation = await services.organisations.find(params.id)
  if (!organisation || !mayManagePeopleOf(actor, organisation.id)) return undefined
  return {
    template: 'accounts/invite', title: words('accounts.invite'),
    model: { id: organisation.id, organisation: organisation.name, roles: roleChoices(organisation.kind, [], context) },
  }
}

function seen(invitation: Registration, viewer: Context['actor'], now: Date): InvitationView {
  const view = viewInvitation(invitation, viewer, now)
  if (!view) throw new Error('whoever invited can see the invitation')
  return view
}
