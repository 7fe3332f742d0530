import { actorOf, CAST, type Part } from '../../seed/demo/people.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'
import type { Actor } from '../../server/kernel/actor.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { type Bid, draftBid, submitBid, withdrawBid } from '../../server/modules/bids/bid.ts'
import { openNeedOf } from '../../server/modules/bids/bid-view.ts'
import { sealBid } from '../../server/modules/bids/receipt.ts'
import { confirmAward, proposeAward } from '../../server/modules/competition/award.ts'
import { draftNeed, submitNeed } from '../../server/modules/competition/draft.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { appointPanel, declareConflict, submitScores } from '../../server/modules/competition/panel.ts'
import { publishNeed } from '../../server/modules/competition/publication.ts'
import { approveNeed } from '../../server/modules/competition/review.ts'
import type { TestApp } from '../support/app.ts'

const DAY = 86_400_000
export const days = (count: number): number => count * DAY
export const cast = (part: Part): Actor => actorOf(CAST[part])

export const CONTENT: Need['content'] = {
  title: '海上动态海缆疲劳监测', summary: '在浮式平台上连续监测动态海缆的疲劳累积。', background: '现有人工巡检每季度一次。',
  indicators: [{ name: '应变测量误差', comparator: 'at-most', value: '5', unit: 'με' }],
  constraints: '传感器总重不超过 3 kg', trlNow: 3, trlWanted: 6, funding: { kind: 'budget', amount: 1_200_000 },
  ipTerms: 'shared', bidderConditions: '有海上试验经验', deadline: null, park: null, tracks: ['deep-sea-equipment'],
  keywords: ['海缆', '疲劳'], annex: '平台编号', criteria: [{ id: 'c1', name: '技术路线', weight: 100 }], attachments: [],
}

/** Takes needs through the competition by its rules and stores, at the time of the test's clock. */
export function courseOf(app: Pick<TestApp, 'services' | 'clock' | 'settle'>) {
  const { needs, bids, sealedFacts } = app.services
  const now = (): Date => app.clock.now()
  const decide = async (id: string, rule: (need: Need) => Outcome<Need, string>): Promise<Need> => must(await needs.decide(id, rule))

  async function drafted(id: string, changes: Partial<Need['content']> = {}): Promise<Need> {
    const content = { ...CONTENT, deadline: new Date(now().getTime() + days(20)), ...changes }
    const need = must(draftNeed({ id, number: `NT-2026-${id}` }, content, cast('owner'), now()))
    await needs.insert(need)
    return need
  }

  async function submitted(id: string, changes: Partial<Need['content']> = {}): Promise<Need> {
    await drafted(id, changes)
    return decide(id, (need) => submitNeed(need, cast('owner'), now()))
  }

  async function approved(id: string, publishAt: Date | null, changes: Partial<Need['content']> = {}): Promise<Need> {
    await submitted(id, changes)
    return decide(id, (need) => approveNeed(need, POLICY, publishAt, cast('officer'), now()))
  }

  async function published(id: string, changes: Partial<Need['content']> = {}): Promise<Need> {
    await approved(id, null, changes)
    return decide(id, (need) => publishNeed(need, POLICY, cast('officer'), now()))
  }

  async function bidFor(id: string, part: Part): Promise<Bid> {
    const need = await found(id)
    const content = {
      route: '光纤光栅', plan: '一年', milestones: [{ title: '样机', month: 6, share: 100 }], cost: 900_000, team: '五人', achievements: [],
      noConflict: true, attachments: [],
    }
    const bid = must(draftBid(`bid-${id}-${part}`, openNeedOf(need), content, cast(part), now()))
    await bids.insert(bid)
    const seal = sealBid({ need: id, needVersion: need.contentVersion, content })
    const handedIn = must(submitBid(bid, openNeedOf(need), content, seal, cast(part), now()))
    await bids.save(bid, handedIn)
    return handedIn
  }

  async function takeBack(id: string, part: Part): Promise<void> {
    const need = await found(id)
    must(await bids.decide(`bid-${id}-${part}`, (bid) => withdrawBid(bid, openNeedOf(need), cast(part), now())))
  }

  /** From published over the deadline to opened by two people. */
  async function opened(id: string): Promise<Need> {
    const need = await found(id)
    app.clock.set(new Date((need.content.deadline?.getTime() ?? 0) + 1000))
    await app.settle()
    const facts = await sealedFacts(need)
    await decide(id, (one) => confirmOpening(one, facts, cast('officer'), now()))
    return decide(id, (one) => confirmOpening(one, facts, cast('owner'), now()))
  }

  async function evaluated(id: string): Promise<Need> {
    const panel = (['reviewer', 'secondReviewer', 'thirdReviewer'] as const).map(cast)
    const candidates = panel.map((one) => ({ person: one.id, organisation: one.organisation }))
    await decide(id, (need) => appointPanel(need, POLICY, candidates, { bidders: [] }, cast('officer'), now()))
    for (const one of panel) await decide(id, (need) => declareConflict(need, { conflict: false, reason: '' }, one, now()))
    for (const one of panel.slice(0, -1)) await decide(id, (need) => submitScores(need, one, now()))
    return decide(id, (need) => submitScores(need, panel.at(-1) ?? cast('reviewer'), now()))
  }

  /** The first bid wins, in publicity. */
  async function publicised(id: string): Promise<Need> {
    const handedIn = (await bids.ofNeed(id)).filter((bid) => bid.receipt)
    const ranking = handedIn.map((bid, i) => ({ bid: bid.id, organisation: bid.organisation, rank: i + 1, total: 90 - i }))
    const feedback = Object.fromEntries(ranking.map((one) => [one.bid, '写得清楚']))
    const proposal = { winner: ranking[0]?.bid ?? '', reason: '', feedback }
    await decide(id, (need) => proposeAward(need, POLICY, proposal, ranking, cast('owner'), now()))
    return decide(id, (need) => confirmAward(need, POLICY, cast('officer'), now()))
  }

  async function found(id: string): Promise<Need> {
    const need = await needs.find(id)
    if (!need) throw new Error(`no need ${id}`)
    return need
  }

  return { drafted, submitted, approved, published, bidFor, takeBack, opened, evaluated, publicised, found, decide }
}

export function must<T>(outcome: Outcome<T, string> | undefined): T {
  if (!outcome?.ok) throw new Error(`refused: ${outcome?.refusal ?? 'not found'} ${JSON.stringify(outcome?.details ?? {})}`)
  return outcome.value
}
