import t from 'tap'
import type { Part } from '../../seed/demo/people.ts'
import { confirmAward, failForLackOfQuality, proposeAward, returnAward } from '../../server/modules/competition/award.ts'
import { appointPanel, declareConflict, hasQuorum, replaceReviewer, submitScores } from '../../server/modules/competition/panel.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { viewNeed } from '../../server/modules/competition/need-view.ts'
import {
  answerOf, closed, day, evaluating, FACTS, must, PANEL, POLICY, PROPOSAL, proposed, publicised, RANKING, scored, seat, typesOf, unconflicted,
  who, withPanel,
} from './rule-course.ts'

const appoint = (need: Need, parts: Part[], actor = who('officer')) => appointPanel(need, POLICY, parts.map(seat), FACTS, actor, day(23))
const declare = (need: Need, part: Part, conflict: boolean, reason = '') => declareConflict(need, { conflict, reason }, who(part), day(24))
const score = (need: Need, part: Part) => submitScores(need, who(part), day(25))
const propose = (need: Need, change: Partial<typeof PROPOSAL> = {}, ranking = RANKING) =>
  proposeAward(need, POLICY, { ...PROPOSAL, ...change }, ranking, who('owner'), day(26))

t.test('appointing', async (t) => {
  t.equal(answerOf(appoint(evaluating(), PANEL)), 'done')
  t.equal(answerOf(appoint(evaluating(), PANEL, who('owner'))), 'not-staff')
  t.equal(answerOf(appoint(closed(), PANEL)), 'not-evaluating')
  t.equal(answerOf(appoint(evaluating(), ['reviewer'])), 'panel-size')
  t.equal(answerOf(appoint(evaluating(), [])), 'panel-size')
  t.equal(answerOf(appoint(withPanel(), [])), 'panel-size', 'nobody to add')
  t.equal(answerOf(appoint(evaluating(), [...PANEL, 'fourthReviewer'])), 'panel-even')
  t.equal(answerOf(appoint(evaluating(), ['reviewer', 'reviewer', 'secondReviewer'])), 'reviewer-twice')
  t.equal(answerOf(appoint(withPanel(), ['reviewer', 'fourthReviewer'])), 'reviewer-twice')
  const small = { ...POLICY, panel: { min: 3, max: 3 } }
  t.equal(answerOf(appointPanel(evaluating(), small, [...PANEL, 'fourthReviewer' as const, 'englishReviewer' as const].map(seat), FACTS, who('officer'), day(23))), 'panel-size')
  for (const close of ['owner', 'researcher'] as const) t.equal(answerOf(appoint(evaluating(), ['reviewer', 'secondReviewer', close])), 'reviewer-conflicted', close)
})

t.test('declaring', async (t) => {
  t.match(must(declare(withPanel(), 'reviewer', false)).panel[0], { conflict: 'none' })
  t.equal(answerOf(declare(withPanel(), 'fourthReviewer', false)), 'not-reviewer')
  t.equal(answerOf(declare(withPanel(), 'reviewer', true)), 'reason-missing')
  t.equal(answerOf(declare(must(declare(withPanel(), 'reviewer', false)), 'reviewer', false)), 'already-declared')
  t.equal(answerOf(declare(must(declare(withPanel(), 'reviewer', true, '同门')), 'reviewer', false)), 'already-declared')
  t.equal(answerOf(declare(proposed(), 'reviewer', true, '同门')), 'not-evaluating')
})

t.test('a seat left by a conflict is filled, and the one who left does not come back', async (t) => {
  const left = must(declare(withPanel(), 'reviewer', true, '同门'))
  t.equal(answerOf(score(left, 'reviewer')), 'not-reviewer')
  t.equal(answerOf(appoint(left, ['reviewer'])), 'reviewer-twice')
  t.equal(answerOf(appoint(left, ['fourthReviewer', 'englishReviewer'])), 'panel-even')
  t.equal(must(appoint(left, ['fourthReviewer'])).panel.length, 4)
})

t.test('a conflict that shows late takes the scores out again', async (t) => {
  const need = must(declare(scored(), 'reviewer', true, '昨日受聘于揭榜方'))
  t.notOk(hasQuorum(need, POLICY))
  t.equal(answerOf(propose(need)), 'no-quorum')
  const refilled = must(score(must(declare(must(appoint(need, ['fourthReviewer'])), 'fourthReviewer', false)), 'fourthReviewer'))
  t.equal(answerOf(propose(refilled)), 'done')
})

t.test('scoring', async (t) => {
  t.equal(answerOf(score(withPanel(), 'reviewer')), 'conflict-undeclared')
  t.equal(answerOf(score(unconflicted(), 'fourthReviewer')), 'not-reviewer')
  t.equal(answerOf(score(scored(), 'reviewer')), 'already-submitted')
  t.equal(answerOf(score(proposed(), 'reviewer')), 'not-evaluating')
  t.notOk(hasQuorum(must(score(unconflicted(), 'reviewer')), POLICY))
  t.ok(hasQuorum(scored(), POLICY))
})

t.test('once results are known nobody joins the panel', async (t) => {
  t.equal(answerOf(appoint(scored(), ['fourthReviewer', 'englishReviewer'])), 'already-submitted')
})

t.test('a reviewer who does not come to it is replaced', async (t) => {
  const replace = (need: Need, out: Part, by: Part, reason = '联系不上', actor = who('officer')) =>
    replaceReviewer(need, POLICY, { replaced: seat(out).person, substitute: seat(by), reason }, FACTS, actor, day(25))
  const replaced = must(replace(unconflicted(), 'reviewer', 'fourthReviewer'))
  t.same(replaced.panel.map((one) => one.person), ['secondReviewer', 'thirdReviewer', 'fourthReviewer'].map((part) => seat(part as Part).person))
  t.same(typesOf(replaced).slice(-2), ['reviewer-replaced', 'panel-appointed'])
  t.equal(answerOf(score(replaced, 'reviewer')), 'not-reviewer')
  t.equal(answerOf(replace(unconflicted(), 'reviewer', 'fourthReviewer', '联系不上', who('owner'))), 'not-staff')
  t.equal(answerOf(replace(proposed(), 'reviewer', 'fourthReviewer')), 'not-evaluating')
  t.equal(answerOf(replace(unconflicted(), 'englishReviewer', 'fourthReviewer')), 'not-reviewer')
  t.equal(answerOf(replace(must(score(unconflicted(), 'reviewer')), 'reviewer', 'fourthReviewer')), 'already-submitted', 'nobody is thrown out for their scores')
  t.equal(answerOf(replace(unconflicted(), 'reviewer', 'fourthReviewer', ' ')), 'reason-missing')
  t.equal(answerOf(replace(unconflicted(), 'reviewer', 'reviewer')), 'reviewer-twice')
  t.equal(answerOf(replace(unconflicted(), 'reviewer', 'secondReviewer')), 'reviewer-twice')
  t.equal(answerOf(replace(unconflicted(), 'reviewer', 'researcher')), 'reviewer-conflicted')
})

t.test('proposing', async (t) => {
  t.match(must(propose(scored())), { status: 'proposed', award: { winner: 'bid-1', winnerOrganisation: 'org-jianghai', confirmedBy: null, declined: [] } })
  t.equal(answerOf(proposeAward(scored(), POLICY, PROPOSAL, RANKING, who('officer'), day(26))), 'not-issuer')
  t.equal(answerOf(propose(closed())), 'not-evaluating')
  t.equal(answerOf(propose(proposed())), 'not-evaluating', 'twice')
  t.equal(answerOf(propose(unconflicted())), 'no-quorum')
  t.equal(answerOf(propose(scored(), { winner: 'bid-9' })), 'unknown-bid')
  t.equal(answerOf(propose(scored(), { winner: 'bid-3', reason: '便宜' })), 'below-threshold')
  t.equal(answerOf(propose(scored(), { winner: 'bid-2' })), 'reason-missing', 'not the first')
  t.equal(answerOf(propose(scored(), { winner: 'bid-2', reason: '条件更好' })), 'done')
  t.match(propose(scored(), { feedback: { 'bid-2': ' ' } }), { refusal: 'feedback-missing', details: { 'feedback.bid-2': 'error.required', 'feedback.bid-3': 'error.required' } })
})

t.test('a competition in which no bid is good enough ends', async (t) => {
  const weak = RANKING.map((one) => ({ ...one, total: 59.9 }))
  const fail = (need: Need, ranking = weak, actor = who('officer')) => failForLackOfQuality(need, POLICY, ranking, actor, day(26))
  t.equal(answerOf(propose(scored(), {}, weak)), 'below-threshold')
  t.match(must(fail(scored())), { status: 'failed', reason: 'no-winner-left', due: null })
  t.equal(answerOf(fail(scored(), RANKING)), 'bid-qualified')
  t.equal(answerOf(fail(scored(), weak, who('owner'))), 'not-staff')
  t.equal(answerOf(fail(unconflicted())), 'no-quorum')
  t.equal(answerOf(fail(proposed())), 'not-evaluating')
})

t.test('confirming', async (t) => {
  const need = must(confirmAward(proposed(), POLICY, who('officer'), day(27)))
  t.match(need, { status: 'publicised', award: { confirmedBy: who('officer').id }, due: { what: 'end-publicity' } })
  t.equal(answerOf(confirmAward(proposed(), POLICY, who('owner'), day(27))), 'not-staff')
  t.equal(answerOf(confirmAward(scored(), POLICY, who('officer'), day(27))), 'not-proposed')
  t.equal(answerOf(confirmAward(publicised(), POLICY, who('officer'), day(27))), 'not-proposed', 'twice')
  const own = { ...who('officer'), id: who('owner').id }
  t.equal(answerOf(confirmAward(proposed(), POLICY, own, day(27))), 'own-need', 'not by who proposed it')
})

t.test('a lone bid takes two officers', async (t) => {
  const lone = RANKING.slice(0, 1)
  const alone = must(propose(scored(), { feedback: {} }, lone))
  const confirm = (need: Need, part: Part, firstStands = true) => confirmAward(need, POLICY, who(part), day(27), firstStands)
  const first = must(confirm(alone, 'officer'))
  t.match(first, { status: 'proposed', award: { firstConfirmedBy: who('officer').id, confirmedBy: null } })
  t.equal(answerOf(confirm(first, 'officer')), 'second-officer', 'not twice by one')
  t.equal(answerOf(confirm(first, 'administrator')), 'not-staff')
  const second = must(confirm(first, 'secondOfficer'))
  t.match(second, { status: 'publicised', award: { confirmedBy: who('secondOfficer').id } })
  t.equal(answerOf(confirm(second, 'secondOfficer')), 'not-proposed', 'replayed')
  t.match(must(confirm(first, 'secondOfficer', false)), { status: 'proposed', award: { firstConfirmedBy: who('secondOfficer').id } }, 'who confirmed first is an officer no more')
  const again = must(propose(must(returnAward(first, '再想想', who('secondOfficer'), day(27))), { feedback: {} }, lone))
  t.equal(must(confirm(again, 'secondOfficer')).status, 'proposed', 'a returned proposal begins anew')
  t.equal(must(confirm(proposed(), 'officer')).status, 'publicised', 'of several bids one officer is enough')
})

t.test('returning a proposal', async (t) => {
  const back = must(returnAward(proposed(), '反馈过于简单', who('officer'), day(27)))
  t.match(back, { status: 'evaluating', award: null })
  t.ok(hasQuorum(back, POLICY), 'the ranking stands')
  t.equal(answerOf(returnAward(proposed(), ' ', who('officer'), day(27))), 'reason-missing')
  t.equal(answerOf(returnAward(proposed(), '理由', who('owner'), day(27))), 'not-staff')
  t.equal(answerOf(returnAward(publicised(), '理由', who('officer'), day(27))), 'not-proposed')
  t.equal(must(propose(back)).reason, '', 'a new proposal does not carry it along')
})

t.test('why a proposal was returned is between staff and issuer: it speaks of sealed results', async (t) => {
  const back = must(returnAward(proposed(), '第一名得分 90 却未入选', who('officer'), day(27)))
  for (const viewer of [null, who('stranger'), who('researcher'), who('reviewer')]) t.equal(viewNeed(back, viewer)?.reason, '')
  for (const part of ['owner', 'officer'] as const) t.match(viewNeed(back, who(part))?.reason, /90/)
})
