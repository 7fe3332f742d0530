import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { Listed } from './account-schemas.ts'
import type { InvitationView, OrganisationView, PersonView } from './account-views.ts'
import { parkChoices } from './choices.ts'
import { VERIFICATIONS } from './organisation.ts'

type Reader = Pick<Context, 'locale' | 'words'>

/** The public profile; staff decide on it here. */
export function organisationPage(view: OrganisationView, region: RegionNames, reader: Reader): Page {
  return {
    template: 'accounts/organisation', title: view.name,
    model: { organisation: view, facts: factsOf(view, region, reader), next: nextOf(view, reader) },
  }
}

export interface OwnOrganisation {
  view: OrganisationView
  requests: PersonView[]
  members: Listed<PersonView>
  invitations: InvitationView[]
  region: RegionNames
}

/** One's own organisation: where it stands, who is in it, who asks to come in. */
export function myOrganisationPage({ view, requests, members, invitations, region }: OwnOrganisation, reader: Reader): Page {
  const { words } = reader
  return {
    template: 'accounts/my-organisation', title: words('accounts.myOrganisation'),
    model: {
      organisation: view, facts: factsOf(view, region, reader), next: nextOf(view, reader),
      requests: requests.map((one) => personRow(one, reader)),
      members: members.items.map((one) => personRow(one, reader)),
      nextMembers: members.next && `/my/organisation?cursor=${encodeURIComponent(members.next)}`,
      invitations: invitations.map((one) => ({ ...one, roles: rolesIn(one.roles, reader), label: words(`state.person.${one.state}`) })),
    },
  }
}

export function personRow(person: PersonView, reader: Reader) {
  const state = person.active ? person.membership : 'inactive'
  const decides = Object.values(person.may).includes(true)
  return { id: person.id, name: person.name, email: person.email, roles: rolesIn(person.roles, reader), state, href: decides ? `/people/${person.id}` : '' }
}

export const rolesIn = (roles: readonly string[], { words, locale }: Reader): string =>
  roles.length === 0 ? words('accounts.noRoles') : roles.map((role) => words(`role.${role}`)).join(locale === 'en' ? ', ' : '、')

export function editOrganisationPage(view: OrganisationView, region: RegionNames, reader: Reader): Page {
  return {
    template: 'accounts/edit-organisation', title: reader.words('accounts.editOrganisation'),
    model: { organisation: view, nameFixed: view.verification === 'verified', parks: parkChoices(region, reader) },
  }
}

/** Staff: by state, those who wait first. */
export function organisationsPage(list: Listed<OrganisationView>, state: OrganisationView['verification'], waiting: number, reader: Reader): Page {
  const { words } = reader
  const path = `/staff/organisations?verification=${state}`
  return {
    template: 'accounts/organisations', title: words('accounts.organisations'),
    model: {
      tabs: VERIFICATIONS.map((one) => ({
        href: `/staff/organisations?verification=${one}`, label: words(`state.organisation.${one}`), current: one === state,
        ...(one === 'pending' ? { count: waiting } : {}),
      })),
      organisations: list.items.map((one) => ({ ...one, kind: words(`organisation.${one.kind}`) })),
      next: list.next && `${path}&cursor=${encodeURIComponent(list.next)}`,
      state,
    },
  }
}

function factsOf(view: OrganisationView, region: RegionNames, { words, locale }: Reader) {
  return [
    { label: words('accounts.kind'), value: words(`organisation.${view.kind}`) },
    { label: words('accounts.district'), value: view.district },
    { label: words('accounts.park'), value: region.park(view.park, locale) },
    { label: words('accounts.creditCode'), value: view.creditCode ?? '' },
    { label: words('accounts.verification'), value: view.creditCode ? words(`state.organisation.${view.verification}`) : '' },
  ]
}

/** Only those inside are told where the verification stands. */
function nextOf({ verification, creditCode, verificationReason, may }: OrganisationView, { words }: Reader) {
  if (creditCode === undefined || verification === 'verified') return undefined
  if (verification === 'pending') return { text: words('accounts.next.pending'), who: words('role.officer') }
  return { text: words('accounts.next.refused', { reason: verificationReason ?? '' }), who: words('role.manager'), mayEdit: may.edit }
}
