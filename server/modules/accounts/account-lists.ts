import { hasRole, type Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { type InvitationView, type OrganisationView, type PersonView, viewInvitation, viewOrganisation, viewPerson } from './account-views.ts'
import type { Listed, OrganisationQuery, PeopleQuery } from './account-schemas.ts'

const PAGE = 50
const STAFF = ['officer', 'administrator', 'auditor'] as const

/** Everybody lists the organisations that were vouched for; staff list the others too. */
export async function listOrganisations(
  { organisations }: Pick<Services, 'organisations'>, query: OrganisationQuery, viewer: Viewer,
): Promise<Listed<OrganisationView>> {
  const staff = STAFF.some((role) => hasRole(viewer, role))
  const asked = query.verification
  if (asked && asked !== 'verified' && !staff) return NOTHING
  const verification = asked ?? (staff ? undefined : 'verified')
  return listed((cursor, limit) => organisations.page({ verification }, cursor, limit), query, (one) => viewOrganisation(one, viewer))
}

/** An administrator lists everybody; everybody else their own organisation. */
export async function listPeople({ people }: Pick<Services, 'people'>, query: PeopleQuery, viewer: Viewer): Promise<Listed<PersonView>> {
  if (!viewer) return NOTHING
  const everywhere = hasRole(viewer, 'administrator')
  const organisation = everywhere ? query.organisation : viewer.organisation
  if (!everywhere && query.organisation && query.organisation !== viewer.organisation) return NOTHING
  const { membership, q = '' } = query
  const search = { organisation, membership, text: q.trim(), addresses: everywhere }
  return listed((cursor, limit) => people.page(search, cursor, limit), query, (one) => viewPerson(one, viewer))
}

export async function listInvitations(
  { registrations, clock }: Pick<Services, 'registrations' | 'clock'>, organisation: string, viewer: Viewer,
): Promise<Listed<InvitationView>> {
  const found = await registrations.openInvitationsOf(organisation)
  return { items: found.flatMap((one) => viewInvitation(one, viewer, clock.now()) ?? []), next: null }
}

const NOTHING = { items: [], next: null }

async function listed<A extends { id: string }, V>(
  find: (cursor: string, limit: number) => Promise<A[]>, { cursor = '', limit = PAGE }: { cursor?: string; limit?: number },
  view: (one: A) => V | undefined,
): Promise<Listed<V>> {
  const found = await find(cursor, limit + 1)
  const page = found.slice(0, limit)
  return { items: page.flatMap((one) => view(one) ?? []), next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}
