import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { endOfWorkingDay } from '../policies/working-days.ts'
import { decide, type NeedEvent } from './decide.ts'
import { isIssuerOf } from './draft.ts'
import type { Award, Need, RankedBid } from './need.ts'
import { lapseObjections } from './objection.ts'
import { hasQuorum } from './panel.ts'

export type AwardRefusal =
  | 'not-issuer' | 'not-staff' | 'own-need' | 'not-evaluating' | 'not-proposed' | 'no-quorum' | 'unknown-bid' | 'below-threshold'
  | 'reason-missing' | 'feedback-missing' | 'bid-qualified' | 'second-officer'

export interface Proposal {
  winner: string
  /** Required when the winner is not the first rank. */
  reason: string
  /** What each losing bidder is told, by bid id. */
  feedback: Record<string, string>
}

/** A ranked bid before the issuer has written feedback; made by the evaluation module from the score sheets. */
export type Ranking = Omit<RankedBid, 'feedback'>[]

export function proposeAward(
  need: Need, policy: Policy, proposal: Proposal, ranking: Ranking, actor: Actor, now: Date,
): Outcome<Need, AwardRefusal> {
  const wrong = wrongProposal(need, policy, proposal, ranking, actor)
  if (wrong) return wrong
  const award = awardOf(proposal, ranking, actor)
  return done(decide(need, 'award-proposed', actor, now, { status: 'proposed', award, reason: '' }, { winner: award.winner }))
}

function wrongProposal(need: Need, policy: Policy, proposal: Proposal, ranking: Ranking, actor: Actor) {
  if (!isIssuerOf(need, actor)) return refused<AwardRefusal>('not-issuer')
  if (need.status !== 'evaluating') return refused<AwardRefusal>('not-evaluating')
  if (!hasQuorum(need, policy)) return refused<AwardRefusal>('no-quorum')
  const winner = ranking.find((one) => one.bid === proposal.winner)
  if (!winner) return refused<AwardRefusal>('unknown-bid', { winner: 'error.choice' })
  if (winner.total < policy.thresholdScore) return refused<AwardRefusal>('below-threshold', { winner: 'error.threshold' })
  if (winner.rank > 1 && proposal.reason.trim() === '') return refused<AwardRefusal>('reason-missing', { reason: 'error.required' })
  const silent = ranking.filter((one) => one.bid !== proposal.winner && !proposal.feedback[one.bid]?.trim())
  const fields = Object.fromEntries(silent.map((one) => [`feedback.${one.bid}`, 'error.required']))
  return silent.length > 0 ? refused<AwardRefusal>('feedback-missing', fields) : undefined
}

function awardOf(proposal: Proposal, ranking: Ranking, actor: Actor): Award {
  const ranked = ranking.map((one) => ({ ...one, feedback: proposal.feedback[one.bid] ?? '' }))
  const winner = ranking.find((one) => one.bid === proposal.winner)
  return {
    ranking: ranked, winner: proposal.winner, winnerOrganisation: winner?.organisation ?? '', reason: proposal.reason,
    proposedBy: actor.id, confirmedBy: null, publicityEnds: null, declined: [],
  }
}

/** The panel has found no bid good enough: staff end the competition, and the ranking stays as the reason (流标). */
export function failForLackOfQuality(need: Need, policy: Policy, ranking: Ranking, actor: Actor, now: Date): Outcome<Need, AwardRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (need.status !== 'evaluating') return refused('not-evaluating')
  if (!hasQuorum(need, policy)) return refused('no-quorum')
  if (ranking.some((one) => one.total >= policy.thresholdScore)) return refused('bid-qualified')
  return done(decide(need, 'need-failed', actor, now, { status: 'failed', reason: 'no-winner-left' }, { reason: 'no-winner-left' }))
}

/**
 * Staff confirm and the winner is publicised for the policy's working days. Where nobody competed, a second officer
 * confirms as well. `firstStands`: whoever confirmed first is still an officer; if not, theirs counts for nothing.
 */
export function confirmAward(need: Need, policy: Policy, actor: Actor, now: Date, firstStands = true): Outcome<Need, AwardRefusal> {
  const why = whyNotDecideAward(need, actor)
  if (why || !need.award) return refused(why ?? 'not-proposed')
  const first = firstStands ? need.award.firstConfirmedBy : undefined
  if (isLoneBid(need.award) && !first) return done(awaitSecondOfficer(need, need.award, actor, now))
  if (first === actor.id) return refused('second-officer')
  const award = { ...need.award, confirmedBy: actor.id }
  return done(publicise(need, policy, award, 'award-confirmed', actor, now))
}

/** Only one bid was left to be ranked: there was nothing to compare it with. */
export const isLoneBid = ({ ranking }: Pick<Award, 'ranking'>): boolean => ranking.length === 1

function awaitSecondOfficer(need: Need, award: Award, actor: Actor, now: Date): Need {
  return decide(need, 'award-first-confirmed', actor, now, { award: { ...award, firstConfirmedBy: actor.id } }, { winner: award.winner })
}

/** Back to the issuer: the ranking stands, the proposal does not. */
export function returnAward(need: Need, reason: string, actor: Actor, now: Date): Outcome<Need, AwardRefusal> {
  const why = whyNotDecideAward(need, actor)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decide(need, 'award-returned', actor, now, { status: 'evaluating', award: null, reason }, { reason }))
}

export function whyNotDecideAward(need: Need, actor: Actor): AwardRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  if (need.status !== 'proposed' || !need.award) return 'not-proposed'
  return need.award.proposedBy === actor.id ? 'own-need' : undefined
}

/** Shows a winner to the public for the policy's working days; used again for each next rank. */
export function publicise(need: Need, policy: Policy, award: Award, type: NeedEvent, actor: Actor, now: Date): Need {
  const publicityEnds = endOfWorkingDay(now, policy.publicityWorkingDays, policy)
  const changes = { status: 'publicised', award: { ...award, publicityEnds }, contract: null, signingEnds: null } as const
  return decide(need, type, actor, now, changes, { winner: award.winner, publicityEnds })
}

/** The best bid nobody has declined yet; without one above the threshold the need has failed. */
export function proposeNextRank(before: Need, policy: Policy, award: Award, actor: Actor, now: Date): Need {
  const need = lapseObjections(before, actor, now)
  const declined = [...award.declined, award.winner]
  const next = award.ranking
    .filter((one) => !declined.includes(one.bid) && one.total >= policy.thresholdScore)
    .sort((a, b) => a.rank - b.rank)[0]
  if (!next) return failForLackOfWinners(need, { ...award, declined }, actor, now)
  const changed = { ...award, declined, winner: next.bid, winnerOrganisation: next.organisation, reason: '' }
  return publicise(need, policy, changed, 'next-rank-proposed', actor, now)
}

function failForLackOfWinners(need: Need, award: Award, actor: Actor, now: Date): Need {
  const changes = { status: 'failed', reason: 'no-winner-left', award, contract: null, signingEnds: null } as const
  return decide(need, 'need-failed', actor, now, changes, { reason: 'no-winner-left' })
}
