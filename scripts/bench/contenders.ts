import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { create, insertMultiple, search } from '@orama/orama'
import { createTokenizer } from '@orama/tokenizers/mandarin'
import MiniSearch from 'minisearch'
import sqlite from 'node-sqlite3-wasm'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needScorer } from '../../server/modules/matching/need-scorer.ts'
import { countTerms } from '../../server/modules/matching/terms.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { type AskedNeed, type Item, textOf } from './matching-data.ts'

/** One way to rank: built from the items, it answers a need with ids, best first, everything that scores. */
export interface Contender {
  name: string
  build(items: readonly Item[], needs: readonly AskedNeed[]): unknown
  rank(need: AskedNeed): string[] | Promise<string[]>
}

const EVERYTHING = 20_000
const whole = ({ title, content }: AskedNeed) => `${title} ${content}`
const unibi = (text: string) => [...countTerms(text)].flatMap(([term, count]) => Array.from({ length: count }, () => term))
const jieba = Jieba.withDict(dict)
const segmented = (text: string) => jieba.cutForSearch(text).filter((word) => /[\p{L}\p{N}]/u.test(word))

/** The product's own ranking: weighted BM25 with rarity among needs. */
export function ours(): Contender {
  const items = new TextIndex(matchWeights)
  const asked = new TextIndex(matchWeights)
  return {
    name: 'this ranker',
    build(stock, needs) {
      for (const { id, title } of stock) items.put(id, { title })
      for (const need of needs) asked.put(need.id, textOf(need))
      items.scores(new Map())
    },
    rank(need) {
      const { query } = needScorer({ id: need.id, tracks: [], text: textOf(need) }, { needs: asked, items }, matchWeights)
      return items.best(query, EVERYTHING).map((one) => one.id)
    },
  }
}

/** The same index asked with every term once: what the weighing of the need adds. */
export function plainBm25(): Contender {
  const index = new TextIndex(matchWeights)
  return {
    name: 'plain BM25, uni/bigrams',
    build: (stock) => stock.forEach(({ id, title }) => index.put(id, { title })),
    rank: (need) => index.best(new Map([...countTerms(whole(need))]), EVERYTHING).map((one) => one.id),
  }
}

function miniSearch(name: string, cut?: (text: string) => string[]): Contender {
  const index = new MiniSearch<Item>({ fields: ['title'], ...(cut ? { tokenize: cut } : {}) })
  return {
    name,
    build: (stock) => index.addAll(stock),
    rank: (need) => index.search(whole(need)).map((one) => String(one.id)),
  }
}

export const miniSearchPlain = () => miniSearch('MiniSearch as it comes')
export const miniSearchJieba = () => miniSearch('MiniSearch + jieba', segmented)
export const miniSearchPairs = () => miniSearch('MiniSearch + uni/bigrams', unibi)

export function oramaMandarin(): Contender {
  const db = create({ schema: { id: 'string', title: 'string' } as const, components: { tokenizer: createTokenizer() } })
  return {
    name: 'Orama, Mandarin tokenizer',
    build: (stock) => insertMultiple(db, [...stock], stock.length),
    async rank(need) {
      const { hits } = await search(db, { term: whole(need), properties: ['title'], limit: EVERYTHING, threshold: 1 })
      return hits.map((hit) => hit.document.id)
    },
  }
}

function fts5(name: string, options: string, stored: (text: string) => string, asked: (text: string) => string[]): Contender {
  const db = new sqlite.Database(':memory:')
  db.exec(`CREATE VIRTUAL TABLE items USING fts5(id UNINDEXED, terms${options})`)
  const find = db.prepare('SELECT id FROM items WHERE terms MATCH ? ORDER BY rank')
  return {
    name,
    build(stock) {
      const insert = db.prepare('INSERT INTO items VALUES (?, ?)')
      db.exec('BEGIN')
      for (const { id, title } of stock) insert.run([id, stored(title)])
      db.exec('COMMIT')
      insert.finalize()
    },
    rank(need) {
      const terms = [...new Set(asked(whole(need)))].map((term) => `"${term.replaceAll('"', '""')}"`)
      return terms.length === 0 ? [] : find.all([terms.join(' OR ')]).map((row) => String(row['id']))
    },
  }
}

/** Every run of three characters, since that is what its tokenizer keeps; shorter terms can't match. */
function trigrams(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).flatMap((run) => Array.from({ length: Math.max(0, run.length - 2) }, (_, at) => run.slice(at, at + 3)))
}

export const fts5Trigrams = () => fts5('SQLite FTS5, trigram', ", tokenize='trigram'", (text) => text, trigrams)
export const fts5Pairs = () => fts5('SQLite FTS5, uni/bigrams', '', (text) => unibi(text).join(' '), unibi)
