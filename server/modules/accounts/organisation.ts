import type { OrganisationKind } from '../../kernel/actor.ts'
import type { Aggregate } from '../../kernel/events.ts'

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
