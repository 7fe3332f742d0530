import { setImmediate as breathe } from 'node:timers/promises'
import type { MatchText } from '../matching/match-types.ts'
import { matchWeights } from '../matching/match-weights.ts'
import { needQuery } from '../matching/need-query.ts'
import { together } from '../matching/term-counter.ts'
import type { TermStatistics } from '../matching/term-statistics.ts'
import { checkDocuments } from './document-check.ts'
import { facetCounts } from './facet-counts.ts'
import { highlight } from './highlighter.ts'
import { KindIndex, type TypedFind } from './kind-index.ts'
import { normalise } from './query-normaliser.ts'
import { normalisedText } from './normalised-text.ts'
import { inSortOrder } from './sort-order.ts'
import type { Candidate, CandidateOptions, IndexHealth, PutReport, RebuildProgress, RebuildReport, RefusedDocument, SearchDocument, SearchHit, SearchIndex, SearchKind, SearchPage, TypedQuery } from './search-index.ts'
import { typedUnits } from './typed-units.ts'

type Kinds = Record<SearchKind, KindIndex>

const freshKinds = (): Kinds => ({ need: new KindIndex(), achievement: new KindIndex(), team: new KindIndex() })

/** Let requests through between slices of a rebuild: 50 documents take a few milliseconds. */
const sliceSize = 50

/** The index without a server: everything in this process's memory, rebuilt from the database at start. */
export class EmbeddedSearchIndex implements SearchIndex {
  #kinds = freshKinds()
  /** Writes made while a rebuild is under way: they hold for the new content too. */
  readonly #rebuilding = new Set<{ put(document: SearchDocument): void; remove(kind: SearchKind, id: string): void }>()

  async put(documents: readonly SearchDocument[]): Promise<PutReport> {
    const { good, refused } = checkDocuments(documents)
    for (const document of good) {
      this.#kinds[document.kind].put(document)
      for (const rebuild of this.#rebuilding) rebuild.put(document)
    }
    return { accepted: good.length, refused }
  }

  async remove(kind: SearchKind, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#kinds[kind].remove(id)
      for (const rebuild of this.#rebuilding) rebuild.remove(kind, id)
    }
  }

  async search(query: TypedQuery): Promise<SearchPage> {
    const { finds, terms } = this.#finds(query)
    const ordered = inSortOrder(finds, query.sort ?? 'relevance', isTyped(query))
    const offset = query.offset ?? 0
    const shown = ordered.slice(offset, offset + Math.min(query.limit ?? 20, 200))
    const facets = facetCounts(finds.map((find) => find.document), query.facets ?? [])
    return { hits: shown.map((find) => hitOf(find, terms)), total: finds.length, facets }
  }

  async candidates(text: MatchText, { kind, filter, limit }: CandidateOptions): Promise<Candidate[]> {
    const { needs, items } = await this.statistics()
    const query = needQuery(normalisedText(text), kind === 'need' ? items : needs, matchWeights)
    return this.#kinds[kind].best(query, limit, filter)
  }

  async statistics(): Promise<TermStatistics> {
    const { need, achievement, team } = this.#kinds
    return { needs: need.texts, items: together(achievement.texts, team.texts) }
  }

  async rebuild(documents: AsyncIterable<SearchDocument>, progress?: RebuildProgress): Promise<RebuildReport> {
    const next = freshKinds()
    const written = new Set<string>()
    const journal = {
      put: (document: SearchDocument) => { next[document.kind].put(document); written.add(keyOf(document.kind, document.id)) },
      remove: (kind: SearchKind, id: string) => { next[kind].remove(id); written.add(keyOf(kind, id)) },
    }
    this.#rebuilding.add(journal)
    try {
      const report = await fill(next, documents, written, progress)
      this.#kinds = next
      return report
    } finally {
      this.#rebuilding.delete(journal)
    }
  }

  async health(): Promise<IndexHealth> {
    const { need, achievement, team } = this.#kinds
    const documents = { need: need.size, achievement: achievement.size, team: team.size }
    return { engine: 'embedded', ok: true, documents, pending: 0, failures: [] }
  }

  async close(): Promise<void> {
    this.#kinds = freshKinds()
  }

  #finds(query: TypedQuery): { finds: TypedFind[]; terms: ReadonlySet<string> } {
    const kind = this.#kinds[query.kind]
    if (!isTyped(query)) return { finds: kind.browse(query.filter).map((document) => ({ document, score: 0 })), terms: new Set() }
    return kind.typed(typedUnits(normalise(query.text ?? '').trim()), query.filter)
  }
}

function isTyped(query: TypedQuery): boolean {
  return (query.text ?? '').trim() !== ''
}

/** What was written during the rebuild is newer than what the stream brings. */
async function fill(next: Kinds, documents: AsyncIterable<SearchDocument>, written: ReadonlySet<string>, progress: RebuildProgress = () => {}): Promise<RebuildReport> {
  const refused: RefusedDocument[] = []
  let seen = 0
  let indexed = 0
  for await (const document of documents) {
    const checked = checkDocuments([document])
    refused.push(...checked.refused)
    for (const one of checked.good) {
      if (!written.has(keyOf(one.kind, one.id))) next[one.kind].put(one)
      indexed += 1
    }
    progress('written', ++seen)
    if (seen % sliceSize === 0) await breathe()
  }
  return { indexed, refused }
}

function keyOf(kind: SearchKind, id: string): string {
  return `${kind} ${id}`
}

function hitOf({ document, score }: TypedFind, terms: ReadonlySet<string>): SearchHit {
  const { id, title, summary } = document
  return { id, score, highlights: { title: highlight(title, terms), summary: highlight(summary, terms) } }
}
