import { type Actor, belongsTo, hasRole, isOfficer, type OrganisationKind, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

export const VERIFICATIONS = ['pending', 'verified', 'refused'] as const

export interface Organisation extends Aggregate {
  name: string
  kind: OrganisationKind
  /** Unified social credit code (统一社会信用代码), 18 characters; unique. */
  creditCode: string
  district: string
  park: string | null
  about: string
  verification: (typeof VERIFICATIONS)[number]
  /** Why staff refused the verification. */
  verificationReason: string
  source: string | null
}

export type VerificationRefusal = 'not-staff' | 'own-organisation' | 'already-decided' | 'reason-missing'

/** Staff have checked the organisation against its papers. Nobody vouches for their own. */
export function verifyOrganisation(organisation: Organisation, actor: Actor, now: Date): Outcome<Organisation, VerificationRefusal> {
  const why = whyNotDecide(organisation, actor)
  if (why) return refused(why)
  if (organisation.verification === 'verified') return refused('already-decided')
  const changes = { verification: 'verified', verificationReason: '' } as const
  return done(record(organisation, changes, { type: 'organisation-verified', by: actor.id, at: now }))
}

/** Refuses an applicant, or takes a verification back. The reason is shown to the organisation. */
export function refuseOrganisation(organisation: Organisation, reason: string, actor: Actor, now: Date): Outcome<Organisation, VerificationRefusal> {
  const why = whyNotDecide(organisation, actor)
  if (why) return refused(why)
  if (organisation.verification === 'refused') return refused('already-decided')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const changes = { verification: 'refused', verificationReason: reason.trim() } as const
  return done(record(organisation, changes, { type: 'organisation-refused', by: actor.id, at: now, data: { reason: reason.trim() } }))
}

function whyNotDecide(organisation: Organisation, actor: Actor): VerificationRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  return belongsTo(actor, organisation.id) ? 'own-organisation' : undefined
}

export interface OrganisationProfile { name: string; district: string; park: string | null; about: string }
export type ProfileRefusal = 'not-manager' | 'name-verified'

/** The verified name stays; whoever was refused puts things right and is checked again. */
export function editOrganisation(
  organisation: Organisation, profile: OrganisationProfile, actor: Actor, now: Date,
): Outcome<Organisation, ProfileRefusal> {
  if (!mayEditOrganisation(organisation, actor)) return refused('not-manager')
  const renamed = profile.name.trim() !== organisation.name
  if (renamed && organisation.verification === 'verified') return refused('name-verified', { name: 'error.nameVerified' })
  const again = organisation.verification === 'refused' ? ({ verification: 'pending', verificationReason: '' } as const) : {}
  const changes = { ...profile, name: profile.name.trim(), ...again }
  return done(record(organisation, changes, { type: 'organisation-edited', by: actor.id, at: now, data: { renamed } }))
}

export const mayEditOrganisation = ({ id, kind }: Organisation, viewer: Viewer): boolean =>
  belongsTo(viewer, id) && hasRole(viewer, kind === 'bureau' ? 'administrator' : 'manager')
