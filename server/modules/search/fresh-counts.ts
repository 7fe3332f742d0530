import { sizeOf, type KindCounts } from './meilisearch-statistics.ts'

/** Statistics may lag behind by this share of the documents: the rarity of terms hardly moves. */
const staleShare = 0.05

/** Term statistics of the whole index, read back again when enough has been written since. */
export class FreshCounts {
  readonly #read: () => Promise<KindCounts>
  #known: { counts: KindCounts; writes: number } | undefined

  constructor(read: () => Promise<KindCounts>) {
    this.#read = read
  }

  async get(): Promise<KindCounts> {
    const known = this.#known
    if (known !== undefined && (known.writes === 0 || known.writes < staleShare * sizeOf(known.counts))) return known.counts
    const counts = await this.#read()
    this.#known = { counts, writes: 0 }
    return counts
  }

  wrote(documents: number): void {
    if (this.#known !== undefined) this.#known.writes += documents
  }

  /** After a rebuild the counts are known from what was read for it. */
  replace(counts: KindCounts, writes: number): void {
    this.#known = { counts, writes }
  }
}
