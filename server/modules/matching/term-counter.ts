import type { TermCounts } from './term-statistics.ts'
import type { TermVector } from './term-vector.ts'

/** Counts in how many texts each term occurs, without keeping the texts. */
export class TermCounter implements TermCounts {
  readonly #frequency = new Map<string, number>()
  #size = 0
  #totalLength = 0

  get size(): number {
    return this.#size
  }

  get averageLength(): number {
    return this.#size === 0 ? 0 : this.#totalLength / this.#size
  }

  documentsWith(term: string): number {
    return this.#frequency.get(term) ?? 0
  }

  add({ counts, length }: TermVector): void {
    this.#size += 1
    this.#totalLength += length
    for (const term of counts.keys()) this.#frequency.set(term, this.documentsWith(term) + 1)
  }
}

/** Two stocks of texts counted as one. */
export function together(a: TermCounts, b: TermCounts): TermCounts {
  const size = a.size + b.size
  const averageLength = size === 0 ? 0 : (a.size * a.averageLength + b.size * b.averageLength) / size
  return { size, averageLength, documentsWith: (term) => a.documentsWith(term) + b.documentsWith(term) }
}
