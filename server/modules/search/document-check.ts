import type { RefusedDocument, SearchDocument } from './search-index.ts'

/** Meilisearch stores a longer value but no filter finds it; the limit holds for both engines. */
const longestFilterValue = 400

/** Splits a batch into what can be indexed and what cannot, with the reason: one bad document loses only itself. */
export function checkDocuments(documents: readonly SearchDocument[]): { good: SearchDocument[]; refused: RefusedDocument[] } {
  const good: SearchDocument[] = []
  const refused: RefusedDocument[] = []
  for (const document of documents) {
    const reason = faultOf(document)
    if (reason === undefined) good.push(document)
    else refused.push({ kind: document.kind, id: String(document.id), reason })
  }
  return { good, refused }
}

function faultOf(document: SearchDocument): string | undefined {
  const { id, title, trl, amount, deadline, updatedAt } = document
  if (typeof id !== 'string' || id === '') return 'no id'
  if (typeof title !== 'string') return 'no title'
  if (filterValues(document).some((value) => Buffer.byteLength(value) > longestFilterValue)) return 'a value to filter by is over 400 bytes'
  if ([trl, amount].some((value) => value !== undefined && !Number.isFinite(value))) return 'not a number'
  if ([updatedAt, deadline].some((date) => date !== undefined && Number.isNaN(Date.parse(date)))) return 'not a date'
  return undefined
}

function filterValues({ id, tracks, park, district, organisation, status, tier, owners }: SearchDocument): string[] {
  return [id, ...tracks, ...(owners ?? []), park, district, organisation, status, tier].filter((value) => value !== undefined)
}
