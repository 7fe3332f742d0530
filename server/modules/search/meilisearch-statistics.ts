import type { Meilisearch } from 'meilisearch'
import { TermCounter, together } from '../matching/term-counter.ts'
import type { TermCounts } from '../matching/term-statistics.ts'
import { indexUid, storedTerms, storedTextFields, type StoredText } from './meilisearch-document.ts'
import { isMissingIndex, orDown } from './meilisearch-tasks.ts'
import type { SearchKind } from './search-index.ts'

const pageSize = 1000

/** How common each term is among the documents of each kind. */
export type KindCounts = Record<SearchKind, TermCounter>

export const noCounts = (): KindCounts => ({ need: new TermCounter(), achievement: new TermCounter(), team: new TermCounter() })

/** Reads all texts back from the server: the index itself is the only place that knows what every instance has written. */
export async function readCounts(client: Meilisearch, prefix: string): Promise<KindCounts> {
  const counts = noCounts()
  for (const kind of Object.keys(counts) as SearchKind[]) await countKind(client, indexUid(prefix, kind), counts[kind])
  return counts
}

async function countKind(client: Meilisearch, uid: string, counter: TermCounter): Promise<void> {
  try {
    for (let offset = 0; ; offset += pageSize) {
      const page = await orDown(() => client.index<StoredText>(uid).getDocuments({ filter: 'id EXISTS', fields: storedTextFields, offset, limit: pageSize }))
      for (const text of page.results) counter.add(storedTerms(text))
      if (offset + pageSize >= page.total) return
    }
  } catch (error) {
    if (!isMissingIndex(error)) throw error
  }
}

/** A batch counts for its own vectors: the first documents of an empty index would otherwise know no rare words. */
export function countsOf(documents: readonly StoredText[]): TermCounts {
  const counter = new TermCounter()
  for (const document of documents) counter.add(storedTerms(document))
  return counter
}

/** What a document of this kind is compared against: needs with needs, achievements and profiles as one stock of items. */
export function countsFor(kind: SearchKind, counts: KindCounts): TermCounts {
  return kind === 'need' ? counts.need : together(counts.achievement, counts.team)
}

export function sizeOf({ need, achievement, team }: KindCounts): number {
  return need.size + achievement.size + team.size
}
