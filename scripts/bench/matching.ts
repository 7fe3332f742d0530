import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { isScored, rankingFigures } from '../../server/modules/matching/ranking-metrics.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { EmbeddedSearchIndex } from '../../server/modules/search/embedded-search-index.ts'
import { type Contender, fts5Pairs, miniSearchJieba, miniSearchPairs, oramaMandarin, ours, plainBm25 } from './contenders.ts'
import { type GradedData, readGradedData, textOf } from './matching-data.ts'
import { type Measured, qualityFigure } from './quality-figure.ts'
import { heapUsed, print, quantile, timed } from './readings.ts'
import { rematch } from './rematch.ts'

/**
 * Whole needs against all achievements, side by side with search libraries in one run; then typed search, updates, growth
 * and a re-match of the whole market beside a serving process. `--data FOLDER` holds the graded data,
 * `--figure FILE` draws quality against speed.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { data: { type: 'string', default: '../shared/data/matching' }, figure: { type: 'string' } } })
  const data = readGradedData(values.data)
  if (data === undefined) return
  print(`${data.items.length} achievements, ${data.needs.length} whole needs, everything that scores in order; Node ${process.version}`)
  const measured: Measured[] = []
  for (const make of [ours, plainBm25, miniSearchJieba, miniSearchPairs, oramaMandarin, fts5Pairs]) measured.push(await measure(make, data))
  printTable(measured)
  if (values.figure !== undefined) writeFileSync(values.figure, qualityFigure(measured))
  await typedSearch(data)
  growth(data)
  await rematch(data)
}

async function measure(make: () => Contender, data: GradedData): Promise<Measured> {
  const before = heapUsed()
  const contender = make()
  const built = await timed(() => contender.build(data.items, data.needs))
  const heap = (heapUsed() - before) / 2 ** 20
  for (const need of data.needs.slice(0, 10)) await contender.rank(need)
  const times: number[] = []
  const figures: number[] = []
  for (const need of data.needs) {
    const { ms, value } = await timed(() => contender.rank(need))
    times.push(ms)
    const judged = data.judged.get(need.id)
    if (judged !== undefined && isScored(judged)) figures.push(rankingFigures(value, judged).ndcg10)
  }
  const ndcg10 = figures.reduce((sum, one) => sum + one, 0) / figures.length
  return { name: contender.name, ndcg10, build: built.ms, heap, median: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

/** Ratios beside the figures: machines differ, one run does not. */
function printTable(measured: readonly Measured[]): void {
  const [own] = measured
  if (own === undefined) return
  print('| ranker | nDCG@10 | build ms | heap MB | median ms | p99 ms | median, times ours | p99, times ours |\n|---|---|---|---|---|---|---|---|')
  for (const { name, ndcg10, build, heap, median, p99 } of measured) {
    const ratios = [(median / own.median).toFixed(1), (p99 / own.p99).toFixed(1)]
    print(`| ${[name, ndcg10.toFixed(3), build.toFixed(0), heap.toFixed(0), median.toFixed(2), p99.toFixed(2), ...ratios].join(' | ')} |`)
  }
}

/** The same collection several times over: what 10 and 100 thousand rows cost. */
function growth({ items, needs }: GradedData): void {
  print('| achievements | build ms | MB | median ms, best 500 of a whole need | p99 ms |\n|---|---|---|---|---|')
  for (const rows of [1000, 10_000, 100_000]) {
    const before = heapUsed()
    const started = performance.now()
    const index = new TextIndex(matchWeights)
    for (let at = 0; at < rows; at++) index.put(`r${at}`, { title: items[at % items.length]!.title })
    index.scores(new Map())
    const built = performance.now() - started
    const size = (heapUsed() - before) / 2 ** 20
    const times = needs.map((need) => {
      const { query } = needScorer({ id: need.id, tracks: [], text: textOf(need) }, { needs: index, items: index }, matchWeights)
      const asked = performance.now()
      index.best(query, 500)
      return performance.now() - asked
    })
    print(`| ${[rows, built.toFixed(0), size.toFixed(0), quantile(times, 0.5).toFixed(2), quantile(times, 0.99).toFixed(2)].join(' | ')} |`)
  }
}

async function typedSearch({ items, needs }: GradedData): Promise<void> {
  const index = new EmbeddedSearchIndex()
  const documents = items.map(({ id, title }) => ({ kind: 'achievement' as const, id, title, summary: '', text: '', keywords: [], tracks: [], updatedAt: '2026-01-01T00:00:00.000Z' }))
  const { ms } = await timed(() => index.put(documents))
  const texts = [...needs.map((need) => need.title.slice(0, 6)), 'hanjie', 'jiqiren', 'sensr', 'robot']
  for (const text of texts.slice(0, 20)) await index.search({ kind: 'achievement', text })
  const times: number[] = []
  for (const text of texts) times.push((await timed(() => index.search({ kind: 'achievement', text, facets: ['tracks'] }))).ms)
  print(`typed search: build ${ms.toFixed(0)} ms, median ${quantile(times, 0.5).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`)
  const updates: number[] = []
  for (const document of documents.slice(0, 500)) updates.push(await oneUpdate(index, document))
  print(`one document's update until it is found: median ${quantile(updates, 0.5).toFixed(2)} ms, p99 ${quantile(updates, 0.99).toFixed(2)} ms`)
}

/** A change counts when a whole need is compared with it, so the comparison before is taken off. */
async function oneUpdate(index: EmbeddedSearchIndex, document: Parameters<EmbeddedSearchIndex['put']>[0][number]): Promise<number> {
  const asked = { kind: 'achievement' as const, limit: 1, filter: { ids: [document.id] } }
  const text = { title: document.title }
  await index.candidates(text, asked)
  const before = await timed(() => index.candidates(text, asked))
  const changed = await timed(async () => {
    await index.put([{ ...document, title: `新${document.title}` }])
    return index.candidates(text, asked)
  })
  return Math.max(0, changed.ms - before.ms)
}
