import { isHan } from '../matching/terms.ts'
import type { TextIndex } from '../matching/text-index.ts'
import { editDistance, typosAllowed } from './edit-distance.ts'
import { pairReading, readingsOf, type PinyinReading } from './pinyin-table.ts'

/** A term of the index that a typed one may have meant; `factor` says how sure that is, 1 = exactly this. */
export interface Alternative {
  term: string
  factor: number
}

const mostAlternatives = 40

/** What the texts of one index contain, looked up the ways people type. Follows the index by itself. */
export class TermVocabulary {
  readonly #index: TextIndex
  #seen = 0
  #words: string[] = []
  #sorted = true
  /** Syllable to the characters that can be read so. */
  readonly #characters = new Map<string, string[]>()

  constructor(index: TextIndex) {
    this.#index = index
  }

  /** The word itself, words it begins, and only if there are none words it may be a misspelling of. */
  wordAlternatives(word: string, open: boolean): Alternative[] {
    this.#catchUp()
    const exact = this.#present(word) ? [{ term: word, factor: 1 }] : []
    const longer = open ? this.#startingWith(word) : []
    return exact.length + longer.length > 0 ? [...exact, ...longer] : this.#misspelt(word)
  }

  /** For each pair of neighbouring syllables the pairs of characters read so; empty when one has none. */
  pinyinChain({ whole, begun }: PinyinReading): Alternative[][] {
    this.#catchUp()
    const chain: Alternative[][] = []
    for (let at = 0; at + 1 < whole.length; at++) chain.push(this.#readAs(whole[at]!, whole[at + 1]!, false))
    if (begun !== '') chain.push(this.#readAs(whole.at(-1)!, begun, true))
    return chain.some((link) => link.length === 0) ? [] : chain
  }

  /** Pairs that sound like this one: 悍接 was meant to be 焊接. */
  homophones(pair: string): Alternative[] {
    this.#catchUp()
    const found = readingsOf(pair[0]!).flatMap((first) => readingsOf(pair[1]!).flatMap((second) => this.#readAs(first, second, false)))
    return found.map(({ term }) => ({ term, factor: 0.5 }))
  }

  /** Tries all characters with the syllables: a few thousand look-ups, but nothing to keep per pair. */
  #readAs(first: string, second: string, begun: boolean): Alternative[] {
    const seconds = begun ? this.#readingFrom(second) : (this.#characters.get(second) ?? [])
    const pairs = (this.#characters.get(first) ?? []).flatMap((a) => seconds.map((b) => a + b).filter((pair) => this.#present(pair)))
    const read = pairs.slice(0, 5 * mostAlternatives).filter((pair) => isReadAs(pair, first, second, begun))
    return read.slice(0, mostAlternatives).map((term) => ({ term, factor: 0.7 }))
  }

  #readingFrom(letters: string): string[] {
    return [...new Set([...this.#characters].flatMap(([syllable, characters]) => (syllable.startsWith(letters) ? characters : [])))]
  }

  #startingWith(prefix: string): Alternative[] {
    if (!this.#sorted) this.#words.sort()
    this.#sorted = true
    const found: Alternative[] = []
    for (let at = lowerBound(this.#words, prefix); at < this.#words.length && found.length < mostAlternatives; at++) {
      const word = this.#words[at]!
      if (!word.startsWith(prefix)) break
      if (word !== prefix && this.#present(word)) found.push({ term: word, factor: 0.8 })
    }
    return found
  }

  #misspelt(word: string): Alternative[] {
    const most = typosAllowed(word)
    if (most === 0) return []
    const close = this.#words.flatMap((other) => {
      const distance = editDistance(word, other, most)
      return distance <= most && this.#present(other) ? [{ term: other, factor: 0.6 / distance }] : []
    })
    return close.sort((a, b) => b.factor - a.factor).slice(0, mostAlternatives)
  }

  #present(term: string): boolean {
    return this.#index.documentsWith(term) > 0
  }

  #catchUp(): void {
    for (; this.#seen < this.#index.vocabularySize; this.#seen++) this.#learn(this.#index.termAt(this.#seen))
  }

  #learn(term: string): void {
    if (!isHan(term.charCodeAt(0))) {
      this.#words.push(term)
      this.#sorted = false
    } else if (term.length === 1) this.#learnCharacter(term)
  }

  #learnCharacter(character: string): void {
    for (const reading of readingsOf(character)) {
      const known = this.#characters.get(reading)
      if (known === undefined) this.#characters.set(reading, [character])
      else known.push(character)
    }
  }
}

/** Rare readings of single characters make nonsense pairs: 厂 can be han, but 厂节 is not hanjie. */
function isReadAs(pair: string, first: string, second: string, begun: boolean): boolean {
  const [a, b = ''] = pairReading(pair)
  return a === first && (begun ? b.startsWith(second) : b === second)
}

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
