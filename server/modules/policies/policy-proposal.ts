import { type Actor, hasRole } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { nextVersion, type Policy, type PolicyRefusal, type PolicyRules } from './policy.ts'

/** `overtaken`: another version was made from the same one first. */
export const PROPOSAL_STATES = ['open', 'approved', 'declined', 'withdrawn', 'overtaken'] as const

/** A new version of a pack that one person wants and a second has to approve. */
export interface PolicyProposal extends Aggregate {
  pack: string
  /** Version it was made from, and the only one it can follow. */
  base: number
  rules: PolicyRules
  state: (typeof PROPOSAL_STATES)[number]
  proposedBy: string
  proposedAt: Date
  decidedBy: string | null
  reason: string
}

export type ProposalRefusal = PolicyRefusal | 'proposal-decided' | 'own-proposal' | 'not-own-proposal' | 'proposer-gone' | 'reason-missing'

/** The rules bind everybody, so officers and administrators keep them together. */
export const mayKeepRules = (actor: Actor): boolean => hasRole(actor, 'officer') || hasRole(actor, 'administrator')

export function proposeVersion(
  id: string, newest: Policy, base: number, rules: PolicyRules, actor: Actor, now: Date,
): Outcome<PolicyProposal, ProposalRefusal> {
  const outcome = nextVersion(newest, base, rules, actor)
  if (!outcome.ok) return outcome
  const { id: pack, version: _version, order: _order, ...checked } = outcome.value
  const proposal: PolicyProposal = {
    id, revision: 0, events: [], pack, base, rules: checked, state: 'open', proposedBy: actor.id, proposedAt: now, decidedBy: null, reason: '',
  }
  return done(record(proposal, {}, { type: 'policy-proposed', by: actor.id, at: now, data: { pack, base } }))
}

/** Nobody approves their own. `proposerStands`: whoever proposed it still keeps the rules. */
export function approveProposal(
  proposal: PolicyProposal, newest: Policy, proposerStands: boolean, actor: Actor, now: Date,
): Outcome<PolicyProposal, ProposalRefusal> {
  if (!mayKeepRules(actor)) return refused('not-rule-keeper')
  if (proposal.state !== 'open') return refused('proposal-decided')
  if (proposal.proposedBy === actor.id) return refused('own-proposal')
  if (!proposerStands) return refused('proposer-gone')
  if (newest.version !== proposal.base) return refused('version-exists')
  return done(decided(proposal, 'approved', '', actor, now))
}

export function declineProposal(proposal: PolicyProposal, reason: string, actor: Actor, now: Date): Outcome<PolicyProposal, ProposalRefusal> {
  if (!mayKeepRules(actor)) return refused('not-rule-keeper')
  if (proposal.state !== 'open') return refused('proposal-decided')
  if (proposal.proposedBy === actor.id) return refused('own-proposal')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decided(proposal, 'declined', reason.trim(), actor, now))
}

export function withdrawProposal(proposal: PolicyProposal, actor: Actor, now: Date): Outcome<PolicyProposal, ProposalRefusal> {
  if (proposal.proposedBy !== actor.id) return refused('not-own-proposal')
  if (proposal.state !== 'open') return refused('proposal-decided')
  return done(decided(proposal, 'withdrawn', '', actor, now))
}

/** Approved a moment after another one had become that version. */
export const overtakeProposal = (proposal: PolicyProposal, actor: Pick<Actor, 'id'>, now: Date): Outcome<PolicyProposal, never> =>
  done(record(proposal, { state: 'overtaken' }, { type: 'policy-overtaken', by: actor.id, at: now, data: { pack: proposal.pack, base: proposal.base } }))

function decided(proposal: PolicyProposal, state: 'approved' | 'declined' | 'withdrawn', reason: string, actor: Actor, now: Date): PolicyProposal {
  const data = { pack: proposal.pack, base: proposal.base, proposedBy: proposal.proposedBy }
  return record(proposal, { state, reason, decidedBy: actor.id }, { type: `policy-${state}`, by: actor.id, at: now, data })
}

/** One rule before and after: field and what stands there. */
export interface RuleChange { field: string; before: unknown; after: unknown }

/** What a proposal changes, field by field; dates of the calendar as those that come and those that go. */
export function changesIn(before: PolicyRules, after: PolicyRules): RuleChange[] {
  const old = flat(before)
  return Object.entries(flat(after)).flatMap(([field, value]) =>
    JSON.stringify(value) === JSON.stringify(old[field]) ? [] : [{ field, ...difference(old[field], value) }])
}

function flat({ name, panel, ...rest }: PolicyRules): Record<string, unknown> {
  const { holidays, workdays, minBids, minOpenDays, publicityWorkingDays, signingDays, lateEditDays, thresholdScore, amountInPublicity, utcOffsetMinutes } = rest
  return {
    'name.zh': name.zh, 'name.en': name.en, minOpenDays, lateEditDays, minBids, 'panel.min': panel.min, 'panel.max': panel.max, thresholdScore,
    publicityWorkingDays, signingDays, amountInPublicity, holidays, workdays, utcOffsetMinutes,
  }
}

function difference(before: unknown, after: unknown): Omit<RuleChange, 'field'> {
  if (!Array.isArray(before) || !Array.isArray(after)) return { before, after }
  return { before: before.filter((one) => !after.includes(one)), after: after.filter((one) => !before.includes(one)) }
}
