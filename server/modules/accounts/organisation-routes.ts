import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { listInvitations, listOrganisations, listPeople } from './account-lists.ts'
import { CursorQuery, OrganisationAnswer, OrganisationList, OrganisationQuery, ProfileBody, ReasonBody } from './account-schemas.ts'
import { type OrganisationView, viewOrganisation } from './account-views.ts'
import {
  editOrganisation, type Organisation, type ProfileRefusal, refuseOrganisation, type VerificationRefusal, verifyOrganisation,
} from './organisation.ts'
import { editOrganisationPage, myOrganisationPage, organisationPage, organisationsPage } from './organisation-pages.ts'
import { profileFromForm } from './sign-up-routes.ts'

const VERIFICATION: Record<VerificationRefusal, number> = { 'not-staff': 404, 'own-organisation': 403, 'already-decided': 409, 'reason-missing': 422 }
const PROFILE: Record<ProfileRefusal, number> = { 'not-manager': 404, 'name-verified': 409 }

/** Organisations: the public profile, their own page, and staff who vouch for them. */
export function organisationRoutes(web: Web, services: Services): void {
  readingRoutes(web, services)
  verificationRoutes(web, services)
  editingRoutes(web, services)
}

function readingRoutes(web: Web, services: Services): void {
  web.page({
    path: '/organisations/:id', access: 'anyone', params: BY_ID, summary: 'An organisation',
    load: (context) => profile(services, context),
  })
  web.read({
    path: '/organisations/:id', access: 'anyone', params: BY_ID, summary: 'An organisation', tag: 'organisations', response: OrganisationAnswer,
    load: ({ params, viewer }) => read(services, params.id, viewer),
  })
  web.read({
    path: '/organisations', access: 'anyone', query: OrganisationQuery, summary: 'Organisations; unverified ones for staff', tag: 'organisations',
    response: OrganisationList, load: ({ query, viewer }) => listOrganisations(services, query, viewer),
  })
  web.page({
    path: '/my/organisation', access: 'signed-in', query: CursorQuery, summary: 'One’s own organisation and its people',
    load: (context) => mine(services, context),
  })
  web.page({
    path: '/staff/organisations', access: ['officer', 'administrator', 'auditor'], query: OrganisationQuery, summary: 'Organisations to verify',
    async load(context) {
      const verification = context.query.verification ?? 'pending'
      const [list, waiting] = await Promise.all([
        listOrganisations(services, { ...context.query, verification }, context.viewer), services.organisations.count({ verification: 'pending' }),
      ])
      return organisationsPage(list, verification, waiting, context)
    },
  })
}

function verificationRoutes(web: Web, services: Services): void {
  const common = {
    access: ['officer'], params: BY_ID, tag: 'organisations', response: OrganisationAnswer, refusals: VERIFICATION,
    answer: (organisation: Organisation, { viewer }: Context) => seen(organisation, viewer),
    again: (context: Context<{ id: string }>) => profile(services, context),
  } as const
  web.action({
    ...common, path: '/organisations/:id/verification', summary: 'Vouch for an organisation', body: NOTHING,
    run: ({ params, actor, now }) => services.organisations.decide(params.id, (one) => verifyOrganisation(one, actor, now)),
    then: ({ id }) => ({ to: `/organisations/${id}`, flash: 'accounts.verified' }),
  })
  web.action({
    ...common, path: '/organisations/:id/refusal', summary: 'Refuse to vouch for an organisation, or no longer do', body: ReasonBody,
    fromForm: (form) => ({ reason: text(form, 'reason') }),
    run: ({ params, body, actor, now }) => services.organisations.decide(params.id, (one) => refuseOrganisation(one, body.reason, actor, now)),
    then: ({ id }) => ({ to: `/organisations/${id}`, flash: 'accounts.verificationRefused' }),
  })
}

function editingRoutes(web: Web, services: Services): void {
  const show = async (context: Context<{ id: string }>): Promise<Page | undefined> => {
    const view = await read(services, context.params.id, context.viewer)
    return view?.may.edit ? editOrganisationPage(view, await services.regionNames(), context) : undefined
  }
  web.page({ path: '/organisations/:id/edit', access: ['manager', 'administrator'], params: BY_ID, summary: 'Edit one’s organisation', load: show })
  web.action({
    path: '/organisations/:id/edit', access: ['manager', 'administrator'], params: BY_ID, summary: 'Edit one’s organisation', tag: 'organisations',
    body: ProfileBody, response: OrganisationAnswer, refusals: PROFILE, fromForm: profileFromForm,
    run: ({ params, body, actor, now }) => services.organisations.decide(params.id, (one) => editOrganisation(one, body, actor, now)),
    answer: (organisation, { viewer }) => seen(organisation, viewer),
    then: () => ({ to: '/my/organisation', flash: 'accounts.saved' }),
    again: show,
  })
}

async function read({ organisations }: Services, id: string, viewer: Context['viewer']): Promise<OrganisationView | undefined> {
  const found = await organisations.find(id)
  return found && viewOrganisation(found, viewer)
}

async function profile(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const view = await read(services, context.params.id, context.viewer)
  return view && organisationPage(view, await services.regionNames(), context)
}

async function mine(services: Services, context: Context<unknown, CursorQuery>): Promise<Page | undefined> {
  const { actor, viewer, query } = context
  const { organisation } = actor
  const view = await read(services, organisation, viewer)
  const [requests, members, invitations, region] = await Promise.all([
    listPeople(services, { organisation, membership: 'requested', limit: 100 }, viewer),
    listPeople(services, { organisation, membership: 'member', ...query }, viewer),
    listInvitations(services, organisation, viewer), services.regionNames(),
  ])
  return view && myOrganisationPage({ view, requests: requests.items, members, invitations: invitations.items, region }, context)
}

function seen(organisation: Organisation, viewer: Context['viewer']): OrganisationView {
  const view = viewOrganisation(organisation, viewer)
  if (!view) throw new Error('whoever decided on an organisation can see it')
  return view
}
