/** How common a term is in one collection of texts. */
export interface TermCounts {
  /** Number of texts. */
  readonly size: number
  /** Mean weighted length of a text in terms; 0 when there is none. */
  readonly averageLength: number
  /** Number of texts that contain the term. */
  documentsWith(term: string): number
}

/**
 * What words are weighed by. Items (achievements and profiles) tell which words single out a technology;
 * needs tell which words are form boilerplate that every need contains.
 */
export interface TermStatistics {
  needs: TermCounts
  items: TermCounts
}
