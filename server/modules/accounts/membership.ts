import type { Actor, OrganisationKind, Role } from '../../kernel/actor.ts'
import { record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Person } from './person.ts'
import { mayManagePeopleOf, type RolesRefusal, whyNotRoles } from './roles.ts'

export type MembershipRefusal = 'not-manager' | 'own-account' | 'not-requested' | 'not-member' | RolesRefusal

/** A manager lets somebody in who asked to join, and says what they may do. */
export function acceptMember(
  person: Person, roles: readonly Role[], kind: OrganisationKind, actor: Actor, now: Date,
): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'requested') return refused('not-requested')
  const why = whyNotRoles(roles, [], kind)
  if (why) return refused(why)
  return done(record(person, { membership: 'member', roles: unique(roles) }, { type: 'member-accepted', by: actor.id, at: now, data: { roles } }))
}

export function declineMember(person: Person, actor: Actor, now: Date): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'requested') return refused('not-requested')
  return done(record(person, { membership: 'refused' }, { type: 'member-declined', by: actor.id, at: now }))
}

/**
 * Nobody changes what they themselves may do: a manager could make themselves a reviewer, an administrator an officer,
 * and an organisation could lose its last manager.
 */
export function changeRoles(
  person: Person, roles: readonly Role[], kind: OrganisationKind, actor: Actor, now: Date,
): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'member') return refused('not-member')
  const why = whyNotRoles(roles, person.roles, kind)
  if (why) return refused(why)
  const data = { before: person.roles, roles: unique(roles) }
  return done(record(person, { roles: unique(roles) }, { type: 'roles-changed', by: actor.id, at: now, data }))
}

/** A person who is switched off is signed out everywhere and can't come in; what they did stays. */
export function setActive(person: Person, active: boolean, actor: Actor, now: Date): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'member') return refused('not-member')
  if (person.active === active) return done(person)
  const changes = { active, sessionEpoch: person.sessionEpoch + 1 }
  return done(record(person, changes, { type: active ? 'person-reactivated' : 'person-deactivated', by: actor.id, at: now }))
}

const unique = (roles: readonly Role[]): Role[] => [...new Set(roles)]
