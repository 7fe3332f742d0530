import { Meilisearch } from 'meilisearch'
import { queryVector } from '../matching/item-vector.ts'
import type { MatchText } from '../matching/match-types.ts'
import { matchWeights } from '../matching/match-weights.ts'
import { needQuery } from '../matching/need-query.ts'
import { together } from '../matching/term-counter.ts'
import type { TermStatistics } from '../matching/term-statistics.ts'
import { checkDocuments } from './document-check.ts'
import { embedderName, indexUid, keyOf, storedDocument, withVector, type StoredDocument } from './meilisearch-document.ts'
import { FreshCounts } from './fresh-counts.ts'
import { filterExpression, writtenValue } from './meilisearch-filter.ts'
import { collect, dropNext, fillNext, kinds, prepareNext, swapIn } from './meilisearch-rebuild.ts'
import { typedSearch } from './meilisearch-search.ts'
import { countsFor, countsOf, readCounts } from './meilisearch-statistics.ts'
import { isMissingIndex, orDown } from './meilisearch-tasks.ts'
import { deleteDocuments, ensureIndex, writeDocuments } from './meilisearch-writer.ts'
import { nodeHttpClient } from './node-http-client.ts'
import { normalisedText } from './normalised-text.ts'
import type { Candidate, CandidateOptions, IndexHealth, PutReport, RebuildProgress, RebuildReport, SearchDocument, SearchIndex, SearchKind, SearchPage, TypedQuery } from './search-index.ts'
import { WriteLog } from './write-log.ts'

export interface MeilisearchOptions {
  /** Such as `http://127.0.0.1:7700`. */
  url: string
  key?: string
  /** Begins the name of every index, so that several products or tests can share a server. */
  prefix?: string
  /** For one request, not for a task; default 5 s. */
  timeoutMs?: number
  now?: () => Date
}

/** The index on a Meilisearch server, version 1.50 or later. */
export class MeilisearchIndex implements SearchIndex {
  readonly #client: Meilisearch
  readonly #http = nodeHttpClient()
  readonly #prefix: string
  readonly #log: WriteLog
  readonly #counts: FreshCounts
  #ready: Promise<void> | undefined
  #rebuild: { written: Set<string> } | undefined

  constructor({ url, key, prefix = 'jiebang-', timeoutMs = 5000, now = () => new Date() }: MeilisearchOptions) {
    const account = key === undefined ? {} : { apiKey: key }
    this.#client = new Meilisearch({ host: url, ...account, timeout: timeoutMs, httpClient: this.#http.request })
    this.#prefix = prefix
    this.#log = new WriteLog(now)
    this.#counts = new FreshCounts(() => readCounts(this.#client, this.#prefix))
  }

  async put(documents: readonly SearchDocument[]): Promise<PutReport> {
    const { good, refused } = checkDocuments(documents)
    const report: PutReport = { accepted: 0, refused }
    for (const kind of kinds) {
      const stored = good.filter((one) => one.kind === kind).map(storedDocument)
      const lost = stored.length === 0 ? [] : await this.#write(kind, stored)
      report.accepted += stored.length - lost.length
      report.refused.push(...lost.map(({ document, reason }) => ({ kind, id: writtenValue(document.id), reason })))
    }
    return report
  }

  async remove(kind: SearchKind, ids: readonly string[]): Promise<void> {
    await this.#log.during(async () => {
      await deleteDocuments(this.#client, indexUid(this.#prefix, kind), ids)
      await this.#alsoNext(kind, ids.map(keyOf), (uid) => deleteDocuments(this.#client, uid, ids))
    })
    this.#counts.wrote(ids.length)
  }

  async search(query: TypedQuery): Promise<SearchPage> {
    try {
      const page = await orDown(() => typedSearch(this.#client, indexUid(this.#prefix, query.kind), query))
      return this.#log.isBehind() ? { ...page, degraded: 'index-behind' } : page
    } catch (error) {
      const facets = Object.fromEntries((query.facets ?? []).map((facet) => [facet, []]))
      const nothing: SearchPage = { hits: [], total: 0, facets }
      if (isMissingIndex(error)) return nothing
      this.#log.failed(error)
      return { ...nothing, degraded: 'index-down' }
    }
  }

  async candidates(text: MatchText, options: CandidateOptions): Promise<Candidate[]> {
    try {
      return await this.#nearest(text, options)
    } catch (error) {
      if (!isMissingIndex(error)) this.#log.failed(error)
      return []
    }
  }

  async statistics(): Promise<TermStatistics> {
    const { need, achievement, team } = await this.#counts.get()
    return { needs: need, items: together(achievement, team) }
  }

  async rebuild(documents: AsyncIterable<SearchDocument>, progress: RebuildProgress = () => {}): Promise<RebuildReport> {
    if (this.#rebuild !== undefined) throw new Error('a rebuild is under way')
    const written = new Set<string>()
    try {
      await prepareNext(this.#client, this.#prefix)
      this.#rebuild = { written }
      const collected = await collect(documents, progress)
      const report = await fillNext(this.#client, this.#prefix, collected, (kind, key) => written.has(`${kind} ${key}`), progress)
      await swapIn(this.#client, this.#prefix)
      this.#counts.replace(collected.counts, written.size)
      this.#log.clear()
      return report
    } finally {
      this.#rebuild = undefined
      await dropNext(this.#client, this.#prefix)
    }
  }

  async health(): Promise<IndexHealth> {
    const log = { pending: this.#log.pending, failures: this.#log.failures() }
    try {
      await orDown(() => this.#client.health())
      const sizes = await Promise.all(kinds.map((kind) => this.#size(kind)))
      const documents = Object.fromEntries(kinds.map((kind, at) => [kind, sizes[at] ?? 0])) as IndexHealth['documents']
      return { engine: 'meilisearch', ok: true, documents, ...log }
    } catch (error) {
      this.#log.failed(error)
      return { engine: 'meilisearch', ok: false, documents: { need: 0, achievement: 0, team: 0 }, ...log, failures: this.#log.failures() }
    }
  }

  async close(): Promise<void> {
    this.#http.close()
  }

  async #write(kind: SearchKind, stored: readonly StoredDocument[]) {
    return this.#log.during(async () => {
      await this.#whenReady()
      const counts = together(countsFor(kind, await this.#counts.get()), countsOf(stored))
      const documents = stored.map((document) => withVector(document, counts))
      const lost = await writeDocuments(this.#client, indexUid(this.#prefix, kind), documents)
      await this.#alsoNext(kind, stored.map((one) => one.key), (uid) => writeDocuments(this.#client, uid, documents))
      this.#counts.wrote(stored.length)
      for (const { reason } of lost) this.#log.failed(new Error(reason))
      return lost
    })
  }

  /** What is written during a rebuild is newer than what the rebuild reads: it goes to both. */
  async #alsoNext(kind: SearchKind, keys: readonly string[], write: (uid: string) => Promise<unknown>): Promise<void> {
    if (this.#rebuild === undefined) return
    for (const key of keys) this.#rebuild.written.add(`${kind} ${key}`)
    await write(indexUid(this.#prefix, kind, 'next'))
  }

  async #nearest(text: MatchText, { kind, filter, limit }: CandidateOptions): Promise<Candidate[]> {
    const counts = await this.#counts.get()
    const asked = needQuery(normalisedText(text), kind === 'need' ? countsFor('achievement', counts) : counts.need, matchWeights)
    const vector = queryVector(asked)
    if (vector === undefined || limit <= 0) return []
    const params = {
      vector, limit, hybrid: { embedder: embedderName, semanticRatio: 1 }, filter: filterExpression(filter), showRankingScore: true, attributesToRetrieve: ['id'],
    }
    const { hits } = await orDown(() => this.#client.index<StoredDocument>(indexUid(this.#prefix, kind)).search(null, params))
    return hits.map(({ id, _rankingScore }) => ({ id: writtenValue(id), score: _rankingScore ?? 0 }))
  }

  /** Without its settings an index would find nothing by filter or vector: they come before the first document. */
  #whenReady(): Promise<void> {
    this.#ready ??= this.#makeReady().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  async #makeReady(): Promise<void> {
    for (const kind of kinds) await ensureIndex(this.#client, indexUid(this.#prefix, kind))
  }

  async #size(kind: SearchKind): Promise<number> {
    try {
      const stats = await orDown(() => this.#client.index(indexUid(this.#prefix, kind)).getStats())
      return stats.numberOfDocuments
    } catch (error) {
      if (isMissingIndex(error)) return 0
      throw error
    }
  }
}
