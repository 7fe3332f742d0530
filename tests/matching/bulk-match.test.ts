import fc from 'fast-check'
import t from 'tap'
import { bulkMatch } from '../../server/modules/matching/bulk-match.ts'
import type { Match, MatchNeed, MatchTeam, MatchText, Verdict } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { rankNeeds } from '../../server/modules/matching/ranker.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { contextWith, needs as smallNeeds, teams as smallTeams } from './small-market.ts'

/** The index keeps its counts in 32 bits. */
const tolerance = 1e-5
const words = ['激光', '焊接', '机器人', '轴承', '检测', 'sensor', '涂层', '催化剂', '5G', '锂电池', '厚度≤0.5mm，', '厚度0.3mm，']
const phrase = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(''))
const text: fc.Arbitrary<MatchText> = fc.record({ title: phrase, summary: phrase, keywords: fc.array(phrase, { maxLength: 2 }) })
const structure = {
  tracks: fc.subarray(['equipment', 'materials', 'marine']),
  district: fc.constantFrom('d-east', 'd-west'),
  trl: fc.integer({ min: 1, max: 9 }),
  organisation: fc.constantFrom('o-1', 'o-2', 'o-3'),
}
const numbered = <T extends { id: string }>(one: fc.Arbitrary<Omit<T, 'id'>>, prefix: string, maxLength: number) =>
  fc.array(one, { maxLength }).map((list) => list.map((fields, at) => ({ ...fields, id: `${prefix}${at}` }) as T))

const someNeeds = numbered<MatchNeed>(fc.record({ text, ...structure }), 'n', 6)
/** Every achievement belongs to all teams that draw its number, as joint work does. */
const someTeams = fc.array(text, { minLength: 5, maxLength: 5 }).chain((works) => numbered<MatchTeam>(fc.record({
  profile: text, ...structure,
  achievements: fc.subarray([0, 1, 2, 3, 4]).map((chosen) => chosen.map((at) => ({ id: `a${at}`, text: works[at]!, tracks: [] }))),
  delivery: fc.record({ delivered: fc.nat(4), failed: fc.nat(2) }),
  capacity: fc.record({ active: fc.nat(4), limit: fc.nat(4) }),
}), 't', 6))
const someVerdicts = fc.array(fc.record<Verdict>({
  needId: fc.constantFrom('n0', 'n1', 'n2'), subjectId: fc.constantFrom('t0', 't1', 't2'), kind: fc.constantFrom('approve', 'pin', 'veto', 'not-for-me'),
}), { maxLength: 4 })

function contextOf(needs: readonly MatchNeed[], teams: readonly MatchTeam[], verdicts: Verdict[], leastText: number) {
  const asked = new TextIndex(matchWeights)
  const items = new TextIndex(matchWeights)
  // The market knows more texts than those compared: the statistics are the market's.
  items.put('elsewhere', { title: '焊接检测', body: '很长的一段别处的说明文字，谈到轴承与涂层' })
  for (const need of needs) asked.put(need.id, need.text)
  for (const team of teams) for (const one of team.achievements) items.put(one.id, one.text)
  return { statistics: { needs: asked, items }, verdicts, leastText }
}

t.test('property: in bulk each team gets what it gets alone', async () => {
  fc.assert(fc.property(someNeeds, someTeams, someVerdicts, fc.constantFrom(0, 0.05), (needs, teams, verdicts, leastText) => {
    const context = contextOf(needs, teams, verdicts, leastText)
    const bulk = bulkMatch(needs, teams, context)
    return teams.every((team) => sameRanking(bulk.get(team.id)!, rankNeeds(team, needs, context)))
  }), { numRuns: 300 })
})

/** The same matches in the same order, but for the last digits. */
function sameRanking(bulk: readonly Match[], alone: readonly Match[]): boolean {
  const expected = new Map(alone.map((match) => [match.id, match]))
  return bulk.length === alone.length
    && bulk.every((match) => isClose(match, expected.get(match.id)))
    && bulk.every((match, at) => match.id === alone[at]!.id || Math.abs(match.score - alone[at]!.score) < tolerance)
}

function isClose(match: Match, other: Match | undefined): boolean {
  const rest = (one: Match) => JSON.stringify({ ...one, score: 0, parts: { ...one.parts, text: 0 } })
  return other !== undefined && Math.abs(match.score - other.score) < tolerance && Math.abs(match.parts.text - other.parts.text) < tolerance && rest(match) === rest(other)
}

t.test('cut at so many per person, the best are kept', async (t) => {
  const context = { ...contextWith(), leastText: 0 }
  const more = Array.from({ length: 9 }, (_, at) => ({ ...smallNeeds[at % 2]!, id: `n-${at}`, trl: at + 1 }))
  const whole = bulkMatch(more, smallTeams, context)
  const cut = bulkMatch(more, smallTeams, context, { perPerson: 2 })
  for (const team of smallTeams) t.same(cut.get(team.id), whole.get(team.id)!.slice(0, 2), team.id)
})

t.test('nobody and nothing are no faults', async (t) => {
  t.same(bulkMatch([], smallTeams, contextWith()).size, smallTeams.length)
  t.same(bulkMatch(smallNeeds, [], contextWith()).size, 0)
})
