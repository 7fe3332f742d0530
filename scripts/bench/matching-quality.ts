import { parseArgs } from 'node:util'
import { bootstrap, type Interval } from '../../server/modules/matching/paired-bootstrap.ts'
import { isScored, type RankingFigures, rankingFigures } from '../../server/modules/matching/ranking-metrics.ts'
import { type Contender, fts5Pairs, fts5Trigrams, miniSearchJieba, miniSearchPairs, miniSearchPlain, oramaMandarin, ours, plainBm25 } from './contenders.ts'
import { type GradedData, readGradedData } from './matching-data.ts'

/**
 * Every search library that runs here against this ranker on graded needs: figures and how much ours is ahead, need by
 * need, with 95 % intervals drawn over groups of needs. Nothing is fitted, so every need is an unseen one.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { data: { type: 'string', default: '../shared/data/matching' } } })
  const data = readGradedData(values.data)
  if (data === undefined) return
  const scored = data.needs.filter(({ id }) => data.judged.has(id) && isScored(data.judged.get(id)!))
  const groups = scored.map((need) => need.group)
  console.log('| ranker | query | nDCG@10 | MAP | AUC | R@100 | this one is ahead by: nDCG@10 | MAP | AUC | R@100 |\n|---|---|---|---|---|---|---|---|---|---|')
  const own = await figuresOf(ours(), data, scored)
  console.log(row(ours().name, 'whole need', own))
  for (const make of [plainBm25, fts5Pairs, miniSearchPairs, oramaMandarin, miniSearchJieba, fts5Trigrams, miniSearchPlain]) {
    const contender = make()
    contender.build(data.items, data.needs)
    for (const query of ['title', 'whole need'] as const) {
      const asked = scored.map((need) => (query === 'title' ? { ...need, content: '' } : need))
      console.log(row(contender.name, query, await figuresOf(contender, { ...data, items: [] }, asked), { own, groups }))
    }
  }
}

/** A need that a run does not mention counts as 0 in every figure, as in `evaluate`. */
const foundNothing: RankingFigures = { ndcg10: 0, averagePrecision: 0, auc: 0, recall100: 0 }
const names = ['ndcg10', 'averagePrecision', 'auc', 'recall100'] as const

async function figuresOf(contender: Contender, data: GradedData, asked: GradedData['needs']): Promise<RankingFigures[]> {
  if (data.items.length > 0) contender.build(data.items, data.needs)
  const figures: RankingFigures[] = []
  for (const need of asked) {
    const ranking = await contender.rank(need)
    figures.push(ranking.length === 0 ? foundNothing : rankingFigures(ranking, data.judged.get(need.id)!))
  }
  return figures
}

function row(name: string, query: string, figures: readonly RankingFigures[], against?: { own: readonly RankingFigures[]; groups: readonly string[] }): string {
  const means = names.map((one) => fixed(figures.reduce((sum, each) => sum + each[one], 0) / figures.length))
  const ahead = against === undefined ? names.map(() => '') : names.map((one) => interval(bootstrap(figures.map((each, at) => against.own[at]![one] - each[one]), against.groups)))
  return `| ${[name, query, ...means, ...ahead].join(' | ')} |`
}

const fixed = (value: number) => value.toFixed(3).replace(/^(-?)0/, '$1')
const signed = (value: number) => `${value < 0 ? '−' : '+'}${fixed(Math.abs(value))}`
const interval = ({ mean, low, high }: Interval) => `${signed(mean)} [${signed(low)}, ${signed(high)}]`
