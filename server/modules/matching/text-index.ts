import { ForwardTerms } from './forward-terms.ts'
import { invert, noLists, type InvertedLists } from './inverted-lists.ts'
import type { MatchText } from './match-types.ts'
import type { FieldWeights, MatchWeights } from './match-weights.ts'
import type { WeightedTerms } from './need-query.ts'
import type { TermCounts } from './term-statistics.ts'
import { bestFew, type Scored } from './best-few.ts'
import { heftsOf, type TermHefts } from './term-hefts.ts'

/** Texts not yet in the inverted lists are scored one by one; beyond this many the lists are made anew. */
const fewEnough = 256

/**
 * Texts by id with weighted BM25 over them: what a whole need is compared with. In memory, deterministic:
 * scores depend on the texts present, not on the order of changes.
 */
export class TextIndex implements TermCounts {
  readonly #weights: MatchWeights
  #terms: ForwardTerms
  #lists: InvertedLists = noLists
  #slotOf = new Map<string, number>()
  #ids: string[] = []
  #alive = new Uint8Array(1024)
  #totalLength = 0
  #norms: Float64Array | undefined
  #normsAverage = 0
  readonly #counted: TermCounts

  /** `counted` is what rarity and length are measured on: these texts themselves unless they are part of a larger stock. */
  constructor(weights: MatchWeights, { fields = weights.item, counted }: { fields?: FieldWeights; counted?: TermCounts } = {}) {
    this.#weights = weights
    this.#terms = new ForwardTerms(fields)
    this.#counted = counted ?? this
  }

  get size(): number {
    return this.#slotOf.size
  }

  get averageLength(): number {
    return this.size === 0 ? 0 : this.#totalLength / this.size
  }

  documentsWith(term: string): number {
    return this.#terms.documentsWith(term)
  }

  /** Length of `scores`: places of texts that were ever put, present or not. */
  get slots(): number {
    return this.#terms.slots
  }

  /** All terms ever seen, numbered from 0 up to `vocabularySize`; some may have no text any more. */
  get vocabularySize(): number {
    return this.#terms.dictionary.size
  }

  termAt(number: number): string {
    return this.#terms.dictionary.termAt(number)
  }

  has(id: string): boolean {
    return this.#slotOf.has(id)
  }

  /** Adds or replaces. */
  put(id: string, text: MatchText): void {
    this.remove(id)
    const slot = this.#terms.add(text)
    this.#ids[slot] = id
    this.#markAlive(slot)
    this.#slotOf.set(id, slot)
    this.#totalLength += this.#terms.lengths.values[slot]!
    this.#norms = undefined
  }

  remove(id: string): void {
    const slot = this.#slotOf.get(id)
    if (slot === undefined) return
    this.#terms.forget(slot)
    this.#alive[slot] = 0
    this.#slotOf.delete(id)
    this.#totalLength -= this.#terms.lengths.values[slot]!
    this.#norms = undefined
  }

  /** The texts that share a term with the query, best first, equal scores in order of id. */
  best(query: WeightedTerms, limit: number, accept?: (id: string) => boolean): Scored[] {
    const scores = this.scores(query)
    return bestFew(scores, limit, (slot) => {
      const id = this.#ids[slot]!
      return accept === undefined || accept(id) ? id : undefined
    })
  }

  /** Scores by slot, 0 where nothing is shared or the text is gone; `slotOf` tells the places. */
  scores(query: WeightedTerms): Float64Array {
    return this.weighedScores(heftsOf(query, this.#counted))
  }

  /** `scores` of a query that was weighed before, under the counts of this index. */
  weighedScores(hefts: TermHefts): Float64Array {
    this.#refresh()
    const scores = new Float64Array(this.#terms.slots)
    const norms = this.#norms!
    const gain = this.#weights.k1 + 1
    const rest = new Map<number, number>()
    for (const [term, worth] of hefts) {
      const number = this.#terms.dictionary.find(term)
      if (number === undefined) continue
      const heft = worth * gain
      rest.set(number, heft)
      if (number < this.#lists.terms) this.#addList(scores, number, heft, norms)
    }
    this.#addRecent(scores, rest, norms)
    return scores
  }

  /** Puts everything into the inverted lists: worth it when many queries come before the next change. */
  settle(): void {
    if (this.#lists.slots < this.#terms.slots) this.#lists = invert(this.#terms, this.#alive)
  }

  /** Ids of the texts that score in any of the arrays that `scores` gave. */
  scoring(answers: readonly Float64Array[]): string[] {
    return this.#ids.filter((_, slot) => answers.some((scores) => scores[slot]! > 0))
  }

  /** The text's place in `scores`. */
  slotOf(id: string): number | undefined {
    return this.#slotOf.get(id)
  }

  #addList(scores: Float64Array, term: number, heft: number, norms: Float64Array): void {
    const { starts, texts, counts } = this.#lists
    const end = starts[term + 1]!
    for (let at = starts[term]!; at < end; at++) {
      const slot = texts[at]!
      const count = counts[at]!
      scores[slot]! += (heft * count) / (count + norms[slot]!)
    }
  }

  #addRecent(scores: Float64Array, hefts: ReadonlyMap<number, number>, norms: Float64Array): void {
    const { terms, counts } = this.#terms
    for (let slot = this.#lists.slots; slot < this.#terms.slots; slot++) {
      if (this.#alive[slot] === 0) continue
      for (let at = this.#terms.start(slot); at < this.#terms.start(slot + 1); at++) {
        const heft = hefts.get(terms.values[at]!)
        if (heft !== undefined) scores[slot]! += (heft * counts.values[at]!) / (counts.values[at]! + norms[slot]!)
      }
    }
    for (let slot = 0; slot < this.#lists.slots; slot++) if (this.#alive[slot] === 0) scores[slot] = 0
  }

  #refresh(): void {
    if (this.#terms.slots > 2 * this.size + fewEnough) this.#moveTogether()
    if (this.#terms.slots - this.#lists.slots > fewEnough + this.#lists.slots / 20) this.#lists = invert(this.#terms, this.#alive)
    if (this.#norms === undefined || this.#normsAverage !== this.#counted.averageLength) this.#norms = this.#measure()
  }

  /** Every replacement leaves a gap; without this a text that changes daily would fill the memory. */
  #moveTogether(): void {
    const slots = [...this.#slotOf.values()].sort((a, b) => a - b)
    const ids = slots.map((slot) => this.#ids[slot]!)
    this.#terms = this.#terms.only(slots)
    this.#ids = ids
    this.#slotOf = new Map(ids.map((id, slot) => [id, slot]))
    this.#alive = new Uint8Array(Math.max(1024, slots.length * 2)).fill(1, 0, slots.length)
    this.#lists = noLists
    this.#norms = undefined
  }

  #measure(): Float64Array {
    const { k1, b } = this.#weights
    const average = this.#counted.averageLength
    this.#normsAverage = average
    return Float64Array.from({ length: this.#terms.slots }, (_, slot) => {
      const relative = average > 0 ? this.#terms.lengths.values[slot]! / average : 1
      return k1 * (1 - b + b * relative)
    })
  }

  #markAlive(slot: number): void {
    if (slot >= this.#alive.length) {
      const larger = new Uint8Array(this.#alive.length * 2)
      larger.set(this.#alive)
      this.#alive = larger
    }
    this.#alive[slot] = 1
  }
}
