import t from 'tap'
import { CLOCK } from '../../server/kernel/actor.ts'
import { nextStep } from '../../server/modules/competition/next-step.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { closeNeed, decideWithdrawal, extendDeadline, publishNeed, withdrawNeed } from '../../server/modules/competition/publication.ts'
import { answerOf, approved, closed, CONTENT, day, drafted, evaluating, FACTS, must, POLICY, published, submitted, typesOf, who } from './rule-course.ts'

const asked = () => must(withdrawNeed(published(), '预算取消', who('owner'), day(5)))

t.test('publishing', async (t) => {
  const need = must(publishNeed(approved(), POLICY, who('officer'), day(1)))
  t.match(need, { status: 'published', policy: { id: POLICY.id, version: POLICY.version }, due: { what: 'close', at: CONTENT.deadline } })
  t.equal(answerOf(publishNeed(submitted(), POLICY, who('officer'), day(1))), 'not-approved')
  t.equal(answerOf(publishNeed(published(), POLICY, who('officer'), day(2))), 'not-approved', 'twice')
  t.equal(answerOf(publishNeed(approved(), POLICY, who('owner'), day(1))), 'not-staff')
  t.equal(answerOf(publishNeed(approved(), POLICY, who('officer'), day(13.1))), 'deadline-too-soon')
})

t.test('publishing by the clock', async (t) => {
  t.equal(answerOf(publishNeed(approved(), POLICY, CLOCK, day(1))), 'not-due', 'without a date')
  t.equal(answerOf(publishNeed(approved(day(3)), POLICY, CLOCK, day(2.9))), 'not-due')
  t.equal(answerOf(publishNeed(approved(day(3)), POLICY, CLOCK, day(3))), 'done')
  t.equal(answerOf(publishNeed(approved(day(3)), POLICY, CLOCK, day(15))), 'done', 'a server that was down publishes late')
  const missed = must(publishNeed(approved(day(3)), POLICY, CLOCK, day(20)))
  t.match(missed, { status: 'approved', publishAt: null, due: null }, 'but not when nobody could bid any more')
  t.equal(typesOf(missed).at(-1), 'publication-missed')
  t.match(nextStep(missed), { key: 'publish', who: 'officer' }, 'then it is the staff\'s turn')
})

t.test('a later deadline', async (t) => {
  t.match(must(extendDeadline(published(), day(30), who('owner'), day(2))), { due: { at: day(30) }, contentVersion: 1 })
  t.equal(answerOf(extendDeadline(published(), day(30), who('officer'), day(2))), 'done')
  t.equal(answerOf(extendDeadline(published(), day(30), who('stranger'), day(2))), 'not-issuer')
  t.equal(answerOf(extendDeadline(approved(), day(30), who('owner'), day(2))), 'not-published')
  t.equal(answerOf(extendDeadline(published(), day(20), who('owner'), day(2))), 'deadline-not-later')
  t.equal(answerOf(extendDeadline(published(), day(30), who('owner'), day(20))), 'deadline-passed', 'at the deadline itself')
})

t.test('withdrawing before publication is the issuer\'s own affair', async (t) => {
  for (const need of [drafted(), submitted(), approved(day(3))]) {
    t.match(must(withdrawNeed(need, '不再需要', who('teammate'), day(1))), { status: 'withdrawn', reason: '不再需要', due: null })
  }
  t.equal(answerOf(withdrawNeed(drafted(), '不再需要', who('stranger'), day(1))), 'not-issuer')
  t.equal(answerOf(withdrawNeed(drafted(), ' ', who('owner'), day(1))), 'reason-missing')
  t.equal(answerOf(withdrawNeed(closed(), '不再需要', who('owner'), day(21))), 'not-withdrawable')
})

t.test('a published need is withdrawn by staff at the issuer\'s request', async (t) => {
  t.match(asked(), { status: 'published', withdrawalRequest: { reason: '预算取消' } })
  t.match(must(decideWithdrawal(asked(), true, who('officer'), day(6))), { status: 'withdrawn', reason: '预算取消', withdrawalRequest: null, due: null })
  t.match(must(decideWithdrawal(asked(), false, who('officer'), day(6))), { status: 'published', withdrawalRequest: null, due: { what: 'close' } })
  t.equal(answerOf(decideWithdrawal(asked(), true, who('owner'), day(6))), 'not-staff')
  t.equal(answerOf(decideWithdrawal(published(), true, who('officer'), day(6))), 'no-request')
  t.equal(answerOf(decideWithdrawal(closed(), true, who('officer'), day(21))), 'not-published')
})

t.test('from the deadline on nobody withdraws: bids are in', async (t) => {
  t.equal(answerOf(withdrawNeed(published(), '反悔', who('owner'), day(20))), 'deadline-passed')
  t.equal(answerOf(decideWithdrawal(asked(), true, who('officer'), day(20))), 'deadline-passed')
})

t.test('the deadline', async (t) => {
  t.equal(answerOf(closeNeed(published(), POLICY, { bids: 1 }, who('officer'), day(20))), 'not-due')
  t.equal(answerOf(closeNeed(published(), POLICY, { bids: 1 }, CLOCK, day(19.99))), 'not-due')
  t.equal(answerOf(closeNeed(approved(), POLICY, { bids: 1 }, CLOCK, day(20))), 'not-published')
  t.match(must(closeNeed(published(), POLICY, { bids: 1 }, CLOCK, day(20))), { status: 'closed', due: null })
  t.match(must(closeNeed(published(), POLICY, { bids: 0 }, CLOCK, day(20))), { status: 'failed', reason: 'too-few-bids' })
  t.match(must(closeNeed(published(), { ...POLICY, minBids: 3 }, { bids: 2 }, CLOCK, day(20))), { status: 'failed' })
})

t.test('a request to withdraw that nobody answered does not outlive the deadline', async (t) => {
  for (const bids of [0, 3]) t.equal(must(closeNeed(asked(), POLICY, { bids }, CLOCK, day(20))).withdrawalRequest, null)
})

t.test('two people open', async (t) => {
  const first = must(confirmOpening(closed(), FACTS, who('owner'), day(21)))
  t.match(first, { status: 'closed', minutes: null, opening: [{ side: 'issuer' }] })
  const opened = must(confirmOpening(first, FACTS, who('secondOfficer'), day(22)))
  t.match(opened, { status: 'evaluating', minutes: { receipts: ['a', 'b', 'c'], by: [who('owner').id, who('secondOfficer').id] } })

  t.equal(answerOf(confirmOpening(published(), FACTS, who('officer'), day(2))), 'not-closed')
  t.equal(answerOf(confirmOpening(evaluating(), FACTS, who('officer'), day(23))), 'not-closed', 'again')
  for (const part of ['stranger', 'researcher', 'reviewer', 'administrator'] as const) {
    t.equal(answerOf(confirmOpening(closed(), FACTS, who(part), day(21))), 'not-opener', part)
  }
  t.equal(answerOf(confirmOpening(closed(), FACTS, CLOCK, day(21))), 'not-opener')
  t.equal(answerOf(confirmOpening(first, FACTS, who('owner'), day(22))), 'already-confirmed')
  t.equal(answerOf(confirmOpening(first, FACTS, who('teammate'), day(22))), 'already-confirmed', 'the same side')
  t.equal(answerOf(confirmOpening(closed(), { ...FACTS, bidders: [who('officer').organisation] }, who('officer'), day(21))), 'is-bidder')
})

t.test('one person who has changed sides is still one person', async (t) => {
  const first = must(confirmOpening(closed(), FACTS, who('owner'), day(21)))
  const changed = { ...who('officer'), id: who('owner').id }
  t.equal(answerOf(confirmOpening(first, FACTS, changed, day(22))), 'already-confirmed')
})
