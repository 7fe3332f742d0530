import { type Actor, hasRole, type OrganisationKind, type Role } from '../../kernel/actor.ts'
import { record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Person, RoleProposal } from './person.ts'
import { mayManagePeopleOf, type RolesRefusal, splitByGrant, whyNotRoles } from './roles.ts'

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
  const { now: granted, later } = splitByGrant(roles, [])
  const changes = { membership: 'member' as const, roles: granted, roleProposal: proposalOf(later, actor, now) }
  return done(record(person, changes, { type: 'member-accepted', by: actor.id, at: now, data: { roles: granted, proposed: later } }))
}

export function declineMember(person: Person, actor: Actor, now: Date): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'requested') return refused('not-requested')
  return done(record(person, { membership: 'refused' }, { type: 'member-declined', by: actor.id, at: now }))
}

/**
 * Nobody changes what they themselves may do: a manager could make themselves a reviewer, an administrator an officer,
 * and an organisation could lose its last manager. Roles of the staff are proposed here and granted by a second
 * administrator; until then everything else about the person is as it was.
 */
export function changeRoles(
  person: Person, roles: readonly Role[], kind: OrganisationKind, actor: Actor, now: Date,
): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'member') return refused('not-member')
  const why = whyNotRoles(roles, person.roles, kind)
  if (why) return refused(why)
  const { now: granted, later } = splitByGrant(roles, person.roles)
  const changes = { roles: granted, roleProposal: proposalOf(later, actor, now) }
  if (sameRoles(granted, person.roles)) return done(record(person, changes, { type: 'roles-proposed', by: actor.id, at: now, data: { roles: later } }))
  const data = { before: person.roles, roles: granted, proposed: later }
  return done(record(person, changes, { type: 'roles-changed', by: actor.id, at: now, data }))
}

export type GrantRefusal = 'not-administrator' | 'nothing-proposed' | 'proposal-changed' | 'own-proposal' | 'own-account' | 'proposer-gone' | RolesRefusal

/** What the second administrator saw, and whether the first is still one. */
export interface GrantFacts { seen: readonly Role[]; proposerStands: boolean; kind: OrganisationKind }

/** The second administrator: neither who proposed it nor who would get it. */
export function grantRoles(person: Person, { seen, proposerStands, kind }: GrantFacts, actor: Actor, now: Date): Outcome<Person, GrantRefusal> {
  const proposal = person.roleProposal
  if (!hasRole(actor, 'administrator')) return refused('not-administrator')
  if (!proposal || person.membership !== 'member' || !person.active) return refused('nothing-proposed')
  if (!sameRoles(seen, proposal.roles)) return refused('proposal-changed')
  if (person.id === actor.id) return refused('own-account')
  if (proposal.by === actor.id) return refused('own-proposal')
  if (!proposerStands) return refused('proposer-gone')
  const roles = unique([...person.roles, ...proposal.roles])
  const why = whyNotRoles(roles, person.roles, kind)
  if (why) return refused(why)
  const data = { before: person.roles, roles, proposedBy: proposal.by }
  return done(record(person, { roles, roleProposal: null }, { type: 'roles-changed', by: actor.id, at: now, data }))
}

/** Either administrator takes it off the table: the first thinks better of it, the second says no. */
export function declineRoles(person: Person, actor: Actor, now: Date): Outcome<Person, GrantRefusal> {
  if (!hasRole(actor, 'administrator')) return refused('not-administrator')
  if (!person.roleProposal) return refused('nothing-proposed')
  const { roles, by } = person.roleProposal
  return done(record(person, { roleProposal: null }, { type: 'roles-declined', by: actor.id, at: now, data: { roles, proposedBy: by } }))
}

export const proposalOf = (roles: Role[], by: { id: string }, at: Date): RoleProposal | null => (roles.length > 0 ? { roles, by: by.id, at } : null)
const sameRoles = (some: readonly Role[], others: readonly Role[]): boolean => unique(some).sort().join() === unique(others).sort().join()

/**
 * A person who is switched off is signed out everywhere and can't come in; what they did stays. Switched on again, their
 * roles of the staff have to be granted again.
 */
export function setActive(person: Person, active: boolean, actor: Actor, now: Date): Outcome<Person, MembershipRefusal> {
  if (!mayManagePeopleOf(actor, person.organisation)) return refused('not-manager')
  if (person.id === actor.id) return refused('own-account')
  if (person.membership !== 'member') return refused('not-member')
  if (person.active === active) return done(person)
  const { now: roles, later } = splitByGrant(person.roles, active ? [] : person.roles)
  const back = active ? { roles, roleProposal: proposalOf(later, actor, now) } : { roleProposal: null }
  const changes = { active, sessionEpoch: person.sessionEpoch + 1, ...back }
  return done(record(person, changes, { type: active ? 'person-reactivated' : 'person-deactivated', by: actor.id, at: now }))
}

const unique = (roles: readonly Role[]): Role[] => [...new Set(roles)]
