import t from 'tap'
import { learnedWeights, type JudgedMatch } from '../../server/modules/matching/learned-weights.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'

const parts = { text: 0.5, indicators: 0.5, track: 0.5, trl: 0.5, region: 0.5, delivery: 0.5, capacity: 0.5, verdict: 0 }
const decision = (kind: JudgedMatch['kind'], change: Partial<typeof parts> = {}): JudgedMatch => ({ kind, parts: { ...parts, ...change } })

t.test('a part that tells approved from refused gains, slowly and within bounds', async (t) => {
  const few = learnedWeights(matchWeights, [decision('approve', { region: 1 }), decision('veto', { region: 0 })])
  const many = learnedWeights(matchWeights, Array.from({ length: 400 }, (_, n) => (n % 2 ? decision('pin', { region: 1 }) : decision('not-for-me', { region: 0 }))))
  t.ok(few.parts.region > matchWeights.parts.region && few.parts.region < many.parts.region)
  t.ok(many.parts.region <= 1.5 * matchWeights.parts.region + 1e-9)
  t.equal(few.parts.text, matchWeights.parts.text)
  t.equal(many.version, `${matchWeights.version}+400`)
})

t.test('one-sided decisions teach nothing, and a decision taken back leaves no trace', async (t) => {
  t.equal(learnedWeights(matchWeights, [decision('approve'), decision('pin')]), matchWeights)
  t.equal(learnedWeights(matchWeights, []), matchWeights)
  const kept = [decision('approve', { track: 1 }), decision('veto')]
  t.same(learnedWeights(matchWeights, kept), learnedWeights(matchWeights, [...kept, decision('veto', { track: 1 })].slice(0, 2)))
})
