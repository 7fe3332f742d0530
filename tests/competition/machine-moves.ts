import { type Actor, CLOCK } from '../../server/kernel/actor.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { approveAmendment, proposeAmendment, refuseAmendment, takeBackAmendment } from '../../server/modules/competition/amendment.ts'
import { confirmAward, failForLackOfQuality, proposeAward, type Ranking, returnAward } from '../../server/modules/competition/award.ts'
import { editNeed, submitNeed } from '../../server/modules/competition/draft.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { appointPanel, type Candidate, declareConflict, replaceReviewer, submitScores } from '../../server/modules/competition/panel.ts'
import { closeNeed, decideWithdrawal, extendDeadline, publishNeed, withdrawNeed } from '../../server/modules/competition/publication.ts'
import { admitObjection, endPublicity, fileObjection, isOpen, resolveObjection, withdrawObjection } from '../../server/modules/competition/publicity.ts'
import { approveNeed, rejectNeed, returnNeed } from '../../server/modules/competition/review.ts'
import { declineAward, draftContract, missSigning, registerContract, signContract } from '../../server/modules/competition/signing.ts'
import type { Policy } from '../../server/modules/policies/policy.ts'
import type { Part } from '../../seed/demo/people.ts'
import { CONTENT, seat, TERMS, who } from './rule-course.ts'

/** What the rules are told besides the need: the policy, the bids in the sealed box and what the panel made of them. */
export interface World { policy: Policy; ranking: Ranking }

const PARTS: Part[] = [
  'owner', 'teammate', 'manager', 'stranger', 'unverifiedIssuer', 'officer', 'secondOfficer', 'administrator', 'auditor', 'parkManager',
  'researcher', 'researcherTeammate', 'rivalResearcher', 'thirdResearcher', 'fifthResearcher', 'reviewer', 'secondReviewer', 'thirdReviewer',
  'fourthReviewer', 'englishReviewer',
]
/** People who should not exist, and do where an administrator was careless. */
const CROOKED: Actor[] = [
  { ...who('researcher'), id: 'officer-among-bidders', roles: ['officer', 'researcher'] },
  { ...who('owner'), id: 'officer-of-issuer', roles: ['officer', 'issuer'] },
  { ...who('owner'), id: 'winner-of-issuer', roles: ['researcher', 'issuer'] },
  { ...who('reviewer'), id: 'officer-and-reviewer', roles: ['officer', 'reviewer'] },
]
/** Enough of them that a panel can always be filled, as in a city. */
const SPARE: Actor[] = Array.from({ length: 8 }, (_, i) => ({ ...who('reviewer'), id: `spare-${i}`, organisation: `org-spare-${i}` }))
export const ACTORS: Actor[] = [CLOCK, ...PARTS.map(who), ...CROOKED, ...SPARE]

const CANDIDATES: Part[] = ['reviewer', 'secondReviewer', 'thirdReviewer', 'fourthReviewer', 'englishReviewer', 'owner', 'researcher']
const SEATS: Candidate[] = [
  ...CANDIDATES.map(seat), { person: 'officer-and-reviewer', organisation: who('reviewer').organisation },
  ...SPARE.map(({ id, organisation }) => ({ person: id, organisation })),
]

export type Move = (need: Need, world: World, actor: Actor, now: Date, choice: number) => Outcome<Need, string>

const DAY = 86_400_000
const later = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY)
const facts = ({ ranking }: World) => ({ bidders: ranking.map((one) => one.organisation), receipts: ranking.map((one) => `receipt of ${one.bid}`) })
const text = (choice: number): string => (Math.floor(choice / 3) % 7 === 1 ? ' ' : '理由')
const one = <T>(all: readonly T[], choice: number): T | undefined => all[choice % Math.max(all.length, 1)]

/** Mostly one that is open, sometimes one that was decided before. */
function objectionOf({ objections }: Need, choice: number): string {
  const open = objections.filter(isOpen)
  return one(open.length > 0 && choice % 17 > 0 ? open : objections, Math.floor(choice / 7))?.id ?? 'nothing'
}

function proposal({ ranking }: World, choice: number) {
  const winner = one(ranking, choice)?.bid ?? 'nothing'
  return { winner, reason: text(choice), feedback: Object.fromEntries(ranking.map(({ bid }) => [bid, text(choice + 1)])) }
}

/** Mostly a real change; sometimes none, one without indicators, one with an earlier deadline. */
function proposedAmendment({ content, contentVersion }: Need, now: Date, choice: number) {
  const { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted } = content
  const changed = choice % 11 === 1 ? {} : { summary: `${summary}，第${contentVersion + 1}版`, indicators: choice % 13 === 1 ? [] : indicators }
  return {
    content: { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted, ...changed }, reason: text(choice), question: null,
    deadline: choice % 2 === 0 ? null : later(content.deadline ?? now, (choice % 9) - 2),
  }
}

/** Everything anybody may try, in the order of the straight path; `choice` settles what the form would say. */
export const MOVES: Record<string, Move> = {
  edit: (need, _, actor, now, choice) => editNeed(need, { ...CONTENT, deadline: later(now, choice % 40) }, actor, now),
  submit: (need, _, actor, now) => submitNeed(need, actor, now),
  return: (need, _, actor, now, choice) => returnNeed(need, choice % 5 === 0 ? [] : [{ field: 'title', text: '改' }], actor, now),
  reject: (need, _, actor, now, choice) => rejectNeed(need, text(choice), actor, now),
  approve: (need, { policy }, actor, now, choice) => approveNeed(need, policy, [null, later(now, 2), later(now, -20)][choice % 3] ?? null, actor, now),
  publish: (need, { policy }, actor, now) => publishNeed(need, policy, actor, now),
  extend: (need, _, actor, now, choice) => extendDeadline(need, later(need.content.deadline ?? now, (choice % 9) - 3), actor, now),
  withdraw: (need, _, actor, now, choice) => withdrawNeed(need, text(choice), actor, now),
  decideWithdrawal: (need, _, actor, now, choice) => decideWithdrawal(need, choice % 2 === 0, actor, now),
  amend: (need, _, actor, now, choice) => proposeAmendment(need, proposedAmendment(need, now, choice), actor, now),
  takeBackAmendment: (need, _, actor, now) => takeBackAmendment(need, actor, now),
  refuseAmendment: (need, _, actor, now, choice) => refuseAmendment(need, text(choice), actor, now),
  approveAmendment: (need, { policy }, actor, now) => approveAmendment(need, policy, actor, now),
  close: (need, { policy, ranking }, actor, now) => closeNeed(need, policy, { bids: ranking.length }, actor, now),
  open: (need, world, actor, now) => confirmOpening(need, facts(world), actor, now),
  appoint: (need, world, actor, now, choice) => {
    const from = choice % SEATS.length
    return appointPanel(need, world.policy, SEATS.slice(from, from + (Math.floor(choice / SEATS.length) % 5)), facts(world), actor, now)
  },
  declare: (need, _, actor, now, choice) => declareConflict(need, { conflict: choice % 6 === 0, reason: text(choice + 1) }, actor, now),
  replace: (need, world, actor, now, choice) =>
    replaceReviewer(need, world.policy, { replaced: one(need.panel, choice)?.person ?? '', substitute: SEATS[choice % SEATS.length] as Candidate, reason: text(choice) }, facts(world), actor, now),
  score: (need, _, actor, now) => submitScores(need, actor, now),
  propose: (need, world, actor, now, choice) => proposeAward(need, world.policy, proposal(world, choice), world.ranking, actor, now),
  fail: (need, { policy, ranking }, actor, now) => failForLackOfQuality(need, policy, ranking, actor, now),
  confirm: (need, { policy }, actor, now) => confirmAward(need, policy, actor, now),
  returnAward: (need, _, actor, now, choice) => returnAward(need, text(choice), actor, now),
  object: (need, _, actor, now, choice) => fileObjection(need, { id: `objection-${need.revision}`, realName: text(choice), text: '理由' }, actor, now),
  admit: (need, _, actor, now, choice) => admitObjection(need, objectionOf(need, choice), { admissible: choice % 3 > 0, answer: text(choice) }, actor, now),
  resolve: (need, { policy }, actor, now, choice) => {
    const consequence = ([null, 're-evaluate', 'next-rank', 'fail'] as const)[choice % 4] ?? null
    return resolveObjection(need, policy, objectionOf(need, choice), { upheld: choice % 2 === 0, answer: text(choice), consequence }, actor, now)
  },
  takeBack: (need, _, actor, now, choice) => withdrawObjection(need, objectionOf(need, choice), actor, now),
  endPublicity: (need, { policy }, actor, now) => endPublicity(need, policy, actor, now),
  contract: (need, _, actor, now, choice) => draftContract(need, { ...TERMS, amount: choice % 5 }, actor, now),
  sign: (need, _, actor, now) => signContract(need, actor, now),
  register: (need, _, actor, now, choice) => registerContract(need, text(choice), actor, now),
  decline: (need, { policy }, actor, now, choice) => declineAward(need, policy, text(choice), actor, now),
  missSigning: (need, { policy }, actor, now) => missSigning(need, policy, actor, now),
}
