import type { Role } from '../../kernel/actor.ts'
import type { Aggregate } from '../../kernel/events.ts'
import type { Preferences } from './preferences.ts'

/** `requested`: asked to join, and the organisation's manager has not answered; `refused`: was turned down. */
export const MEMBERSHIPS = ['member', 'requested', 'refused'] as const
export type Membership = (typeof MEMBERSHIPS)[number]

export interface Person extends Aggregate {
  /** Lower-case address; unique. */
  email: string
  name: string
  /** argon2id in PHC format; empty while the person has not chosen a password. */
  passwordHash: string
  organisation: string
  membership: Membership
  roles: Role[]
  roleProposal?: RoleProposal | null
  /** Which privacy notice they were shown before the account was opened, and when. */
  noticeShown?: { version: string; at: Date } | null
  preferences: Preferences
  /** Demonstration people are fictional and sign in only on loopback. */
  demo: boolean
  active: boolean
  /** Counts up whenever all sessions end at once; a session of an earlier count is over. */
  sessionEpoch: number
  /** SHA-256 of the link that lets a new password be set, and until when. */
  reset: { hash: string; endsAt: Date } | null
}

/** Roles that one administrator wants somebody to have, and another has not granted yet. */
export interface RoleProposal { roles: Role[]; by: string; at: Date }

/** What somebody without a session of their own may be told only after giving the right password. */
export type BarredReason = 'membership-pending' | 'account-inactive' | 'demo-account'

/** Why a person who knows the password may still not come in. */
export function whyBarred(person: Person, demoMode: boolean): BarredReason | undefined {
  if (person.demo && !demoMode) return 'demo-account'
  if (!person.active || person.membership === 'refused') return 'account-inactive'
  return person.membership === 'requested' ? 'membership-pending' : undefined
}
