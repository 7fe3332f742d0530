import t from 'tap'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { rankTeams } from '../../server/modules/matching/ranker.ts'
import { TeamBook } from '../../server/modules/matching/team-book.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { contextWith, needs, teams } from './small-market.ts'

t.test('all teams at once get the text parts that rankTeams gives one by one', async (t) => {
  const context = { ...contextWith(), leastText: 0 }
  const { items } = context.statistics
  if (!(items instanceof TextIndex)) return t.fail('the small market uses an index')
  const book = new TeamBook(items, teams)
  for (const need of needs) {
    const parts = book.textParts(needScorer(need, context.statistics, matchWeights))
    for (const match of rankTeams(need, teams, context)) {
      t.ok(Math.abs(parts[book.ids.indexOf(match.id)]! - match.parts.text) < 1e-6, `${need.id} ${match.id}`)
    }
  }
  t.same([...new TeamBook(items, [{ id: 'unknown', achievements: [] }]).textParts(needScorer(needs[0]!, context.statistics, matchWeights))], [0])
})
