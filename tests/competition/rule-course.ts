import { actorOf, CAST, type Part } from '../../seed/demo/people.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'
import { type Actor, CLOCK } from '../../server/kernel/actor.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { confirmAward, proposeAward, type Proposal, type Ranking } from '../../server/modules/competition/award.ts'
import { draftNeed, submitNeed } from '../../server/modules/competition/draft.ts'
import type { Need, NeedContent } from '../../server/modules/competition/need.ts'
import { confirmOpening, type SealedFacts } from '../../server/modules/competition/opening.ts'
import { appointPanel, declareConflict, submitScores } from '../../server/modules/competition/panel.ts'
import { closeNeed, publishNeed } from '../../server/modules/competition/publication.ts'
import { admitObjection, endPublicity, fileObjection } from '../../server/modules/competition/publicity.ts'
import { approveNeed } from '../../server/modules/competition/review.ts'
import { draftContract, signContract } from '../../server/modules/competition/signing.ts'

export { POLICY }
export const START = new Date('2026-11-23T01:00:00Z')
const DAY = 86_400_000
export const day = (days: number): Date => new Date(START.getTime() + days * DAY)
export const who = (part: Part): Actor => actorOf(CAST[part])

export const CONTENT: NeedContent = {
  title: '动态海缆疲劳监测', summary: '连续监测疲劳累积', background: '', indicators: [{ name: '误差', comparator: 'at-most', value: '5', unit: '%' }],
  constraints: '', trlNow: 3, trlWanted: 6, funding: { kind: 'budget', amount: 1_200_000 }, ipTerms: 'shared', bidderConditions: '有海试经验',
  deadline: day(20), park: null, tracks: ['deep-sea'], keywords: [], annex: '', criteria: [{ id: 'c1', name: '路线', weight: 100 }], attachments: [],
}
export const TERMS = { category: 'development', amount: 900_000, terms: '分三期' } as const

/** Three bids, the last below the threshold of 60. */
export const RANKING: Ranking = [
  { bid: 'bid-1', organisation: who('researcher').organisation, rank: 1, total: 90 },
  { bid: 'bid-2', organisation: who('rivalResearcher').organisation, rank: 2, total: 75 },
  { bid: 'bid-3', organisation: who('thirdResearcher').organisation, rank: 3, total: 40 },
]
export const FACTS: SealedFacts = { bidders: RANKING.map((one) => one.organisation), receipts: ['b', 'a', 'c'] }
export const PROPOSAL: Proposal = { winner: 'bid-1', reason: '', feedback: { 'bid-1': '好', 'bid-2': '可惜', 'bid-3': '不足' } }
export const PANEL: Part[] = ['reviewer', 'secondReviewer', 'thirdReviewer']
export const seat = (part: Part) => ({ person: CAST[part], organisation: who(part).organisation })

export function must(outcome: Outcome<Need, string>): Need {
  if (!outcome.ok) throw new Error(`${outcome.refusal} ${JSON.stringify(outcome.details ?? {})}`)
  return outcome.value
}

/** The refusal, or `done`. */
export const answerOf = (outcome: Outcome<Need, string>): string => (outcome.ok ? 'done' : outcome.refusal)
export const typesOf = (need: Need): string[] => need.events.map((event) => event.type)

export const drafted = (content: Partial<NeedContent> = {}, author = who('owner')): Need =>
  must(draftNeed({ id: 'need-1', number: 'NT-2026-0001' }, { ...CONTENT, ...content }, author, START))
export const submitted = (content: Partial<NeedContent> = {}): Need => must(submitNeed(drafted(content), who('owner'), START))
export const approved = (publishAt: Date | null = null): Need => must(approveNeed(submitted(), POLICY, publishAt, who('officer'), START))
export const published = (): Need => must(publishNeed(approved(), POLICY, who('officer'), day(1)))
export const closed = (): Need => must(closeNeed(published(), POLICY, { bids: 3 }, CLOCK, day(20)))

export function evaluating(): Need {
  const first = must(confirmOpening(closed(), FACTS, who('officer'), day(21)))
  return must(confirmOpening(first, FACTS, who('owner'), day(22)))
}

export const withPanel = (parts = PANEL): Need => must(appointPanel(evaluating(), POLICY, parts.map(seat), FACTS, who('officer'), day(23)))

export const unconflicted = (): Need =>
  PANEL.reduce((need, part) => must(declareConflict(need, { conflict: false, reason: '' }, who(part), day(24))), withPanel())
export const scored = (): Need => PANEL.reduce((need, part) => must(submitScores(need, who(part), day(25))), unconflicted())
export const proposed = (proposal = PROPOSAL): Need => must(proposeAward(scored(), POLICY, proposal, RANKING, who('owner'), day(26)))
export const publicised = (proposal = PROPOSAL): Need => must(confirmAward(proposed(proposal), POLICY, who('officer'), day(27)))

export const objected = (id = 'objection-1', need = publicised()): Need =>
  must(fileObjection(need, { id, realName: '某人', text: '理由' }, who('stranger'), day(28)))
export const admitted = (id = 'objection-1', need = objected(id)): Need =>
  must(admitObjection(need, id, { admissible: true, answer: '' }, who('officer'), day(28)))

export function contracting(proposal = PROPOSAL): Need {
  const need = publicised(proposal)
  return must(endPublicity(need, POLICY, CLOCK, need.award?.publicityEnds as Date))
}
export const withContract = (): Need => must(draftContract(contracting(), TERMS, who('owner'), day(40)))
export const halfSigned = (): Need => must(signContract(withContract(), who('owner'), day(41)))
export const signed = (): Need => must(signContract(halfSigned(), who('researcher'), day(42)))
