import Type, { type Static } from 'typebox'
import { ORGANISATION_KINDS, ROLES, type Role } from '../../kernel/actor.ts'
import type { InvitationView, OrganisationView, PersonView } from './account-views.ts'
import { VERIFICATIONS } from './organisation.ts'
import { MEMBERSHIPS } from './person.ts'
import { email, newPassword, organisationProfile, personName } from './sign-up-schemas.ts'

const CLOSED = { additionalProperties: false }
const choice = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
const roles = Type.Array(choice(ROLES), { maxItems: ROLES.length, default: [] })

const id = Type.String({ minLength: 1, maxLength: 80 })
export const BY_INVITATION = Type.Object({ id, invitation: id }, CLOSED)

export const RolesBody = Type.Object({ roles }, CLOSED)
export type RolesBody = Static<typeof RolesBody>
export const ReasonBody = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, CLOSED)
export const InvitationBody = Type.Object({ email, name: personName, roles }, CLOSED)
export type InvitationBody = Static<typeof InvitationBody>
export const ProfileBody = Type.Object(organisationProfile, CLOSED)

export const OwnProfileBody = Type.Object({
  name: personName, locale: choice(['zh-CN', 'en'] as const), digest: choice(['daily', 'weekly', 'off'] as const),
}, CLOSED)
export const PasswordChange = Type.Object({ currentPassword: newPassword, newPassword }, CLOSED)

const paging = { cursor: Type.Optional(Type.String({ maxLength: 80 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }
export const OrganisationQuery = Type.Object({ verification: Type.Optional(choice(VERIFICATIONS)), ...paging }, CLOSED)
export type OrganisationQuery = Static<typeof OrganisationQuery>
export const CursorQuery = Type.Object({ cursor: paging.cursor }, CLOSED)
export type CursorQuery = Static<typeof CursorQuery>
export const PeopleQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 80 })), organisation: Type.Optional(id), membership: Type.Optional(choice(MEMBERSHIPS)), ...paging,
}, CLOSED)
export type PeopleQuery = Static<typeof PeopleQuery>

const flags = Type.Record(Type.String(), Type.Boolean())
export const OrganisationAnswer = Type.Unsafe<OrganisationView>(Type.Object({
  id: Type.String(), name: Type.String(), kind: choice(ORGANISATION_KINDS), district: Type.String(),
  park: Type.Unsafe<string | null>({ anyOf: [{ type: 'string' }, { type: 'null' }] }), about: Type.String(),
  verification: choice(VERIFICATIONS), creditCode: Type.Optional(Type.String()), verificationReason: Type.Optional(Type.String()), may: flags,
}))

/** As the person chose them; what was never chosen is left out. */
export const PreferencesAnswer = Type.Object({
  locale: Type.String(), digest: Type.String(), topics: Type.Optional(Type.Record(Type.String(), Type.String())),
  pausedUntil: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
  timeZone: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
})

export const PersonAnswer = Type.Unsafe<PersonView>(Type.Object({
  id: Type.String(), name: Type.String(), organisation: Type.String(), roles: Type.Array(Type.Unsafe<Role>({ type: 'string' })),
  membership: choice(MEMBERSHIPS), active: Type.Boolean(), email: Type.Optional(Type.String()),
  proposedRoles: Type.Optional(Type.Array(Type.Unsafe<Role>({ type: 'string' }))),
  preferences: Type.Optional(PreferencesAnswer), may: flags,
}))

export const InvitationAnswer = Type.Unsafe<InvitationView>(Type.Object({
  id: Type.String(), email: Type.String(), name: Type.String(), roles: Type.Array(Type.String()), state: Type.String(),
}))

export interface Listed<V> { items: V[]; next: string | null }

const listOf = <V>(item: object) => Type.Unsafe<Listed<V>>({
  type: 'object', required: ['items', 'next'],
  properties: { items: { type: 'array', items: item }, next: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
})

export const OrganisationList = listOf<OrganisationView>(OrganisationAnswer)
export const PeopleList = listOf<PersonView>(PersonAnswer)
export const InvitationList = listOf<InvitationView>(InvitationAnswer)
