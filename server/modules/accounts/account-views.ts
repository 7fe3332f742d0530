import { belongsTo, hasRole, isOfficer, type Viewer } from '../../kernel/actor.ts'
import { mayEditOrganisation, type Organisation } from './organisation.ts'
import type { Membership, Person } from './person.ts'
import type { Preferences } from './preferences.ts'
import type { Registration } from './registration.ts'
import { mayManagePeopleOf } from './roles.ts'

export interface OrganisationView {
  id: string
  name: string
  kind: Organisation['kind']
  district: string
  park: string | null
  about: string
  verification: Organisation['verification']
  /** For its own people and for staff. */
  creditCode?: string
  verificationReason?: string
  may: { edit: boolean; verify: boolean; refuse: boolean; manage: boolean }
}

const isStaff = (viewer: Viewer): boolean => isOfficer(viewer) || hasRole(viewer, 'administrator') || hasRole(viewer, 'auditor')

/** An organisation nobody has vouched for exists for its own people and for staff only. Nothing here is about a person. */
export function viewOrganisation(organisation: Organisation, viewer: Viewer): OrganisationView | undefined {
  const inside = belongsTo(viewer, organisation.id) || isStaff(viewer)
  if (organisation.verification !== 'verified' && !inside) return undefined
  const { id, name, kind, district, park, about, verification, creditCode, verificationReason } = organisation
  const decides = isOfficer(viewer) && !belongsTo(viewer, id)
  const may = {
    edit: mayEditOrganisation(organisation, viewer), verify: decides && verification !== 'verified',
    refuse: decides && verification !== 'refused', manage: viewer !== null && mayManagePeopleOf(viewer, id),
  }
  const open = { id, name, kind, district, park, about, verification, may }
  return inside ? { ...open, creditCode, verificationReason } : open
}

export interface PersonView {
  id: string
  name: string
  organisation: string
  roles: Person['roles']
  membership: Membership
  active: boolean
  /** For the person, their manager and administrators. */
  email?: string
  /** Waits for a second administrator; for whoever manages the account. */
  proposedRoles?: Person['roles']
  /** For the person alone. */
  preferences?: Preferences
  may: { answer: boolean; roles: boolean; deactivate: boolean; reactivate: boolean }
}

/** Teammates see who works with them; addresses are for the person and for whoever decides on their account. */
export function viewPerson(person: Person, viewer: Viewer): PersonView | undefined {
  if (!viewer) return undefined
  const self = viewer.id === person.id
  const manages = mayManagePeopleOf(viewer, person.organisation)
  const teammate = belongsTo(viewer, person.organisation) && person.membership === 'member' && person.active
  if (!self && !manages && !teammate) return undefined
  const { id, name, organisation, roles, membership, active, email, preferences } = person
  const changes = manages && !self && membership === 'member'
  const may = { answer: manages && membership === 'requested', roles: changes && active, deactivate: changes && active, reactivate: changes && !active }
  return {
    id, name, organisation, roles, membership, active, may,
    ...(self || manages ? { email } : {}), ...(manages && person.roleProposal ? { proposedRoles: person.roleProposal.roles } : {}), ...(self ? { preferences } : {}),
  }
}

export interface InvitationView { id: string; email: string; name: string; roles: Person['roles']; state: 'invited' | 'expired' }

/** For whoever manages the organisation. Whether the address has an account elsewhere is not told. */
export function viewInvitation(invitation: Registration, viewer: Viewer, now: Date): InvitationView | undefined {
  if (!viewer || invitation.kind !== 'invite' || !mayManagePeopleOf(viewer, invitation.organisation)) return undefined
  const { id, email, name, roles, link } = invitation
  // An address with an account has no link that could expire; it must not look different for that.
  const over = link !== null && link.hash !== '' && link.endsAt <= now
  return { id, email, name, roles, state: over ? 'expired' : 'invited' }
}
