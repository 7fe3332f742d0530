import type { Actor, OrganisationKind, Role } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { OrganisationProfile } from './organisation.ts'
import type { Preferences } from './preferences.ts'
import { mayManagePeopleOf, type RolesRefusal, whyNotRoles } from './roles.ts'

const DAY = 86_400_000
/** How long the link in the mail works, and how long the row is kept at all. */
const LINK_DAYS = { found: 1, join: 1, invite: 7 } as const
const KEPT_DAYS = 8

export interface NewOrganisation extends OrganisationProfile { kind: OrganisationKind; creditCode: string }

/**
 * Somebody on the way in: an account begins when the address has proved to be theirs, by a link that was mailed to it.
 * `found` brings a new organisation, `join` asks to join one, `invite` was asked in by its manager.
 */
export interface Registration extends Aggregate {
  kind: 'found' | 'join' | 'invite'
  email: string
  name: string
  /** Chosen with the link, so that nobody can put a password of theirs on somebody else's address. */
  passwordHash: string
  locale: Preferences['locale']
  /** The organisation; for `found` the id it is going to have. The person will be called like the registration. */
  organisation: string
  profile: NewOrganisation | null
  roles: Role[]
  invitedBy: string | null
  /** The invitation of an expert it follows from, if it does. */
  referral: string | null
  status: 'requested' | 'mailed' | 'confirmed' | 'withdrawn'
  link: { hash: string; endsAt: Date } | null
  /** Personal data of those who never came is not kept. */
  endsAt: Date
}

export interface Newcomer { id: string; email: string; name: string; locale: Preferences['locale'] }

const begin = (newcomer: Newcomer, now: Date) => ({
  ...newcomer, email: newcomer.email.trim().toLowerCase(), name: newcomer.name.trim(), passwordHash: '', roles: [],
  profile: null, invitedBy: null, referral: null,
  status: 'requested' as const, link: null, endsAt: new Date(now.getTime() + KEPT_DAYS * DAY), revision: 0, events: [],
})

export function signUpWithOrganisation(newcomer: Newcomer, organisation: string, profile: NewOrganisation, now: Date): Registration {
  return { ...begin(newcomer, now), kind: 'found', organisation, profile }
}

export function signUpToJoin(newcomer: Newcomer, organisation: string, now: Date): Registration {
  return { ...begin(newcomer, now), kind: 'join', organisation }
}

export interface Inviting { id: string; kind: OrganisationKind; verified: boolean }
export type InvitationRefusal = 'not-manager' | 'not-verified' | RolesRefusal

/** Only verified organisations write to strangers in our name. */
export function invite(
  newcomer: Newcomer, roles: readonly Role[], organisation: Inviting, actor: Actor, now: Date,
): Outcome<Registration, InvitationRefusal> {
  if (!mayManagePeopleOf(actor, organisation.id)) return refused('not-manager')
  if (!organisation.verified) return refused('not-verified')
  const why = whyNotRoles(roles, [], organisation.kind)
  if (why) return refused(why, { roles: `refusal.${why}` })
  const begun = { ...begin(newcomer, now), kind: 'invite' as const, organisation: organisation.id }
  const invited = { ...begun, roles: [...new Set(roles)], invitedBy: actor.id }
  return done(record(invited, {}, { type: 'member-invited', by: actor.id, at: now, data: { organisation: organisation.id, roles } }))
}

/** A link was made; only its hash is kept. */
export function linkMade(registration: Registration, hash: string, now: Date): Outcome<Registration, never> {
  if (registration.status !== 'requested') return done(registration)
  const link = { hash, endsAt: new Date(now.getTime() + LINK_DAYS[registration.kind] * DAY) }
  return done({ ...registration, status: 'mailed', link, revision: registration.revision + 1 })
}

/** The address has an account already. Its owner is told; whoever asked sees what everybody sees. */
export function addressTaken(registration: Registration, now: Date): Outcome<Registration, never> {
  if (registration.status !== 'requested') return done(registration)
  const link = { hash: '', endsAt: now }
  return done({ ...registration, status: 'mailed', link, revision: registration.revision + 1 })
}

export const isUsable = ({ status, link }: Registration, now: Date): boolean => status === 'mailed' && link !== null && now < link.endsAt

export type ConfirmationRefusal = 'link-invalid'
export interface Chosen { name: string; passwordHash: string }

/** The address is theirs; now they choose a password. Pressing twice is once. */
export function confirmRegistration(registration: Registration, chosen: Chosen, now: Date): Outcome<Registration, ConfirmationRefusal> {
  if (registration.status === 'confirmed') return done(registration)
  if (!isUsable(registration, now)) return refused('link-invalid')
  const changes = { ...chosen, status: 'confirmed' as const }
  return done(record(registration, changes, { type: 'registration-confirmed', by: registration.id, at: now, data: { kind: registration.kind } }))
}

export type WithdrawalRefusal = 'not-manager' | 'invitation-used'

export function withdrawInvitation(registration: Registration, actor: Actor, now: Date): Outcome<Registration, WithdrawalRefusal> {
  if (registration.kind !== 'invite' || !mayManagePeopleOf(actor, registration.organisation)) return refused('not-manager')
  if (registration.status === 'withdrawn') return done(registration)
  if (registration.status === 'confirmed') return refused('invitation-used')
  return done(record(registration, { status: 'withdrawn', link: null }, { type: 'invitation-withdrawn', by: actor.id, at: now }))
}

