import { trusted } from 'mongoose'
import { hasRole, type Viewer } from '../../kernel/actor.ts'
import type { Filter, ListOptions } from '../../store/aggregate-store.ts'
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
  const filter = asked ? { verification: asked } : staff ? {} : { verification: 'verified' }
  return listed(organisations, filter, query, (one) => viewOrganisation(one, viewer))
}

/** An administrator lists everybody; everybody else their own organisation. */
export async function listPeople({ people }: Pick<Services, 'people'>, query: PeopleQuery, viewer: Viewer): Promise<Listed<PersonView>> {
  if (!viewer) return NOTHING
  const everywhere = hasRole(viewer, 'administrator')
  const organisation = everywhere ? query.organisation : viewer.organisation
  if (!everywhere && query.organisation && query.organisation !== viewer.organisation) return NOTHING
  const { membership } = query
  const filter = { ...(organisation ? { organisation } : {}), ...(membership ? { membership } : {}), ...searching(query.q, everywhere) }
  return listed(people, filter, query, (one) => viewPerson(one, viewer))
}

export async function listInvitations(
  { registrations, clock }: Pick<Services, 'registrations' | 'clock'>, organisation: string, viewer: Viewer,
): Promise<Listed<InvitationView>> {
  const found = await registrations.openInvitationsOf(organisation)
  return { items: found.flatMap((one) => viewInvitation(one, viewer, clock.now()) ?? []), next: null }
}

const NOTHING = { items: [], next: null }

/** What was typed stands for itself. Addresses are searched only by those who may see them all. */
function searching(typed: string | undefined, everywhere: boolean): Filter {
  const text = typed?.trim() ?? ''
  if (text === '') return {}
  const like = trusted({ $regex: text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), $options: 'i' })
  return everywhere ? { $or: [{ name: like }, { email: like }] } : { name: like }
}

async function listed<A extends { id: string }, V>(
  store: { list(filter: Filter, options: ListOptions): Promise<A[]> }, filter: Filter, { cursor, limit = PAGE }: { cursor?: string; limit?: number },
  view: (one: A) => V | undefined,
): Promise<Listed<V>> {
  const after = cursor ? { _id: trusted({ $gt: cursor }) } : {}
  const found = await store.list({ ...filter, ...after }, { limit: limit + 1 })
  const page = found.slice(0, limit)
  return { items: page.flatMap((one) => view(one) ?? []), next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}
