import type { TermCounts } from './term-statistics.ts'

/** Counts of chosen terms as plain data, to be sent to another thread. Every other term counts as unknown. */
export interface CountsSnapshot {
  size: number
  averageLength: number
  frequency: ReadonlyMap<string, number>
}

export function snapshotOf(counts: TermCounts, terms: Iterable<string>): CountsSnapshot {
  const frequency = new Map<string, number>()
  for (const term of terms) frequency.set(term, counts.documentsWith(term))
  return { size: counts.size, averageLength: counts.averageLength, frequency }
}

export function countsFrom({ size, averageLength, frequency }: CountsSnapshot): TermCounts {
  return { size, averageLength, documentsWith: (term) => frequency.get(term) ?? 0 }
}
