import { type Actor, hasRole, isClock, isOfficer } from '../../kernel/actor.ts'
import { isYuan, type Yuan } from '../../kernel/money.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { proposeNextRank } from './award.ts'
import { decide } from './decide.ts'
import { isIssuerOf } from './draft.ts'
import type { Contract, Need } from './need.ts'

export type SigningRefusal =
  | 'not-contracting' | 'not-issuer' | 'not-party' | 'not-winner' | 'no-contract' | 'already-signed' | 'not-signed' | 'not-staff'
  | 'not-due' | 'reason-missing' | 'number-missing' | 'amount-missing'

export interface ContractDraft { category: Contract['category']; amount: Yuan; terms: string }

/** The issuer writes the contract; a change after a signature asks both to sign again. */
export function draftContract(need: Need, draft: ContractDraft, actor: Actor, now: Date): Outcome<Need, SigningRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  if (need.status !== 'contracting') return refused('not-contracting')
  if (isSigned(need)) return refused('already-signed')
  if (!isYuan(draft.amount) || draft.amount === 0) return refused('amount-missing', { amount: 'error.required' })
  const contract: Contract = { ...draft, draftedBy: actor.id, signatures: [], registration: null }
  return done(decide(need, 'contract-drafted', actor, now, { contract }))
}

export function signContract(need: Need, actor: Actor, now: Date): Outcome<Need, SigningRefusal> {
  const side = signingSide(need, actor)
  if (!side) return refused('not-party')
  if (need.status !== 'contracting') return refused('not-contracting')
  if (!need.contract) return refused('no-contract')
  if (need.contract.signatures.some((one) => one.side === side)) return refused('already-signed')
  const signatures = [...need.contract.signatures, { side, person: actor.id, at: now }]
  return done(decide(need, 'contract-signed', actor, now, { contract: { ...need.contract, signatures } }, { side }))
}

/** Staff enter the number of the technology-contract register; from here the project runs. */
export function registerContract(need: Need, registration: string, actor: Actor, now: Date): Outcome<Need, SigningRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (need.status !== 'contracting') return refused('not-contracting')
  if (!need.contract || !isSigned(need)) return refused('not-signed')
  if (registration.trim() === '') return refused('number-missing', { registration: 'error.required' })
  const contract = { ...need.contract, registration: registration.trim() }
  return done(decide(need, 'contract-registered', actor, now, { status: 'executing', contract }, { registration }))
}

/** The winner steps back, in publicity or before signing; the next rank is publicised. */
export function declineAward(need: Need, policy: Policy, reason: string, actor: Actor, now: Date): Outcome<Need, SigningRefusal> {
  if (!need.award || !isWinner(need, actor)) return refused('not-winner')
  if (need.status !== 'publicised' && need.status !== 'contracting') return refused('not-contracting')
  if (isSigned(need)) return refused('already-signed')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const declined = decide(need, 'award-declined', actor, now, {}, { reason, winner: need.award.winner })
  return done(proposeNextRank(declined, policy, need.award, actor, now))
}

/** No contract in time: by the clock, the next rank is asked. */
export function missSigning(need: Need, policy: Policy, actor: Actor, now: Date): Outcome<Need, SigningRefusal> {
  if (need.status !== 'contracting' || !need.award) return refused('not-contracting')
  if (!isClock(actor) || !need.signingEnds || need.signingEnds > now || isSigned(need)) return refused('not-due')
  const missed = decide(need, 'signing-missed', actor, now, {}, { winner: need.award.winner })
  return done(proposeNextRank(missed, policy, need.award, actor, now))
}

export function signingSide(need: Need, actor: Actor): 'issuer' | 'performer' | undefined {
  if (isIssuerOf(need, actor)) return 'issuer'
  return isWinner(need, actor) ? 'performer' : undefined
}

function isWinner(need: Need, actor: Actor): boolean {
  return hasRole(actor, 'researcher') && actor.organisation === need.award?.winnerOrganisation
}

export const isSigned = (need: Pick<Need, 'contract'>): boolean => need.contract?.signatures.length === 2
