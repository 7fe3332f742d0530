import type { Scored } from '../matching/best-few.ts'
import type { MatchText } from '../matching/match-types.ts'
import { matchWeights } from '../matching/match-weights.ts'
import type { WeightedTerms } from '../matching/need-query.ts'
import { TextIndex } from '../matching/text-index.ts'
import { passes } from './filter-predicate.ts'
import { normalise } from './query-normaliser.ts'
import type { SearchDocument, SearchFilter } from './search-index.ts'
import { TypedMatcher } from './typed-matcher.ts'
import type { TypedUnit } from './typed-units.ts'

/** A document that answers a typed text, with the terms it was found by. */
export interface TypedFind {
  document: SearchDocument
  score: number
}

/** Share of the units' weight that a text must answer; the second figure only if nothing reaches the first. */
const coverages = [0.6, 0.3]

/** All documents of one kind in memory: by id, by text for whole needs, by text and names for typed search. */
export class KindIndex {
  readonly texts = new TextIndex(matchWeights)
  readonly #names = new TextIndex(matchWeights)
  readonly #documents = new Map<string, SearchDocument>()
  readonly #matchers = [new TypedMatcher(this.texts), new TypedMatcher(this.#names)]

  get size(): number {
    return this.#documents.size
  }

  put(document: SearchDocument): void {
    this.#documents.set(document.id, document)
    this.texts.put(document.id, indexedText(document))
    this.#names.put(document.id, { title: normalise(document.organisationName ?? '') })
  }

  remove(id: string): void {
    this.#documents.delete(id)
    this.texts.remove(id)
    this.#names.remove(id)
  }

  get(id: string): SearchDocument | undefined {
    return this.#documents.get(id)
  }

  browse(filter: SearchFilter | undefined): SearchDocument[] {
    return [...this.#documents.values()].filter((document) => passes(document, filter))
  }

  best(query: WeightedTerms, limit: number, filter: SearchFilter | undefined): Scored[] {
    return this.texts.best(query, limit, (id) => passes(this.#documents.get(id)!, filter))
  }

  /** Documents that answer enough of the units, unordered, and all terms that were looked for. */
  typed(units: readonly TypedUnit[], filter: SearchFilter | undefined): { finds: TypedFind[]; terms: Set<string> } {
    const answers = this.#matchers.map((matcher) => units.map((unit) => matcher.answer(unit)))
    const terms = new Set(answers.flat().flatMap((answer) => answer.terms))
    const [texts = [], names = []] = answers.map((one) => one.map(({ scores }) => scores))
    const ids = new Set([...this.texts.scoring(texts), ...this.#names.scoring(names)])
    const documents = [...ids].map((id) => this.#documents.get(id)!).filter((document) => passes(document, filter))
    for (const least of coverages) {
      const finds = documents.flatMap((document) => this.#find(document, texts, names, least) ?? [])
      if (finds.length > 0) return { finds, terms }
    }
    return { finds: [], terms }
  }

  #find(document: SearchDocument, texts: readonly Float64Array[], names: readonly Float64Array[], least: number): TypedFind | undefined {
    const [text, name] = [this.texts.slotOf(document.id)!, this.#names.slotOf(document.id)!]
    let score = 0
    let answered = 0
    texts.forEach((scores, unit) => {
      const best = Math.max(scores[text] ?? 0, names[unit]?.[name] ?? 0)
      score += best
      if (best > 0) answered += 1
    })
    return answered > 0 && answered >= least * texts.length ? { document, score: score * (answered / texts.length) } : undefined
  }
}

/** The document as compared text; normalised, so that traditional and full-width spellings meet. */
export function indexedText({ title, summary, text, keywords }: SearchDocument): MatchText {
  return { title: normalise(title), summary: normalise(summary), body: normalise(text), keywords: keywords.map(normalise) }
}
