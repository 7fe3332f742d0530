import type { Follower } from '../../relay/relay.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { OrganisationStore, PersonStore } from './account-store.ts'
import type { Organisation } from './organisation.ts'
import type { Person } from './person.ts'
import type { Registration } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import { NOTICE_VERSION } from '../privacy/personal-data.ts'
import { proposalOf } from './membership.ts'
import { FOUNDER_ROLES, splitByGrant } from './roles.ts'

interface Parts { registrations: RegistrationStore; people: PersonStore; organisations: OrganisationStore; clock: Clock }

/**
 * What follows from a confirmed registration: the organisation, where it brings one, and the person. Both are called as
 * the registration says, so doing it again changes nothing. The browser waits for it; the follower makes up for a crash.
 */
export async function admit(parts: Parts, registration: Registration): Promise<void> {
  if (registration.status !== 'confirmed') return
  const founded = registration.profile ? await found(parts, registration) : undefined
  const organisation = founded ?? (await home(parts, registration))
  if (organisation) await parts.people.insert(personFrom(registration, organisation, parts.clock.now()))
}

async function found({ organisations, clock }: Parts, registration: Registration): Promise<Organisation | undefined> {
  const { profile, organisation: id } = registration
  if (!profile) return undefined
  const decision = { id: `${id}.1`, type: 'organisation-registered', by: registration.id, at: clock.now(), data: {} }
  await organisations.insert({ id, ...profile, verification: 'pending', verificationReason: '', source: null, revision: 1, events: [decision] })
  return organisations.find(id)
}

/** Somebody else brought the same organisation a moment earlier: then this one asks to join it. */
async function home({ organisations }: Parts, { organisation, profile }: Registration): Promise<Organisation | undefined> {
  return profile ? organisations.withCreditCode(profile.creditCode) : organisations.find(organisation)
}

function personFrom(registration: Registration, organisation: Organisation, now: Date): Person {
  const { id, email, name, passwordHash, locale } = registration
  const standing = standingIn(registration, organisation, now)
  return {
    id, email, name, passwordHash, organisation: organisation.id, ...standing,
    preferences: { locale, digest: 'weekly' }, demo: false, active: true, sessionEpoch: 0, reset: null,
    noticeShown: { version: NOTICE_VERSION, at: now },
    revision: 1, events: [{ id: `${id}.1`, type: 'person-registered', by: id, at: now, data: { organisation: organisation.id, ...standing } }],
  }
}

function standingIn(registration: Registration, organisation: Organisation, at: Date): Pick<Person, 'membership' | 'roles' | 'roleProposal'> {
  if (registration.kind === 'invite') {
    const { now: roles, later } = splitByGrant(registration.roles, [])
    return { membership: 'member', roles, roleProposal: proposalOf(later, { id: registration.invitedBy ?? '' }, at) }
  }
  if (organisation.id !== registration.organisation || registration.kind === 'join') return { membership: 'requested', roles: [] }
  return { membership: 'member', roles: organisation.kind === 'bureau' ? [] : [...FOUNDER_ROLES[organisation.kind]] }
}

/** Finishes what a crash interrupted between the confirmation and the account. */
export function createAdmissions(parts: Parts): Follower {
  return {
    name: 'admissions', scope: 'shared',
    async handle({ type, subject }) {
      if (type !== 'registration-confirmed') return
      const registration = await parts.registrations.find(subject)
      if (registration) await admit(parts, registration)
    },
  }
}
