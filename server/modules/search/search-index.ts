import type { MatchText } from '../matching/match-types.ts'
import type { TermStatistics } from '../matching/term-statistics.ts'

/** What can be searched for. Each kind is searched apart from the others. */
export type SearchKind = 'need' | 'achievement' | 'team'

/**
 * One public thing as the index sees it. Only public fields ever arrive here: a need under an issuer alias
 * carries no organisation, a draft or sealed thing is never put. Dates are ISO 8601, amounts whole yuan.
 */
export interface SearchDocument {
  kind: SearchKind
  /** Unique within its kind; at most 400 bytes. */
  id: string
  title: string
  summary: string
  /** Further public text: background, indicators as sentences, profile. */
  text: string
  keywords: string[]
  /** Track ids. */
  tracks: string[]
  /** Park id. */
  park?: string
  district?: string
  /** Organisation id. */
  organisation?: string
  organisationName?: string
  /** Technology readiness level, 1 to 9. */
  trl?: number
  /** Yuan. */
  amount?: number
  deadline?: string
  status?: string
  tier?: string
  /** Ids of the teams that own an achievement. */
  owners?: string[]
  updatedAt: string
}

/** Both ends belong to the range; a missing end is open. */
export interface NumberRange {
  min?: number
  max?: number
}

/** ISO 8601; both ends belong to the range. */
export interface DateRange {
  after?: string
  before?: string
}

/**
 * Values of one field are alternatives, fields are joined by "and". An empty list is no condition.
 * A document without the field never satisfies a condition on it.
 */
export interface SearchFilter {
  tracks?: string[]
  park?: string[]
  district?: string[]
  status?: string[]
  tier?: string[]
  organisation?: string[]
  owners?: string[]
  ids?: string[]
  trl?: NumberRange
  amount?: NumberRange
  deadline?: DateRange
}

/** Fields whose values can be counted. */
export type Facet = 'tracks' | 'park' | 'district' | 'status' | 'tier' | 'organisation' | 'trl'

/** `deadline` = soonest first, `newest` = by `updatedAt`, `amount` = largest first; those without come last. */
export type SearchSort = 'relevance' | 'deadline' | 'newest' | 'amount'

/** A search typed by a person. An empty or missing text browses: everything that passes the filter. */
export interface TypedQuery {
  kind: SearchKind
  text?: string
  filter?: SearchFilter
  facets?: Facet[]
  /** Default `relevance`; without text that means `newest`. */
  sort?: SearchSort
  /** Default 0. */
  offset?: number
  /** Default 20, at most 200. */
  limit?: number
  locale?: 'zh-CN' | 'en'
}

/** Highlighted text comes in pieces, never as HTML: the template marks and escapes each piece. */
export interface Segment {
  text: string
  marked: boolean
}

export interface SearchHit {
  id: string
  /** Comparable within one page only; higher is better. */
  score: number
  highlights: { title: Segment[]; summary: Segment[] }
}

export interface FacetCount {
  value: string
  count: number
}

/** `index-down`: nothing could be asked. `index-behind`: answered, but some changes are not in yet. */
export type Degradation = 'index-down' | 'index-behind'

export interface SearchPage {
  hits: SearchHit[]
  /** Everything that matches, not only this page. */
  total: number
  /** Only the facets asked for; most frequent first, then by value. Counts are of all that match. */
  facets: Partial<Record<Facet, FacetCount[]>>
  /** Present when the page should say that the answer may be incomplete. */
  degraded?: Degradation
}

export interface RefusedDocument {
  kind: SearchKind
  id: string
  reason: string
}

/** One bad document loses only itself: the others of its batch are accepted. */
export interface PutReport {
  accepted: number
  refused: RefusedDocument[]
}

export interface RebuildReport {
  indexed: number
  refused: RefusedDocument[]
}

/** How far a rebuild has come; `total` is known once everything has been read. */
export type RebuildProgress = (step: 'read' | 'written', documents: number, total?: number) => void

/** A thing worth scoring for a need; `score` is the engine's own and only says what to look at first. */
export interface Candidate {
  id: string
  score: number
}

export interface CandidateOptions {
  kind: SearchKind
  filter?: SearchFilter
  /** 200 to 500 is usual: the scorer orders them anew. */
  limit: number
}

export interface IndexHealth {
  engine: 'embedded' | 'meilisearch'
  ok: boolean
  documents: Record<SearchKind, number>
  /** Writes accepted but not searchable yet. */
  pending: number
  /** Writes that failed for good since the last rebuild, newest last, at most 50. */
  failures: { at: string; reason: string }[]
}

/**
 * The search index: derived from the database, rebuilt from it at any time, never the truth.
 * Permissions are checked again in the database before anything found here is shown.
 *
 * Errors: `search` and `candidates` never throw for an index that is down; `search` says `degraded`,
 * `candidates` answers an empty list and `health` tells why. Writes throw `SearchIndexDown`
 * when nothing could be written, so that the relay keeps its place and tries again.
 */
export interface SearchIndex {
  /** Adds or replaces. Resolves when the documents can be found. */
  put(documents: readonly SearchDocument[]): Promise<PutReport>
  /** Unknown ids are ignored: removing twice is harmless. */
  remove(kind: SearchKind, ids: readonly string[]): Promise<void>
  search(query: TypedQuery): Promise<SearchPage>
  /** What a whole need (or profile) should be compared with, best first. */
  candidates(text: MatchText, options: CandidateOptions): Promise<Candidate[]>
  /** How common each term is among needs and among items: what the scorer weighs words by. */
  statistics(): Promise<TermStatistics>
  /** Replaces everything at once: searches see the old content until the new is complete. */
  rebuild(documents: AsyncIterable<SearchDocument>, progress?: RebuildProgress): Promise<RebuildReport>
  health(): Promise<IndexHealth>
  close(): Promise<void>
}

/** The index could not be reached or refused the whole write: nothing was changed. */
export class SearchIndexDown extends Error {
  override readonly name = 'SearchIndexDown'
}
