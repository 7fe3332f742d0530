import t from 'tap'
import { isScored, rankingFigures } from '../../server/modules/matching/ranking-metrics.ts'

const judged = new Map([['a', 4], ['b', 3], ['c', 2], ['d', 1]])
const near = (value: number) => Number(value.toFixed(4))

t.test('the best order scores 1 everywhere', async (t) => {
  t.same(rankingFigures(['a', 'x', 'b', 'c', 'd'], judged), { ndcg10: 1, averagePrecision: 1, auc: 1, recall100: 1 })
})

t.test('the worst order, by hand', async (t) => {
  const figures = rankingFigures(['d', 'c', 'b', 'a'], judged)
  const gain = 1 / Math.log2(3) + 3 / Math.log2(4) + 7 / Math.log2(5)
  const ideal = 7 + 3 / Math.log2(3) + 1 / Math.log2(4)
  t.equal(near(figures.ndcg10), near(gain / ideal))
  t.equal(near(figures.averagePrecision), near((1 / 3 + 2 / 4) / 2))
  t.equal(figures.auc, 0)
})

t.test('what is not returned earns nothing; two not returned count half for the area', async (t) => {
  const figures = rankingFigures(['b', 'x'], judged)
  t.equal(figures.recall100, 0.5)
  t.equal(figures.auc, (2 + 0.5 * 1 * 2) / 4)
  t.equal(rankingFigures([], judged).auc, 0.5)
  t.equal(rankingFigures([], judged).ndcg10, 0)
})

t.test('a need counts only when its judgements can tell orders apart', async (t) => {
  const many = (grade: number) => Array.from({ length: 9 }, (_, n): [string, number] => [`i${n}`, grade])
  t.ok(isScored(new Map([...many(1), ['j', 4]])))
  t.notOk(isScored(new Map([...many(1), ['j', 2]])))
  t.notOk(isScored(new Map([...many(4), ['j', 3]])))
  t.notOk(isScored(judged))
})
