import t from 'tap'
import type { Indicator, NeedContent } from '../../server/modules/competition/need.ts'
import { draftNeed, editNeed, EMPTY_CONTENT, indicatorHolds, missingIn, submitNeed } from '../../server/modules/competition/draft.ts'
import { approveNeed, rejectNeed, returnNeed } from '../../server/modules/competition/review.ts'
import { publishNeed } from '../../server/modules/competition/publication.ts'
import { answerOf, approved, CONTENT, day, drafted, must, POLICY, published, START, submitted, typesOf, who } from './rule-course.ts'

const IDS = { id: 'need-2', number: 'NT-2026-0002' }
const REMARK = { field: 'summary', text: '请写明现状' }

t.test('who drafts', async (t) => {
  t.equal(answerOf(draftNeed(IDS, EMPTY_CONTENT, who('owner'), START)), 'done')
  t.equal(answerOf(draftNeed(IDS, EMPTY_CONTENT, who('officer'), START)), 'done', 'officers draft what they collected')
  for (const part of ['researcher', 'reviewer', 'administrator', 'auditor'] as const) {
    t.equal(answerOf(draftNeed(IDS, EMPTY_CONTENT, who(part), START)), 'not-issuer', part)
  }
})

t.test('who edits, and until when', async (t) => {
  const edited = must(editNeed(drafted(), { ...CONTENT, title: '新题目' }, who('teammate'), day(1)))
  t.same([edited.content.title, edited.contentVersion, edited.revision], ['新题目', 2, 2])
  t.equal(answerOf(editNeed(drafted(), CONTENT, who('stranger'), day(1))), 'not-issuer')
  t.equal(answerOf(editNeed(submitted(), CONTENT, who('owner'), day(1))), 'not-draft')
})

t.test('submitting', async (t) => {
  t.equal(answerOf(submitNeed(drafted(), who('stranger'), START)), 'not-issuer')
  t.equal(answerOf(submitNeed(drafted({}, who('unverifiedIssuer')), who('unverifiedIssuer'), START)), 'not-verified')
  t.equal(answerOf(submitNeed(submitted(), who('owner'), START)), 'not-draft')
  const outcome = submitNeed(drafted({ title: ' ', deadline: START }), who('owner'), START)
  t.match(outcome, { ok: false, refusal: 'incomplete', details: { title: 'error.required', deadline: 'error.past' } })
})

t.test('what may be missing is named field by field', async (t) => {
  const wrong: [Partial<NeedContent>, string][] = [
    [{ summary: '' }, 'summary'], [{ bidderConditions: '' }, 'bidderConditions'], [{ indicators: [] }, 'indicators'], [{ tracks: [] }, 'tracks'],
    [{ funding: null }, 'funding.amount'], [{ funding: { kind: 'bounty', amount: 0 } }, 'funding.amount'], [{ ipTerms: null }, 'ipTerms'],
    [{ deadline: null }, 'deadline'], [{ criteria: [] }, 'criteria'], [{ criteria: [{ id: 'c', name: 'x', weight: 99 }] }, 'criteria'],
  ]
  for (const [change, field] of wrong) t.same(Object.keys(missingIn({ ...CONTENT, ...change }, START)), [field])
  t.same(missingIn(CONTENT, START), {})
})

t.test('an indicator can be checked', async (t) => {
  const cases: [Indicator['comparator'], string, boolean][] = [
    ['at-least', '5', true], ['at-least', '-0.5', true], ['at-least', '5%', false], ['at-most', '', false], ['equal', '1e3', false],
    ['between', '-40~175', true], ['between', '5', false], ['described', '通过', true], ['described', ' ', false],
  ]
  for (const [comparator, value, holds] of cases) t.equal(indicatorHolds({ name: '指标', comparator, value, unit: '' }), holds, `${comparator} ${value}`)
  t.notOk(indicatorHolds({ name: ' ', comparator: 'equal', value: '1', unit: '' }))
})

t.test('approval', async (t) => {
  const need = must(approveNeed(submitted(), POLICY, day(3), who('officer'), START))
  t.match(need, { status: 'approved', due: { what: 'publish', at: day(3) } })
  t.equal(answerOf(approveNeed(submitted(), POLICY, null, who('owner'), START)), 'not-staff')
  t.equal(answerOf(approveNeed(submitted(), POLICY, null, who('administrator'), START)), 'not-staff')
  t.equal(answerOf(approveNeed(drafted(), POLICY, null, who('officer'), START)), 'not-submitted')
  t.equal(answerOf(approveNeed(approved(), POLICY, null, who('officer'), START)), 'not-submitted', 'twice')
  t.equal(answerOf(approveNeed(submitted({ deadline: day(5) }), POLICY, null, who('officer'), START)), 'deadline-too-soon')
  t.equal(answerOf(approveNeed(submitted(), POLICY, day(14), who('officer'), START)), 'deadline-too-soon')
})

t.test('a date of publication that has passed does not shorten the time for bids', async (t) => {
  const need = submitted({ deadline: day(5) })
  t.equal(answerOf(approveNeed(need, POLICY, day(-30), who('officer'), START)), 'deadline-too-soon')
})

t.test('nobody approves what they wrote or handed in themselves', async (t) => {
  const collected = drafted({}, who('officer'))
  const own = must(submitNeed(collected, who('officer'), START))
  t.equal(answerOf(approveNeed(own, POLICY, null, who('officer'), START)), 'own-need')
  t.equal(answerOf(rejectNeed(own, '不妥', who('officer'), START)), 'own-need')
  t.equal(answerOf(approveNeed(own, POLICY, null, who('secondOfficer'), START)), 'done')

  const colleague = { ...who('officer'), id: 'colleague' }
  const takenOver = must(submitNeed(must(editNeed(collected, CONTENT, colleague, START)), colleague, START))
  t.equal(answerOf(approveNeed(takenOver, POLICY, null, colleague, START)), 'own-need', 'a colleague who rewrote it and handed it in')
  t.equal(answerOf(approveNeed(takenOver, POLICY, null, who('officer'), START)), 'own-need')

  const moved = { ...who('officer'), organisation: who('secondOfficer').organisation }
  t.equal(answerOf(approveNeed(own, POLICY, null, moved, START)), 'own-need', 'from another office')
})

t.test('returning', async (t) => {
  const back = must(returnNeed(submitted(), [REMARK], who('officer'), day(1)))
  t.match(back, { status: 'draft', remarks: [REMARK], content: CONTENT })
  t.equal(answerOf(returnNeed(submitted(), [], who('officer'), day(1))), 'reason-missing')
  t.equal(answerOf(returnNeed(drafted(), [REMARK], who('officer'), day(1))), 'not-submitted')
  t.equal(answerOf(returnNeed(published(), [REMARK], who('officer'), day(1))), 'not-submitted')
  t.equal(answerOf(returnNeed(submitted(), [REMARK], who('stranger'), day(1))), 'not-staff')
})

t.test('approved but never published in time, a need can still be given a new deadline', async (t) => {
  const late = approved()
  t.equal(answerOf(publishNeed(late, POLICY, who('officer'), day(15))), 'deadline-too-soon')
  const back = must(returnNeed(late, [{ field: 'deadline', text: '请改期' }], who('officer'), day(15)))
  const again = must(submitNeed(must(editNeed(back, { ...CONTENT, deadline: day(60) }, who('owner'), day(16))), who('owner'), day(16)))
  t.equal(must(publishNeed(must(approveNeed(again, POLICY, null, who('officer'), day(17))), POLICY, who('officer'), day(18))).status, 'published')
  t.same(must(returnNeed(approved(day(3)), [REMARK], who('officer'), day(2))).due, null, 'a planned publication is off')
})

t.test('rejecting', async (t) => {
  const rejected = must(rejectNeed(submitted(), '无法核验', who('officer'), day(1)))
  t.match(rejected, { status: 'rejected', reason: '无法核验' })
  t.equal(answerOf(rejectNeed(submitted(), ' ', who('officer'), day(1))), 'reason-missing')
  t.equal(answerOf(rejectNeed(submitted(), '理由', who('owner'), day(1))), 'not-staff')
  t.equal(answerOf(rejectNeed(approved(), '理由', who('officer'), day(1))), 'not-submitted')
  t.same(typesOf(rejected), ['need-drafted', 'need-submitted', 'need-rejected'])
})
