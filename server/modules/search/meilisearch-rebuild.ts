import { setImmediate as breathe } from 'node:timers/promises'
import type { Meilisearch } from 'meilisearch'
import type { TermCounts } from '../matching/term-statistics.ts'
import { checkDocuments } from './document-check.ts'
import { indexUid, storedDocument, storedTerms, withVector, type StoredDocument } from './meilisearch-document.ts'
import { countsFor, noCounts, type KindCounts } from './meilisearch-statistics.ts'
import { settled } from './meilisearch-tasks.ts'
import { dropIndex, ensureIndex, writeDocuments } from './meilisearch-writer.ts'
import { writtenValue } from './meilisearch-filter.ts'
import type { RebuildProgress, RebuildReport, RefusedDocument, SearchDocument, SearchKind } from './search-index.ts'

export const kinds: SearchKind[] = ['need', 'achievement', 'team']

interface Collected {
  documents: Record<SearchKind, StoredDocument[]>
  counts: KindCounts
  refused: RefusedDocument[]
}

/** Reads the whole stream first: vectors need to know how common each term is in the content to come. */
export async function collect(stream: AsyncIterable<SearchDocument>, progress: RebuildProgress): Promise<Collected> {
  const collected: Collected = { documents: { need: [], achievement: [], team: [] }, counts: noCounts(), refused: [] }
  let read = 0
  for await (const document of stream) {
    progress('read', ++read)
    const { good, refused } = checkDocuments([document])
    collected.refused.push(...refused)
    for (const one of good) {
      const stored = storedDocument(one)
      collected.documents[one.kind].push(stored)
      collected.counts[one.kind].add(storedTerms(stored))
    }
  }
  return collected
}

/** Empty indexes beside the live ones, left-overs of an interrupted rebuild removed. */
export async function prepareNext(client: Meilisearch, prefix: string): Promise<void> {
  for (const kind of kinds) {
    const uid = indexUid(prefix, kind, 'next')
    await dropIndex(client, uid)
    await ensureIndex(client, uid)
    await ensureIndex(client, indexUid(prefix, kind))
  }
}

/** Fills the indexes beside the live ones. `isNewer` tells what was written meanwhile and must not be overwritten. */
export async function fillNext(client: Meilisearch, prefix: string, { documents, counts, refused }: Collected, isNewer: (kind: SearchKind, key: string) => boolean, progress: RebuildProgress): Promise<RebuildReport> {
  const total = kinds.reduce((sum, kind) => sum + documents[kind].length, 0)
  let written = 0
  const report: RebuildReport = { indexed: 0, refused }
  for (const kind of kinds) {
    for (const part of parts(documents[kind])) {
      const due = part.filter((document) => !isNewer(kind, document.key))
      const lost = await writeDocuments(client, indexUid(prefix, kind, 'next'), await withVectors(due, countsFor(kind, counts)))
      report.indexed += part.length - lost.length
      progress('written', written += part.length, total)
      report.refused.push(...lost.map(({ document, reason }) => ({ kind, id: writtenValue(document.id), reason })))
    }
  }
  return report
}

/** A third of a millisecond each: other requests get their turn in between. */
async function withVectors(documents: readonly StoredDocument[], counts: TermCounts): Promise<StoredDocument[]> {
  const done: StoredDocument[] = []
  for (const document of documents) {
    done.push(withVector(document, counts))
    if (done.length % 10 === 0) await breathe()
  }
  return done
}

/** All kinds change places in one task: no search sees half of it. */
export async function swapIn(client: Meilisearch, prefix: string): Promise<void> {
  await settled(client, client.swapIndexes(kinds.map((kind) => ({ indexes: [indexUid(prefix, kind), indexUid(prefix, kind, 'next')], rename: false }))))
}

export async function dropNext(client: Meilisearch, prefix: string): Promise<void> {
  for (const kind of kinds) await dropIndex(client, indexUid(prefix, kind, 'next'))
}

const partSize = 200

function parts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / partSize) }, (_, at) => all.slice(at * partSize, (at + 1) * partSize))
}
