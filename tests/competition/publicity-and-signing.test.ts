import t from 'tap'
import { CLOCK } from '../../server/kernel/actor.ts'
import { admitObjection, type Consequence, endPublicity, fileObjection, resolveObjection, withdrawObjection } from '../../server/modules/competition/publicity.ts'
import { declineAward, draftContract, missSigning, registerContract, signContract } from '../../server/modules/competition/signing.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import {
  admitted, answerOf, contracting, day, halfSigned, must, objected, POLICY, PROPOSAL, proposed, publicised, scored, signed, TERMS, typesOf,
  who, withContract,
} from './rule-course.ts'

const OBJECTION = { id: 'objection-9', realName: '某人', text: '理由' }
const RULING = { upheld: true, answer: '属实', consequence: 'next-rank' as Consequence | null }
const resolve = (need: Need, change: Partial<typeof RULING> = {}, id = 'objection-1') =>
  resolveObjection(need, POLICY, id, { ...RULING, ...change }, who('officer'), day(29))
const afterPublicity = day(60)

t.test('objecting', async (t) => {
  const file = (need: Need, part = who('stranger'), change = {}, at = day(28)) => fileObjection(need, { ...OBJECTION, ...change }, part, at)
  t.match(must(file(publicised())), { status: 'publicised', due: null, objections: [{ status: 'filed', decidedBy: null }] })
  t.equal(answerOf(file(proposed())), 'not-publicised')
  t.equal(answerOf(file(contracting())), 'not-publicised')
  t.equal(answerOf(file(publicised(), who('stranger'), {}, publicised().award?.publicityEnds as Date)), 'window-closed')
  for (const part of ['researcher', 'researcherTeammate'] as const) t.equal(answerOf(file(publicised(), who(part))), 'is-winner', part)
  t.equal(answerOf(file(publicised(), who('rivalResearcher'))), 'done')
  t.equal(answerOf(file(publicised(), who('stranger'), { realName: ' ' })), 'name-missing')
  t.equal(answerOf(file(publicised(), who('stranger'), { text: '' })), 'reason-missing')
})

t.test('admitting', async (t) => {
  const admit = (need: Need, admissible: boolean, answer = '', actor = who('officer'), id = 'objection-1') =>
    admitObjection(need, id, { admissible, answer }, actor, day(28))
  t.match(must(admit(objected(), true)), { due: null, objections: [{ status: 'accepted' }] })
  t.match(must(admit(objected(), false, '超出范围')), { due: { what: 'end-publicity' }, objections: [{ status: 'inadmissible', answer: '超出范围' }] })
  t.equal(answerOf(admit(objected(), false)), 'reason-missing')
  t.equal(answerOf(admit(objected(), true, '', who('owner'))), 'not-staff')
  t.equal(answerOf(admit(objected(), true, '', who('officer'), 'nothing')), 'unknown-objection')
  t.equal(answerOf(admit(admitted(), true)), 'objection-decided')
  const own = must(fileObjection(publicised(), OBJECTION, who('officer'), day(28)))
  t.equal(answerOf(admit(own, true, '', who('officer'), OBJECTION.id)), 'own-objection')
  t.equal(answerOf(admit(own, true, '', who('secondOfficer'), OBJECTION.id)), 'done')
})

t.test('deciding', async (t) => {
  t.match(must(resolve(admitted(), { upheld: false, consequence: null })), { status: 'publicised', due: { what: 'end-publicity' }, objections: [{ status: 'dismissed' }] })
  t.equal(answerOf(resolve(objected())), 'objection-decided', 'not admitted yet')
  t.equal(answerOf(resolve(admitted(), { answer: '' })), 'reason-missing')
  t.equal(answerOf(resolve(admitted(), { consequence: null })), 'consequence-missing')
  t.equal(answerOf(resolve(admitted(), {}, 'nothing')), 'unknown-objection')
  t.equal(answerOf(resolveObjection(admitted(), POLICY, 'objection-1', RULING, who('owner'), day(29))), 'not-staff')
})

t.test('what follows when an objection is upheld', async (t) => {
  t.match(must(resolve(admitted())), { status: 'publicised', award: { winner: 'bid-2', winnerOrganisation: who('rivalResearcher').organisation, declined: ['bid-1'] } })
  t.match(must(resolve(admitted(), { consequence: 'fail' })), { status: 'failed', reason: 'objection-upheld', due: null })
  const again = must(resolve(admitted(), { consequence: 're-evaluate' }))
  t.match(again, { status: 'evaluating', award: null, reason: 'objection-upheld' })
  t.ok(again.panel.every((member) => !member.submitted), 'everybody scores once more')
})

t.test('other open objections lapse with the publicity they were about', async (t) => {
  for (const consequence of ['next-rank', 're-evaluate', 'fail'] as const) {
    const two = must(fileObjection(admitted(), OBJECTION, who('rivalIssuer'), day(28)))
    const need = must(resolve(two, { consequence }))
    t.same(need.objections.map((one) => [one.status, one.decidedBy]), [['upheld', who('officer').id], ['lapsed', null]], consequence)
    t.ok(typesOf(need).includes('objection-lapsed'))
    t.equal(answerOf(resolve(need, {}, OBJECTION.id)), 'objection-decided', 'it cannot strike the next winner')
  }
  const stepped = must(declineAward(objected(), POLICY, '人手不足', who('researcher'), day(29)))
  t.match(stepped, { status: 'publicised', objections: [{ status: 'lapsed' }], due: { what: 'end-publicity' } })
  t.equal(answerOf(fileObjection(stepped, OBJECTION, who('stranger'), day(29))), 'done', 'but may be filed against the next')
})

t.test('taking an objection back', async (t) => {
  t.match(must(withdrawObjection(objected(), 'objection-1', who('stranger'), day(28))), { due: { what: 'end-publicity' }, objections: [{ status: 'withdrawn', decidedBy: null }] })
  t.equal(answerOf(withdrawObjection(objected(), 'objection-1', who('rivalIssuer'), day(28))), 'not-objector')
  t.equal(answerOf(withdrawObjection(objected(), 'nothing', who('stranger'), day(28))), 'not-objector')
  t.equal(answerOf(withdrawObjection(must(resolve(admitted())), 'objection-1', who('stranger'), day(29))), 'objection-decided')
})

t.test('the end of publicity', async (t) => {
  const need = publicised()
  const ends = need.award?.publicityEnds as Date
  t.match(must(endPublicity(need, POLICY, CLOCK, ends)), { status: 'contracting', due: { what: 'end-signing', at: new Date(ends.getTime() + 30 * 86_400_000) } })
  t.equal(answerOf(endPublicity(need, POLICY, CLOCK, new Date(ends.getTime() - 1))), 'not-due')
  t.equal(answerOf(endPublicity(need, POLICY, who('officer'), ends)), 'not-due')
  t.equal(answerOf(endPublicity(proposed(), POLICY, CLOCK, ends)), 'not-publicised')
  for (const open of [objected(), admitted()]) t.equal(answerOf(endPublicity(open, POLICY, CLOCK, afterPublicity)), 'open-objections')
  t.equal(answerOf(endPublicity(must(resolve(admitted(), { upheld: false })), POLICY, CLOCK, afterPublicity)), 'done')
})

t.test('the contract', async (t) => {
  const draft = (need: Need, change = {}, actor = who('owner')) => draftContract(need, { ...TERMS, ...change }, actor, day(41))
  t.match(must(draft(contracting())), { contract: { ...TERMS, signatures: [], registration: null } })
  t.equal(answerOf(draft(contracting(), {}, who('researcher'))), 'not-issuer')
  t.equal(answerOf(draft(publicised())), 'not-contracting')
  for (const amount of [0, -1, 0.5, NaN, Infinity]) t.equal(answerOf(draft(contracting(), { amount })), 'amount-missing', String(amount))
  t.equal(answerOf(draft(signed())), 'already-signed')
  t.same(must(draft(halfSigned(), { amount: 1 })).contract?.signatures, [], 'whoever has signed signs the new text')
})

t.test('signing', async (t) => {
  t.match(halfSigned(), { due: { what: 'end-signing' }, contract: { signatures: [{ side: 'issuer' }] } })
  t.match(signed(), { status: 'contracting', due: null, contract: { signatures: [{ side: 'issuer' }, { side: 'performer' }] } })
  for (const part of ['stranger', 'officer', 'rivalResearcher', 'reviewer'] as const) t.equal(answerOf(signContract(withContract(), who(part), day(41))), 'not-party', part)
  t.equal(answerOf(signContract(publicised(), who('owner'), day(41))), 'not-contracting')
  t.equal(answerOf(signContract(contracting(), who('owner'), day(41))), 'no-contract')
  t.equal(answerOf(signContract(halfSigned(), who('teammate'), day(41))), 'already-signed', 'the same side')
})

t.test('registering', async (t) => {
  const register = (need: Need, number = '2026320600', actor = who('officer')) => registerContract(need, number, actor, day(43))
  t.match(must(register(signed(), ' 2026320600 ')), { status: 'executing', due: null, contract: { registration: '2026320600' } })
  t.equal(answerOf(register(signed(), '2026320600', who('owner'))), 'not-staff')
  t.equal(answerOf(register(publicised())), 'not-contracting')
  for (const need of [contracting(), withContract(), halfSigned()]) t.equal(answerOf(register(need)), 'not-signed')
  t.equal(answerOf(register(signed(), ' ')), 'number-missing')
  t.equal(answerOf(register(must(register(signed())))), 'not-contracting', 'twice')
})

t.test('a winner who steps back', async (t) => {
  const decline = (need: Need, actor = who('researcher'), reason = '人手不足') => declineAward(need, POLICY, reason, actor, day(41))
  for (const need of [publicised(), contracting(), halfSigned()]) {
    t.match(must(decline(need)), { status: 'publicised', award: { winner: 'bid-2', declined: ['bid-1'] }, contract: null, signingEnds: null, due: { what: 'end-publicity' } })
  }
  t.equal(answerOf(decline(proposed())), 'not-contracting')
  t.equal(answerOf(decline(scored())), 'not-winner')
  t.equal(answerOf(decline(publicised(), who('rivalResearcher'))), 'not-winner')
  t.equal(answerOf(decline(signed())), 'already-signed')
  t.equal(answerOf(decline(publicised(), who('researcher'), ' ')), 'reason-missing')
  const last = must(decline(publicised()))
  t.match(must(decline(last, who('rivalResearcher'))), { status: 'failed', reason: 'no-winner-left', due: null }, 'the third is below the threshold')
})

t.test('a winner who was not the first steps back', async (t) => {
  const second = publicised({ ...PROPOSAL, winner: 'bid-2', reason: '条件更好' })
  const next = must(declineAward(second, POLICY, '人手不足', who('rivalResearcher'), day(28)))
  t.match(next.award, { winner: 'bid-1', declined: ['bid-2'], reason: '' })
  t.match(must(declineAward(next, POLICY, '也不行', who('researcher'), day(29))), { status: 'failed' }, 'nobody is asked twice')
})

t.test('no contract in time', async (t) => {
  const ends = contracting().signingEnds as Date
  for (const need of [contracting(), withContract(), halfSigned()]) {
    const missed = must(missSigning(need, POLICY, CLOCK, ends))
    t.match(missed, { status: 'publicised', award: { winner: 'bid-2' }, contract: null, signingEnds: null })
    t.same(typesOf(missed).slice(-2), ['signing-missed', 'next-rank-proposed'])
    t.equal(answerOf(missSigning(need, POLICY, CLOCK, new Date(ends.getTime() - 1))), 'not-due')
    t.equal(answerOf(missSigning(need, POLICY, who('officer'), ends)), 'not-due')
  }
  t.equal(answerOf(missSigning(signed(), POLICY, CLOCK, ends)), 'not-due', 'both have signed: the register is the staff\'s turn')
  t.equal(answerOf(missSigning(publicised(), POLICY, CLOCK, ends)), 'not-contracting')
})
