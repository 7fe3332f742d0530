export const ORGANISATION_KINDS = ['enterprise', 'university', 'institute', 'bureau', 'park'] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

/** What a person may do inside the organisation they belong to. One person may hold several. */
export const ROLES = ['manager', 'issuer', 'researcher', 'reviewer', 'officer', 'administrator', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** Whoever acts: a signed-in person, or the clock. Rules see ids and roles, never names or addresses. */
export interface Actor {
  id: string
  organisation: string
  kind: OrganisationKind
  roles: readonly Role[]
  /** Staff have checked that the organisation is who it says it is. */
  verified: boolean
}

/** Whoever looks: an actor, or nobody we know. */
export type Viewer = Actor | null

/** Due dates are acted on by the clock, which belongs to no organisation and holds no role. */
export const CLOCK: Actor = { id: 'clock', organisation: '', kind: 'bureau', roles: [], verified: true }

/** Recorded in place of whoever asked a question: who did is nobody's business, least of all the audit trail's. */
export const ANONYMOUS = 'anonymous'

export const isClock = (actor: Actor): boolean => actor.id === CLOCK.id
export const hasRole = (viewer: Viewer, role: Role): boolean => viewer?.roles.includes(role) ?? false
/** Staff decide on needs and competitions; administrators and auditors do not. */
export const isOfficer = (viewer: Viewer): boolean => hasRole(viewer, 'officer')
export const belongsTo = (viewer: Viewer, organisation: string): boolean => viewer !== null && viewer.organisation === organisation
