import t from 'tap'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needQuery } from '../../server/modules/matching/need-query.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { isScored, rankingFigures } from '../../server/modules/matching/ranking-metrics.ts'
import { teamText } from '../../server/modules/matching/team-text.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { reviewerLoss } from './reviewer-loss.ts'
import { missingData, readAchievements, readJudgements, readNeeds, readReviewers, type ReviewerGold } from './shared-data.ts'

t.test('real needs: not below the best plain baseline', { skip: missingData }, async (t) => {
  const items = new TextIndex(matchWeights)
  const asked = new TextIndex(matchWeights)
  for (const one of readAchievements()) items.put(one.id, { title: one.title })
  const needs = readNeeds()
  for (const need of needs) asked.put(need.id, { title: need.title, body: need.content })
  const judged = readJudgements()
  const figures = needs.flatMap((need) => {
    const grades = judged.get(need.id)
    if (grades === undefined || !isScored(grades)) return []
    const query = needQuery({ title: need.title, body: need.content }, asked, matchWeights)
    return [rankingFigures(items.best(query, 20_000).map((one) => one.id), grades)]
  })
  const mean = (pick: (one: (typeof figures)[number]) => number) => figures.reduce((sum, one) => sum + pick(one), 0) / figures.length
  t.equal(figures.length, 92)
  t.ok(mean((one) => one.ndcg10) >= 0.63, `nDCG@10 ${mean((one) => one.ndcg10)}`)
  t.ok(mean((one) => one.auc) >= 0.77, `AUC ${mean((one) => one.auc)}`)
  t.ok(mean((one) => one.recall100) >= 0.55, `R@100 ${mean((one) => one.recall100)}`)
})

t.test('people ranked by their works: within the published field', { skip: missingData }, async (t) => {
  const gold = readReviewers()
  const texts = gold.texts.map((body) => ({ title: '', body }))
  const index = new TextIndex(matchWeights)
  texts.forEach((text, at) => index.put(String(at), text))
  const statistics = { needs: index, items: index }
  const partsOf = memo((paper: number) => {
    const scorer = needScorer({ id: '', tracks: [], text: texts[paper]! }, statistics, matchWeights)
    return memo((work: number) => scorer.part(texts[work]!))
  })
  const scorerOf = (set: ReviewerGold['sets'][number]) => (researcher: string, paper: string) =>
    teamText(set.arch[researcher]!.map((work) => ({ id: '', part: partsOf(set.subs[paper]!)(work) })))
  const loss = reviewerLoss(gold, scorerOf)
  t.ok(loss <= 0.256, `loss ${loss}`)
})

function memo<T>(compute: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>()
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key))
    return known.get(key)!
  }
}
