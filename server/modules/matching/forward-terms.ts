import { growingFloats, growingIntegers } from './growing-array.ts'
import type { MatchText } from './match-types.ts'
import type { FieldWeights } from './match-weights.ts'
import { TermDictionary } from './term-dictionary.ts'
import { eachTerm, fold } from './terms.ts'
import { fieldsOf } from './term-vector.ts'

/** The terms of each text, one text after the other in flat arrays. A text's place is its slot; slots are never reused. */
export class ForwardTerms {
  readonly dictionary: TermDictionary
  /** Per posting: term number and weighted count. */
  readonly terms = growingIntegers()
  readonly counts = growingFloats()
  /** Per slot: where its postings begin, with one more entry for where the last one ends. */
  readonly starts = growingIntegers()
  readonly lengths = growingFloats()
  /** Per term: number of living texts with it. */
  readonly frequency: ReturnType<typeof growingIntegers>
  readonly #weights: FieldWeights
  #scratch = new Float32Array(1024)
  readonly #touched: number[] = []

  /** `kept` carries the numbering and the frequencies of terms over when texts are moved together. */
  constructor(weights: FieldWeights, kept?: Pick<ForwardTerms, 'dictionary' | 'frequency'>) {
    this.#weights = weights
    this.dictionary = kept?.dictionary ?? new TermDictionary()
    this.frequency = kept?.frequency ?? growingIntegers()
    this.starts.push(0)
  }

  get slots(): number {
    return this.lengths.length
  }

  /** Returns the slot of the new text. */
  add(text: MatchText): number {
    let length = 0
    for (const [field, weight] of fieldsOf(text, this.#weights)) length += this.#count(fold(field), weight)
    this.#flush()
    this.starts.push(this.terms.length)
    this.lengths.push(length)
    return this.slots - 1
  }

  /** Takes a text out of the statistics; its postings stay until the next rebuild. */
  forget(slot: number): void {
    const terms = this.terms.values
    for (let at = this.start(slot); at < this.start(slot + 1); at++) this.frequency.values[terms[at]!]! -= 1
  }

  /** The given texts alone, in their order, without the places of those that are gone. */
  only(slots: readonly number[]): ForwardTerms {
    const moved = new ForwardTerms(this.#weights, this)
    for (const slot of slots) {
      for (let at = this.start(slot); at < this.start(slot + 1); at++) {
        moved.terms.push(this.terms.values[at]!)
        moved.counts.push(this.counts.values[at]!)
      }
      moved.starts.push(moved.terms.length)
      moved.lengths.push(this.lengths.values[slot]!)
    }
    return moved
  }

  start(slot: number): number {
    return this.starts.values[slot]!
  }

  documentsWith(term: string): number {
    const number = this.dictionary.find(term)
    return number === undefined ? 0 : this.frequency.values[number]!
  }

  #count(folded: string, weight: number): number {
    let length = 0
    const see = (term: number) => {
      if (term >= this.#scratch.length) this.#scratch = enlarged(this.#scratch, term)
      if (this.#scratch[term] === 0) this.#touched.push(term)
      this.#scratch[term]! += weight
      length += weight
    }
    eachTerm(folded, {
      han: (code) => see(this.dictionary.addCode(code)),
      word: (word) => see(this.dictionary.addWord(word)),
    })
    return length
  }

  #flush(): void {
    this.frequency.extend(this.dictionary.size)
    for (const term of this.#touched) {
      this.terms.push(term)
      this.counts.push(this.#scratch[term]!)
      this.#scratch[term] = 0
      this.frequency.values[term]! += 1
    }
    this.#touched.length = 0
  }
}

function enlarged(scratch: Float32Array<ArrayBuffer>, term: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(term + 1, scratch.length * 2))
  larger.set(scratch)
  return larger
}
