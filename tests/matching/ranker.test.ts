import t from 'tap'
import type { Match, MatchAchievement, MatchNeed, Verdict } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { rankAchievements, rankNeeds, rankTeams } from '../../server/modules/matching/ranker.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { achievements, coatNeed, coatTeam, contextWith, needs, pathTeam, teams, weldNeed, weldTeam } from './small-market.ts'

const ids = (matches: Match[]) => matches.map((match) => match.id)
const said = (kind: Verdict['kind'], subjectId: string): Verdict => ({ needId: weldNeed.id, subjectId, kind })

t.test('teams come in order of evidence; strangers to the need and its own people are left out', async (t) => {
  const ranking = rankTeams(weldNeed, teams, contextWith())
  t.same(ids(ranking).slice(0, 2), ['t-weld', 't-path'])
  t.notOk(ids(ranking).includes('t-farm'), 'too little in common')
  t.notOk(ids(ranking).includes('t-own'), 'the issuer does not compete for its own need')
  t.same(ranking[0]?.through, ['a-crack', 'a-path'])
})

t.test('every score keeps its parts within bounds and the version of its weights', async (t) => {
  for (const match of rankTeams(weldNeed, teams, contextWith([said('approve', 't-path')]))) {
    for (const [name, part] of Object.entries(match.parts)) t.ok(part >= (name === 'verdict' ? -1 : 0) && part <= 1, `${match.id} ${name}`)
    t.ok(match.score >= 0 && match.score <= 1)
    t.equal(match.weights, matchWeights.version)
  }
})

t.test('structure decides between equal texts', async (t) => {
  const far = { ...weldTeam, id: 't-far', park: 'p-other', district: 'd-other', delivery: { delivered: 0, failed: 3 } }
  const [first, second] = rankTeams(weldNeed, [far, weldTeam], contextWith())
  t.equal(first?.id, 't-weld')
  t.equal(first?.parts.text, second?.parts.text)
  t.ok(first!.parts.region > second!.parts.region && first!.parts.delivery > second!.parts.delivery)
})

t.test('verdicts: approve lifts, pin leads, veto and not-for-me take out', async (t) => {
  const plain = rankTeams(weldNeed, teams, contextWith()).find((match) => match.id === 't-path')!
  const approved = rankTeams(weldNeed, teams, contextWith([said('approve', 't-path')])).find((match) => match.id === 't-path')!
  t.ok(approved.score > plain.score)
  t.equal(rankTeams(weldNeed, teams, contextWith([said('pin', 't-coat')]))[0]?.id, 't-coat')
  t.notOk(ids(rankTeams(weldNeed, teams, contextWith([said('veto', 't-weld')]))).includes('t-weld'))
  t.notOk(ids(rankTeams(weldNeed, teams, contextWith([said('not-for-me', 't-weld')]))).includes('t-weld'))
  t.notOk(ids(rankTeams(weldNeed, teams, contextWith([said('pin', 't-weld'), said('veto', 't-weld')]))).includes('t-weld'), 'a veto outweighs a pin')
  t.ok(ids(rankTeams(weldNeed, teams, contextWith([said('approve', 't-farm')]))).includes('t-farm'), 'staff may know more than the texts')
})

t.test('a verdict on one pair leaves other pairs alone', async (t) => {
  const context = contextWith([said('veto', 't-coat')])
  t.same(rankTeams(coatNeed, teams, context), rankTeams(coatNeed, teams, contextWith()))
  t.ok(rankTeams(weldNeed, teams, { ...contextWith(), leastText: 0 }).length > rankTeams(weldNeed, teams, contextWith()).length)
})

t.test('achievements for a need', async (t) => {
  t.same(ids(rankAchievements(weldNeed, achievements, contextWith())).slice(0, 2), ['a-crack', 'a-path'])
  t.equal(ids(rankAchievements(coatNeed, achievements, contextWith()))[0], 'a-salt')
})

t.test('needs for a team: the same score as the other way round', async (t) => {
  const feed = rankNeeds(weldTeam, needs, contextWith())
  t.equal(feed[0]?.id, weldNeed.id)
  const other = rankTeams(weldNeed, teams, contextWith()).find((match) => match.id === weldTeam.id)
  t.equal(feed[0]?.score, other?.score)
  t.same(ids(rankNeeds(coatTeam, needs, contextWith()))[0], coatNeed.id)
  t.same(rankNeeds({ ...weldTeam, organisation: 'o-crane' }, [weldNeed], contextWith()), [])
})

t.test('scores that an index has computed give the same ranking', async (t) => {
  const context = contextWith()
  const items = context.statistics.items
  if (!(items instanceof TextIndex)) return t.fail('the small market uses an index')
  const { query } = needScorer(weldNeed, context.statistics, matchWeights)
  const textScores = new Map(items.best(query, 100).map((one) => [one.id, one.score]))
  const indexed = rankTeams(weldNeed, teams, { ...context, textScores })
  t.same(ids(indexed), ids(rankTeams(weldNeed, teams, context)))
})

t.test('an empty market and an empty need are no faults', async (t) => {
  const nothing = new TextIndex(matchWeights)
  const context = { statistics: { needs: nothing, items: nothing }, verdicts: [] }
  t.same(rankTeams(weldNeed, [], context), [])
  t.same(rankTeams({ id: 'n', tracks: [], text: { title: '' } }, [pathTeam], context), [])
})

t.test('form language that every need shares counts for little, whatever it says', async (t) => {
  const form = '我公司因发展需要，现面向高校征集技术合作，希望提供成熟的整套解决方案，合作方式面议。'
  const wanted = (id: string, title: string): MatchNeed => ({ id, tracks: [], text: { title, body: `${form}${title}。` } })
  const asked = new TextIndex(matchWeights)
  const items = new TextIndex(matchWeights)
  const market = [wanted('n-1', '水产饲料防霉'), ...['桥梁除锈', '果蔬分拣', '钢丝绳探伤', '污泥干化', '电缆护套', '纱线染色'].map((title, at) => wanted(`n-o${at}`, title))]
  for (const need of market) asked.put(need.id, need.text)
  const echo: MatchAchievement = { id: 'a-echo', tracks: [], text: { title: '面向高校征集成熟技术的整套解决方案合作平台' } }
  const answer: MatchAchievement = { id: 'a-answer', tracks: [], text: { title: '饲料防霉剂' } }
  for (const one of [echo, answer, ...achievements]) items.put(one.id, one.text)
  const share = (needs: TextIndex) => {
    const ranking = rankAchievements(market[0]!, [echo, answer], { statistics: { needs, items }, verdicts: [], leastText: 0 })
    t.equal(ranking[0]?.id, 'a-answer')
    return ranking[1]!.parts.text / ranking[0]!.parts.text
  }
  const [informed, naive] = [share(asked), share(new TextIndex(matchWeights))]
  t.ok(informed < naive / 2, `the echo of the form has ${informed} of the answer's part, ${naive} without what other needs say`)
})
