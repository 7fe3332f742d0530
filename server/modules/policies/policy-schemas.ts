import Type, { type Static } from 'typebox'
import { PROPOSAL_STATES, type PolicyProposal, type RuleChange } from './policy-proposal.ts'

const CLOSED = { additionalProperties: false }
const days = (maximum: number) => Type.Integer({ minimum: 0, maximum })
const dates = Type.Array(Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }), { maxItems: 400, default: [] })
const rules = {
  name: Type.Object({ zh: Type.String({ minLength: 1, maxLength: 80 }), en: Type.String({ minLength: 1, maxLength: 120 }) }, CLOSED),
  minBids: Type.Integer({ minimum: 1, maximum: 20 }), minOpenDays: days(365), publicityWorkingDays: Type.Integer({ minimum: 1, maximum: 60 }),
  signingDays: Type.Integer({ minimum: 1, maximum: 365 }), lateEditDays: days(60),
  staffDays: Type.Integer({ minimum: 1, maximum: 60, default: 5 }),
  panel: Type.Object({ min: Type.Integer({ minimum: 1, maximum: 31 }), max: Type.Integer({ minimum: 1, maximum: 31 }) }, CLOSED),
  thresholdScore: Type.Number({ minimum: 0, maximum: 100 }), amountInPublicity: Type.Boolean({ default: false }),
  holidays: dates, workdays: dates, utcOffsetMinutes: Type.Integer({ minimum: -720, maximum: 840 }),
}

/** All rules of a new version, and the version it was made from. */
export const PolicyBody = Type.Object({ ...rules, base: Type.Integer({ minimum: 1 }) }, CLOSED)
export type PolicyBody = Static<typeof PolicyBody>

export const PolicyAnswer = Type.Object({
  id: Type.String(), version: Type.Integer(), order: Type.Unsafe<'award-first'>({ type: 'string', enum: ['award-first'] }), ...rules,
})
/** A proposed version as staff see it: who wants it, and what it changes. */
export interface ProposalView {
  id: string
  pack: string
  base: number
  state: PolicyProposal['state']
  proposedBy: string
  proposedAt: Date
  reason: string
  changes: RuleChange[]
}

/** A rule's value; of dates in the calendar those that go and those that come. Absent where an older version did not know the rule. */
const rule = Type.Optional(Type.Unsafe<unknown>({
  anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'array', items: { type: 'string' } }, { type: 'null' }],
}))
const Change = Type.Object({ field: Type.String(), before: rule, after: rule })
export const ProposalAnswer = Type.Unsafe<ProposalView>(Type.Object({
  id: Type.String(), pack: Type.String(), base: Type.Integer(), state: Type.String({ enum: [...PROPOSAL_STATES] }), proposedBy: Type.String(),
  proposedAt: Type.String({ format: 'date-time' }), reason: Type.String(), changes: Type.Array(Change),
}))

export const ByPack = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }, CLOSED)
export const ByVersion = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }), version: Type.Integer({ minimum: 1, maximum: 1e6 }) }, CLOSED)
