import { isHan, pairCode, termOf } from './terms.ts'

/** Numbers terms from 0 in order of appearance, so that everything else can live in flat arrays. */
export class TermDictionary {
  readonly #codes = new Map<number, number>()
  readonly #words = new Map<string, number>()
  readonly #terms: (number | string)[] = []

  get size(): number {
    return this.#terms.length
  }

  /** The number of a Han character or pair, given now if it is new. */
  addCode(code: number): number {
    const known = this.#codes.get(code)
    if (known !== undefined) return known
    this.#codes.set(code, this.size)
    return this.#terms.push(code) - 1
  }

  addWord(word: string): number {
    const known = this.#words.get(word)
    if (known !== undefined) return known
    this.#words.set(word, this.size)
    return this.#terms.push(word) - 1
  }

  /** `undefined` for a term that no text contains. */
  find(term: string): number | undefined {
    const first = term.charCodeAt(0)
    if (!isHan(first)) return this.#words.get(term)
    return this.#codes.get(term.length === 1 ? first : pairCode(first, term.charCodeAt(1)))
  }

  termAt(number: number): string {
    const term = this.#terms[number]!
    return typeof term === 'string' ? term : termOf(term)
  }
}
