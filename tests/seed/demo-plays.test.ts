import t from 'tap'
import { type Actor, CLOCK } from '../../server/kernel/actor.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { draftBid, submitBid, withdrawBid } from '../../server/modules/bids/bid.ts'
import { confirmAward, proposeAward, type Ranking } from '../../server/modules/competition/award.ts'
import { draftNeed, submitNeed } from '../../server/modules/competition/draft.ts'
import { NEED_STATUSES, type Need } from '../../server/modules/competition/need.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { appointPanel, declareConflict, hasQuorum, submitScores } from '../../server/modules/competition/panel.ts'
import { closeNeed, decideWithdrawal, publishNeed, withdrawNeed } from '../../server/modules/competition/publication.ts'
import { admitObjection, endPublicity, fileObjection, resolveObjection } from '../../server/modules/competition/publicity.ts'
import { approveNeed, rejectNeed, returnNeed } from '../../server/modules/competition/review.ts'
import { draftContract, registerContract, signContract } from '../../server/modules/competition/signing.ts'
import { BIDS } from '../../seed/demo/bids.ts'
import { COMPETITIONS } from '../../seed/demo/competitions.ts'
import type { DemoCompetition } from '../../seed/demo/demo-competition.ts'
import { contentOf, daysFrom, type DemoNeed } from '../../seed/demo/demo-need.ts'
import { timelineOf } from '../../seed/demo/demo-timeline.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'

const OFFICER = actorOf(CAST.officer)

function must<T>(what: string, outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`${what}: ${outcome.refusal} ${JSON.stringify(outcome.details ?? {})}`)
  return outcome.value
}

const bidsOf = (demo: DemoNeed) => BIDS.filter((bid) => bid.need === demo.id)
const sealedOf = (demo: DemoNeed) => bidsOf(demo).filter((bid) => bid.handedInDays !== null && !bid.withdrawn)

/** Plays one need as far as its stage says, by the rules alone; every refusal is a mistake of the seed. */
function play(demo: DemoNeed, now: Date): Need {
  const at = timelineOf(demo, now)
  const issuer = actorOf(demo.issuer)
  let need = must('draft', draftNeed({ id: demo.id, number: 'NT-2026-0001' }, contentOf(demo, now), issuer, at.drafted))
  if (demo.stage === 'draft' && !demo.remarks) return need
  need = must('submit', submitNeed(need, issuer, at.submitted))
  if (demo.remarks) return must('return', returnNeed(need, demo.remarks, OFFICER, at.reviewed))
  if (demo.stage === 'submitted') return need
  if (demo.stage === 'rejected') return must('reject', rejectNeed(need, demo.reason ?? '', OFFICER, at.reviewed))
  need = must('approve', approveNeed(need, POLICY, at.published, OFFICER, at.reviewed))
  if (demo.stage === 'approved') return need
  need = must('publish', publishNeed(need, POLICY, CLOCK, at.published))
  handInBids(demo, need, now)
  if (demo.stage === 'published') return need
  if (demo.stage === 'withdrawn') {
    need = must('ask', withdrawNeed(need, demo.reason ?? '', issuer, at.withdrawalAsked))
    return must('grant', decideWithdrawal(need, true, OFFICER, at.withdrawalGranted))
  }
  need = must('close', closeNeed(need, POLICY, { bids: sealedOf(demo).length }, CLOCK, at.deadline))
  return demo.stage === 'closed' || demo.stage === 'failed' ? need : evaluate(demo, need, issuer, now)
}

function handInBids(demo: DemoNeed, need: Need, now: Date): void {
  const open = { id: need.id, organisation: need.organisation, status: need.status, deadline: need.content.deadline, contentVersion: 1 }
  for (const one of bidsOf(demo)) {
    const when = daysFrom(now, one.handedInDays ?? demo.publishedDays + 1)
    const bidder = actorOf(one.bidder)
    const draft = must(one.id, draftBid(one.id, open, one.content, bidder, when))
    if (one.handedInDays === null) continue
    const handedIn = must(one.id, submitBid(draft, open, one.content, { hash: one.id, salt: '' }, bidder, when))
    if (one.withdrawn) must(one.id, withdrawBid(handedIn, open, bidder, when))
  }
}

function evaluate(demo: DemoNeed, closed: Need, issuer: Actor, now: Date): Need {
  const at = timelineOf(demo, now)
  const story = COMPETITIONS.find((one) => one.need === demo.id) as DemoCompetition
  const bidders = sealedOf(demo).map((bid) => actorOf(bid.bidder).organisation)
  const seat = (person: string) => ({ person, organisation: actorOf(person).organisation })
  let need = must('open', confirmOpening(closed, { bidders, receipts: [] }, OFFICER, at.openedByStaff))
  need = must('open', confirmOpening(need, { bidders, receipts: [] }, issuer, at.openedByIssuer))
  need = must('appoint', appointPanel(need, POLICY, story.panel.map(seat), { bidders }, OFFICER, at.appointed))
  for (const person of story.panel) {
    const conflict = story.recusal?.reviewer === person
    need = must('declare', declareConflict(need, { conflict, reason: conflict ? story.recusal?.reason ?? '' : '' }, actorOf(person), at.declared))
  }
  if (story.recusal) {
    need = must('replace', appointPanel(need, POLICY, [seat(story.recusal.replacedBy)], { bidders }, OFFICER, at.replaced))
  }
  for (const person of new Set(story.sheets.map((sheet) => sheet.reviewer))) need = must('score', submitScores(need, actorOf(person), at.scored))
  return story.proposal ? award(demo, story, need, issuer, now) : need
}

/** Mean over reviewers of the sum of points × weight. */
function ranked(demo: DemoNeed, story: DemoCompetition): Ranking {
  const weights = Object.fromEntries(demo.content.criteria.map((criterion) => [criterion.id, criterion.weight]))
  return sealedOf(demo).map((bid) => {
    const sheets = story.sheets.filter((sheet) => sheet.bid === bid.id)
    const points = sheets.map(({ scores }) => Object.entries(scores).reduce((sum, [id, score]) => sum + score * (weights[id] ?? NaN) / 100, 0))
    return { bid: bid.id, organisation: actorOf(bid.bidder).organisation, total: points.reduce((a, b) => a + b, 0) / points.length }
  }).sort((a, b) => b.total - a.total).map((one, i) => ({ ...one, rank: i + 1 }))
}

function award(demo: DemoNeed, story: DemoCompetition, evaluated: Need, issuer: Actor, now: Date): Need {
  const at = timelineOf(demo, now)
  const proposal = story.proposal as NonNullable<DemoCompetition['proposal']>
  let need = must('propose', proposeAward(evaluated, POLICY, proposal, ranked(demo, story), issuer, at.proposed))
  if (demo.stage === 'proposed') return need
  need = must('confirm', confirmAward(need, POLICY, OFFICER, at.confirmed))
  for (const { id, person, realName, text, outcome, answer } of story.objections ?? []) {
    need = must('object', fileObjection(need, { id, realName, text }, actorOf(person), at.objected))
    if (outcome !== 'filed') need = must('admit', admitObjection(need, id, { admissible: outcome !== 'inadmissible', answer }, OFFICER, at.admitted))
    if (outcome === 'dismissed') need = must('rule', resolveObjection(need, POLICY, id, { upheld: false, answer, consequence: null }, OFFICER, at.ruled))
  }
  return demo.stage === 'publicised' ? need : contract(demo, story, need, issuer, now)
}

function contract(demo: DemoNeed, story: DemoCompetition, publicised: Need, issuer: Actor, now: Date): Need {
  const at = timelineOf(demo, now)
  const { signed, registration, ...draft } = story.contract as NonNullable<DemoCompetition['contract']>
  const performer = actorOf(BIDS.find((bid) => bid.id === story.proposal?.winner)?.bidder ?? '')
  let need = must('end publicity', endPublicity(publicised, POLICY, CLOCK, publicised.award?.publicityEnds as Date))
  need = must('contract', draftContract(need, draft, issuer, at.contract))
  if (signed.includes('issuer')) need = must('sign', signContract(need, issuer, at.signedByIssuer))
  if (signed.includes('performer')) need = must('sign', signContract(need, performer, at.signedByPerformer))
  return registration ? must('register', registerContract(need, registration, OFFICER, at.registered)) : need
}

t.test('every need reaches its stage by the rules, whatever the day of the year', async (t) => {
  for (let day = 0; day < 400; day += 7) {
    const now = new Date(Date.UTC(2026, 5, 1 + day, (day * 5) % 24, 30))
    for (const demo of NEEDS) {
      const need = play(demo, now)
      if (need.status !== demo.stage) t.equal(need.status, demo.stage, `${demo.id} on ${now.toISOString()}`)
      const late = need.events.filter((event) => event.at > now)
      if (late.length > 0) t.same(late, [], `${demo.id} has no future on ${now.toISOString()}`)
      const ordered = need.events.every((event, i) => i === 0 || event.at >= (need.events[i - 1]?.at ?? event.at))
      if (!ordered) t.same(need.events.map((event) => [event.type, event.at]), [], `${demo.id} in order`)
      if (need.due && need.due.at <= now) t.same(need.due, null, `${demo.id} is not overdue on ${now.toISOString()}`)
    }
  }
})

t.test('the demonstration shows the awkward cases too', async (t) => {
  const now = new Date('2026-11-22T03:00:00Z')
  const played = NEEDS.map((demo) => play(demo, now))
  const found = (holds: (need: Need) => boolean) => played.some(holds)
  t.ok(found((need) => need.status === 'draft' && need.remarks.length > 0), 'returned with remarks')
  t.ok(found((need) => need.status === 'publicised' && need.due === null), 'an open objection stops the clock')
  t.ok(found((need) => need.status === 'evaluating' && hasQuorum(need, POLICY)), 'ready to be proposed')
  t.ok(found((need) => need.status === 'evaluating' && !hasQuorum(need, POLICY)), 'waiting for reviewers')
  t.ok(found((need) => need.panel.some((member) => member.conflict === 'declared')), 'a recusal')
  t.ok(found((need) => need.status === 'contracting' && need.contract?.signatures.length === 1), 'half signed')
  t.same(NEED_STATUSES.filter((status) => !found((need) => need.status === status)), [], 'each state')
})
