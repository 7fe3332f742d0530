import { fold, countTerms, isHan } from '../matching/terms.ts'
import type { TextIndex } from '../matching/text-index.ts'
import { pinyinReadings } from './pinyin-table.ts'
import { TermVocabulary, type Alternative } from './term-vocabulary.ts'
import type { TypedUnit } from './typed-units.ts'

/** How well each text (by its slot) answers one unit, and which terms of the index made it so. */
export interface UnitAnswer {
  scores: Float64Array
  terms: string[]
}

/** Answers units of typed text from one index of texts. */
export class TypedMatcher {
  readonly #index: TextIndex
  readonly #vocabulary: TermVocabulary

  constructor(index: TextIndex) {
    this.#index = index
    this.#vocabulary = new TermVocabulary(index)
  }

  answer(unit: TypedUnit): UnitAnswer {
    return unit.kind === 'han' ? this.#answerHan(unit.text) : this.#answerWord(unit)
  }

  #answerHan(text: string): UnitAnswer {
    if (this.#index.documentsWith(text) > 0 || text.length === 1) return this.#anyOf([{ term: text, factor: 1 }])
    return this.#anyOf(this.#vocabulary.homophones(text))
  }

  #answerWord({ text, open }: TypedUnit): UnitAnswer {
    const answers = [this.#anyOf(this.#vocabulary.wordAlternatives(indexed(text), open))]
    if (/^[a-z]+$/.test(text)) answers.push(...pinyinReadings(text).map((reading) => this.#allOf(this.#vocabulary.pinyinChain(reading))))
    return best(answers, this.#index.slots)
  }

  /** Each text by its best alternative: two spellings in one text are not two finds. */
  #anyOf(alternatives: readonly Alternative[]): UnitAnswer {
    const answers = alternatives.map(({ term, factor }) => ({ scores: this.#index.scores(new Map([[term, factor]])), terms: [term] }))
    return best(answers, this.#index.slots)
  }

  /** Only texts that answer every link of the chain. */
  #allOf(chain: readonly Alternative[][]): UnitAnswer {
    const links = chain.map((link) => this.#anyOf(link))
    const scores = new Float64Array(this.#index.slots)
    for (let slot = 0; slot < scores.length && links.length > 0; slot++) {
      if (links.every((link) => link.scores[slot]! > 0)) scores[slot] = links.reduce((sum, link) => sum + link.scores[slot]!, 0)
    }
    return { scores, terms: links.flatMap((link) => link.terms) }
  }
}

function best(answers: readonly UnitAnswer[], size: number): UnitAnswer {
  const [first, ...others] = answers
  if (first === undefined) return { scores: new Float64Array(size), terms: [] }
  const scores = others.length === 0 ? first.scores : first.scores.slice()
  for (const other of others) for (let slot = 0; slot < size; slot++) scores[slot] = Math.max(scores[slot]!, other.scores[slot]!)
  return { scores, terms: answers.flatMap((answer) => answer.terms) }
}

/** The word as the index cuts it: plural folded. */
function indexed(word: string): string {
  return [...countTerms(fold(word)).keys()].find((term) => !isHan(term.charCodeAt(0))) ?? word
}
