import { itemVector } from '../matching/item-vector.ts'
import { matchWeights } from '../matching/match-weights.ts'
import type { TermCounts } from '../matching/term-statistics.ts'
import { termVector, type TermVector } from '../matching/term-vector.ts'
import { storedValue } from './meilisearch-filter.ts'
import { pinyinWords } from './pinyin-words.ts'
import { normalise } from './query-normaliser.ts'
import type { SearchDocument, SearchKind } from './search-index.ts'

export const embedderName = 'text'

/** A document as the server keeps it: what is shown, what is searched (normalised), what is filtered and sorted by. */
export interface StoredDocument {
  key: string
  id: string
  title: string
  summary: string
  titleText: string
  summaryText: string
  bodyText: string
  keywordsText: string[]
  nameText: string
  pinyin: string
  tracks: string[]
  owners: string[]
  updatedAt: number
  [optional: string]: unknown
}

/** What of a document takes part in comparing texts, read back for statistics. */
export type StoredText = Pick<StoredDocument, 'titleText' | 'summaryText' | 'bodyText' | 'keywordsText'>

export const storedTextFields: (keyof StoredText)[] = ['titleText', 'summaryText', 'bodyText', 'keywordsText']

/** Identifiers of the server may only contain letters, digits, hyphens and underscores. */
export function keyOf(id: string): string {
  return /^[A-Za-z0-9_-]+$/.test(id) ? `i-${id}` : `e-${Buffer.from(id).toString('base64url')}`
}

export function storedDocument(document: SearchDocument): StoredDocument {
  const { title, summary, text, keywords, organisationName = '', tracks, owners = [] } = document
  return {
    key: keyOf(document.id),
    id: storedValue(document.id),
    title,
    summary,
    titleText: normalise(title),
    summaryText: normalise(summary),
    bodyText: normalise(text),
    keywordsText: keywords.map(normalise),
    nameText: normalise(organisationName),
    pinyin: pinyinWords(normalise([title, keywords.join(' '), organisationName].join(' '))).join(' '),
    tracks: tracks.map(storedValue),
    owners: owners.map(storedValue),
    updatedAt: Date.parse(document.updatedAt),
    ...optionalFields(document),
  }
}

function optionalFields({ park, district, organisation, status, tier, trl, amount, deadline }: SearchDocument): Record<string, unknown> {
  const names = Object.entries({ park, district, organisation, status, tier }).flatMap(([field, value]) => (value === undefined ? [] : [[field, storedValue(value)]]))
  const numbers = Object.entries({ trl, amount }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(names), ...Object.fromEntries(numbers), ...(deadline === undefined ? {} : { deadline: Date.parse(deadline) }) }
}

export function storedTerms({ titleText, summaryText, bodyText, keywordsText }: StoredText): TermVector {
  return termVector({ title: titleText, summary: summaryText, body: bodyText, keywords: keywordsText }, matchWeights.item)
}

/** Every document must bring a vector or say that it has none: otherwise the server refuses its whole batch. */
export function withVector(document: StoredDocument, counts: TermCounts): StoredDocument {
  return { ...document, _vectors: { [embedderName]: itemVector(storedTerms(document), counts, matchWeights) ?? null } }
}

/** One server index for each kind. */
export function indexUid(prefix: string, kind: SearchKind, generation: 'live' | 'next' = 'live'): string {
  return `${prefix}${kind}s${generation === 'next' ? '-next' : ''}`
}
