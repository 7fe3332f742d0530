import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { isScored, rankingFigures } from '../../server/modules/matching/ranking-metrics.ts'
import { bulkMatch } from '../../server/modules/matching/bulk-match.ts'
import { countTerms } from '../../server/modules/matching/terms.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { parseJudgements } from '../../server/modules/matching/trec-run.ts'
import { EmbeddedSearchIndex } from '../../server/modules/search/embedded-search-index.ts'

interface Item { id: string; title: string }
interface Need { id: string; title: string; content: string }
interface Data { items: Item[]; needs: Need[]; judged: ReadonlyMap<string, ReadonlyMap<string, number>> }

/** One way to rank: builds from the items, answers a whole need with ids, best first. */
interface Contender {
  name: string
  build(data: Data): unknown
  rank(need: Need): string[] | Promise<string[]>
}

/**
 * Whole needs against all achievements, side by side with search libraries in one run; then growth, typed search,
 * updates and re-matching. `--data FOLDER` holds needs.dev.jsonl, achievements.jsonl and qrels.dev.tsv; `--peers FOLDER`
 * is where minisearch, @orama/orama, @orama/tokenizers, @node-rs/jieba and better-sqlite3 are installed, as far as wanted.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { data: { type: 'string', default: '../shared/data/matching' }, peers: { type: 'string' } } })
  if (!existsSync(join(values.data, 'achievements.jsonl'))) return print(`no data in ${values.data}: name a folder with --data`)
  const data = readData(values.data)
  print(`${data.items.length} achievements, ${data.needs.length} whole needs, all hits ordered; Node ${process.version}`)
  print(`${'ranker'.padEnd(26)} nDCG@10  build ms  median ms   p99 ms`)
  for (const contender of [ours(), ...await peers(values.peers)]) await measure(contender, data)
  growth(data)
  rematch(data)
  await typedSearch(data)
}

async function measure(contender: Contender, data: Data): Promise<void> {
  const built = await timed(() => contender.build(data))
  await contender.rank(data.needs[0]!)
  const times: number[] = []
  const figures: number[] = []
  for (const need of data.needs) {
    const { ms, value } = await timed(() => contender.rank(need))
    times.push(ms)
    const judged = data.judged.get(need.id)
    if (judged !== undefined && isScored(judged)) figures.push(rankingFigures(value, judged).ndcg10)
  }
  const ndcg = figures.reduce((sum, one) => sum + one, 0) / figures.length
  print(`${contender.name.padEnd(26)} ${ndcg.toFixed(3).padStart(7)} ${built.ms.toFixed(0).padStart(9)} ${quantile(times, 0.5)} ${quantile(times, 0.99)}`)
}

function ours(): Contender {
  const items = new TextIndex(matchWeights)
  const asked = new TextIndex(matchWeights)
  return {
    name: 'this ranker',
    build: (data) => {
      for (const { id, title } of data.items) items.put(id, { title })
      for (const need of data.needs) asked.put(need.id, textOf(need))
      items.scores(new Map())
    },
    rank: (need) => {
      const { query } = needScorer({ id: need.id, tracks: [], text: textOf(need) }, { needs: asked, items }, matchWeights)
      return items.best(query, 20_000).map((one) => one.id)
    },
  }
}

async function peers(folder: string | undefined): Promise<Contender[]> {
  if (folder === undefined) return print('no peers: install them somewhere and name the folder with --peers'), []
  const from = createRequire(join(folder, 'package.json'))
  const makers = [miniSearchJieba, miniSearchPairs, oramaMandarin, fts5Pairs]
  const found: Contender[] = []
  for (const make of makers) {
    try {
      found.push(await make(from))
    } catch (error) {
      print(`${make.name}: not installed in ${folder} (${error instanceof Error ? error.message.split('\n')[0] : ''})`)
    }
  }
  return found
}

interface MiniSearchLike { addAll(items: Item[]): void; search(text: string): { id: string }[] }
type MiniSearchMaker = new (options: object) => MiniSearchLike

function miniSearch(name: string, from: NodeJS.Require, cut: (text: string) => string[]): Contender {
  const MiniSearch = from('minisearch') as MiniSearchMaker
  const index = new MiniSearch({ fields: ['title'], tokenize: cut, processTerm: (term: string) => term.toLowerCase() })
  return { name, build: (data) => index.addAll(data.items), rank: (need) => index.search(wholeText(need)).map((one) => one.id) }
}

async function miniSearchJieba(from: NodeJS.Require): Promise<Contender> {
  const { Jieba } = from('@node-rs/jieba') as { Jieba: { withDict(dict: Uint8Array): { cutForSearch(text: string): string[] } } }
  const { dict } = from('@node-rs/jieba/dict') as { dict: Uint8Array }
  const jieba = Jieba.withDict(dict)
  return miniSearch('MiniSearch + jieba', from, (text) => jieba.cutForSearch(text).filter((word) => /[\p{L}\p{N}]/u.test(word)))
}

async function miniSearchPairs(from: NodeJS.Require): Promise<Contender> {
  return miniSearch('MiniSearch + uni/bigrams', from, unibi)
}

async function oramaMandarin(from: NodeJS.Require): Promise<Contender> {
  const { create, insertMultiple, search } = await import(from.resolve('@orama/orama')) as Record<'create' | 'insertMultiple' | 'search', (...args: unknown[]) => unknown>
  const { createTokenizer } = await import(from.resolve('@orama/tokenizers/mandarin')) as { createTokenizer(): unknown }
  const db = create({ schema: { title: 'string' }, components: { tokenizer: createTokenizer() } })
  return {
    name: 'Orama, Mandarin tokenizer',
    build: (data) => insertMultiple(db, data.items, data.items.length),
    rank: async (need) => {
      const { hits } = await search(db, { term: wholeText(need), properties: ['title'], limit: 20_000, threshold: 1 }) as { hits: { document: Item }[] }
      return hits.map((hit) => hit.document.id)
    },
  }
}

interface Sqlite { exec(sql: string): void; prepare(sql: string): { run(...args: unknown[]): void; all(...args: unknown[]): { id: string }[] } }

async function fts5Pairs(from: NodeJS.Require): Promise<Contender> {
  const db = new (from('better-sqlite3') as new (file: string) => Sqlite)(':memory:')
  db.exec('CREATE VIRTUAL TABLE items USING fts5(id UNINDEXED, terms)')
  const ask = db.prepare('SELECT id FROM items WHERE terms MATCH ? ORDER BY rank')
  return {
    name: 'SQLite FTS5, uni/bigrams',
    build: (data) => {
      const insert = db.prepare('INSERT INTO items VALUES (?, ?)')
      db.exec('BEGIN')
      for (const { id, title } of data.items) insert.run(id, unibi(title).join(' '))
      db.exec('COMMIT')
    },
    rank: (need) => ask.all([...new Set(unibi(wholeText(need)))].map((term) => `"${term}"`).join(' OR ')).map((row) => row.id),
  }
}

/** The same collection several times over: what 10 and 100 thousand rows cost. */
function growth({ items, needs }: Data): void {
  print('growth: rows, build ms, median ms for the best 500, MB')
  for (const rows of [1000, 10_000, 100_000]) {
    const before = usedBytes()
    const index = new TextIndex(matchWeights)
    const started = performance.now()
    for (let at = 0; at < rows; at++) index.put(`r${at}`, { title: items[at % items.length]!.title })
    index.scores(new Map())
    const built = performance.now() - started
    const times = needs.map((need) => {
      const { query } = needScorer({ id: need.id, tracks: [], text: textOf(need) }, { needs: index, items: index }, matchWeights)
      const asked = performance.now()
      index.best(query, 500)
      return performance.now() - asked
    })
    print(`  ${String(rows).padStart(7)} ${built.toFixed(0).padStart(8)} ${quantile(times, 0.5)} ${((usedBytes() - before) / 2 ** 20).toFixed(0).padStart(5)}`)
  }
}

function rematch({ items, needs }: Data): void {
  const index = new TextIndex(matchWeights)
  for (const { id, title } of items) index.put(id, { title })
  const teams = Array.from({ length: 10_000 }, (_, team) => ({
    id: `t${team}`, tracks: [], profile: { title: '' },
    achievements: items.filter((_one, at) => at % 10_000 === team).map(({ id, title }) => ({ id, tracks: [], text: { title } })),
  }))
  const wanted = Array.from({ length: 1000 }, (_, at) => ({ id: `n${at}`, tracks: [], text: textOf(needs[at % needs.length]!) }))
  const started = performance.now()
  bulkMatch(wanted, teams, { statistics: { needs: index, items: index }, verdicts: [] }, { perPerson: 20 })
  print(`re-matching 1,000 needs x 10,000 people: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function typedSearch({ items, needs }: Data): Promise<void> {
  const index = new EmbeddedSearchIndex()
  const documents = items.map(({ id, title }) => ({ kind: 'achievement' as const, id, title, summary: '', text: '', keywords: [], tracks: [], updatedAt: '2026-01-01T00:00:00.000Z' }))
  const { ms } = await timed(() => index.put(documents))
  const texts = [...needs.map((need) => need.title.slice(0, 6)), 'hanjie', 'jiqiren', 'sensr', 'robot']
  await index.search({ kind: 'achievement', text: texts[0]! })
  const times: number[] = []
  for (const text of texts) times.push((await timed(() => index.search({ kind: 'achievement', text, facets: ['tracks'] }))).ms)
  print(`typed search: build ${ms.toFixed(0)} ms, median ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms`)
  const updates: number[] = []
  for (const document of documents.slice(0, 200)) updates.push((await timed(() => index.put([{ ...document, title: `新${document.title}` }]))).ms)
  print(`one document's update: median ${quantile(updates, 0.5)} ms, p99 ${quantile(updates, 0.99)} ms`)
}

function readData(folder: string): Data {
  const rows = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>)
  const items = rows('achievements.jsonl').map((row) => ({ id: row.id!, title: row.title ?? row.title_tokens!.replaceAll(' ', '') }))
  const needs = rows('needs.dev.jsonl').map((row) => ({ id: row.id!, title: row.title!, content: row.content ?? '' }))
  return { items, needs, judged: parseJudgements(readFileSync(join(folder, 'qrels.dev.tsv'), 'utf8')).judged }
}

const textOf = (need: Need) => ({ title: need.title, body: need.content })
const wholeText = (need: Need) => `${need.title} ${need.content}`
const unibi = (text: string) => [...countTerms(text)].flatMap(([term, count]) => Array.from({ length: count }, () => term))

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { ms: performance.now() - started, value }
}

function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2).padStart(8)
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
