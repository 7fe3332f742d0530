import { type Actor, hasRole, type OrganisationKind, type Role } from '../../kernel/actor.ts'

/** What people of such an organisation can be. */
export const ROLES_OF: Record<OrganisationKind, readonly Role[]> = {
  enterprise: ['manager', 'issuer'],
  park: ['manager', 'issuer'],
  university: ['manager', 'researcher', 'reviewer'],
  institute: ['manager', 'researcher', 'reviewer'],
  bureau: ['officer', 'administrator', 'auditor'],
}

/** What the one who brings an organisation here begins with. A bureau is set up by an administrator. */
export const FOUNDER_ROLES: Record<Exclude<OrganisationKind, 'bureau'>, readonly Role[]> = {
  enterprise: ['manager', 'issuer'],
  park: ['manager', 'issuer'],
  university: ['manager', 'researcher'],
  institute: ['manager', 'researcher'],
}

export const FOUNDED_KINDS = ['enterprise', 'university', 'institute', 'park'] as const satisfies readonly OrganisationKind[]

/** Deciding, administering and auditing stay with three people (等保2.0: 三员分立). */
const APART: readonly Role[] = ['officer', 'administrator', 'auditor']

export type RolesRefusal = 'role-not-allowed' | 'roles-incompatible'

/** Roles a person holds already may stay, even if their kind of organisation no longer grants them. */
export function whyNotRoles(wanted: readonly Role[], held: readonly Role[], kind: OrganisationKind): RolesRefusal | undefined {
  if (wanted.some((role) => !ROLES_OF[kind].includes(role) && !held.includes(role))) return 'role-not-allowed'
  return wanted.filter((role) => APART.includes(role)).length > 1 ? 'roles-incompatible' : undefined
}

/** What an administrator proposes and another administrator grants: with it somebody decides for the city, or reads all. */
export const isGrantedByTwo = (role: Role): boolean => APART.includes(role)

/** Roles somebody may have at once, and those that wait for a second administrator. What they hold already is not asked again. */
export function splitByGrant(wanted: readonly Role[], held: readonly Role[]): { now: Role[]; later: Role[] } {
  const roles = [...new Set(wanted)]
  const waits = (role: Role): boolean => isGrantedByTwo(role) && !held.includes(role)
  return { now: roles.filter((role) => !waits(role)), later: roles.filter(waits) }
}

/** Who decides on the people of an organisation: its manager; on everybody's, an administrator. A bureau has no manager. */
export function mayManagePeopleOf(actor: Actor, organisation: string): boolean {
  return hasRole(actor, 'administrator') || (actor.organisation === organisation && actor.kind !== 'bureau' && hasRole(actor, 'manager'))
}
