import type { Clause, ClauseField } from './clauses.ts'
import { commonFragments, fragmentTerms, type CommonFragment } from './common-fragments.ts'
import { withoutLooseEnds } from './loose-ends.ts'
import type { MatchNeed, MatchText } from './match-types.ts'
import { matchWeights, type MatchWeights } from './match-weights.ts'
import { needQuery } from './need-query.ts'
import { mayShare, type SearchableClause, searchableClauses } from './searchable-clauses.ts'
import { heftsOf } from './term-hefts.ts'
import type { TermStatistics } from './term-statistics.ts'

/** A stretch of a document as its author wrote it. Offsets are UTF-16 code units in the named field. */
export interface EvidenceSide {
  field: ClauseField
  start: number
  end: number
  /** Exactly the field's text from `start` to `end`. */
  text: string
  /** What both sides share, as offsets in `text`. */
  marks: { start: number; end: number }[]
}

/** A phrase or indicator of the need that meets a phrase of the achievement. Nothing in it is made up. */
export interface EvidencePair {
  need: EvidenceSide
  item: EvidenceSide
  /** True when the need's side states a figure: an indicator rather than a wish. */
  indicator: boolean
  weight: number
}

const indicatorFigure = /\d\s*(?:%|％|‰|℃|°|[a-zμΩ]|[万亿台套吨米毫微公秒分年倍次级])|[≥≤<>±]\s*\d|(?:不低于|不高于|不超过|大于|小于|优于|达到)\s*\d/iu

/** Below this share of the need's weightiest term it is form language: sharing "研究" or "技术" is no evidence. */
const leastShare = 0.12

/** Up to three pairs, weightiest first, each from another phrase of the need and each adding shared terms. */
export function evidenceFor(need: MatchNeed, item: MatchText, statistics: TermStatistics, weights: MatchWeights = matchWeights): EvidencePair[] {
  return explainerOf(need, statistics, weights)(item)
}

/** `evidenceFor` one need and each text it meets. */
export type Explainer = (item: MatchText) => EvidencePair[]

/** The need is weighed and cut once, however many texts it meets. */
export function explainerOf(need: MatchNeed, statistics: TermStatistics, weights: MatchWeights): Explainer {
  const query = needQuery(need.text, statistics.needs, weights)
  const hefts = heftsOf(query, statistics.items)
  const heft = (term: string) => hefts.get(term) ?? 0
  const least = leastShare * Math.max(...hefts.values(), 0)
  const tell = (clause: Clause, other: Clause) => tellingFragments(clause, other, statistics, heft, least)
  const clauses = searchableClauses(need.text)
  return (item) => mostTellingOf(allPairs(clauses, searchableClauses(item), tell, heft), least)
}

function mostTellingOf(pairs: readonly Overlap[], least: number): EvidencePair[] {
  const chosen: Overlap[] = []
  const told = new Set<string>()
  while (chosen.length < 3) {
    const best = mostTelling(pairs, told, chosen, least)
    if (best === undefined) break
    chosen.push(best)
    for (const term of best.terms.keys()) told.add(term)
  }
  return chosen.map(toPair)
}

interface Overlap {
  need: Clause
  item: Clause
  fragments: CommonFragment[]
  terms: Map<string, number>
}

type Heft = (term: string) => number

type Tell = (need: Clause, item: Clause) => CommonFragment[]

function tellingFragments(need: Clause, item: Clause, { items }: TermStatistics, heft: Heft, least: number): CommonFragment[] {
  return commonFragments(need.folded, item.folded).flatMap((one) => {
    const kept = withoutLooseEnds(one, items)
    return kept !== undefined && weightOf(kept, heft) >= least ? [kept] : []
  })
}

function allPairs(needs: readonly SearchableClause[], items: readonly SearchableClause[], tell: Tell, heft: Heft): Overlap[] {
  const pairs: Overlap[] = []
  for (const need of needs) {
    for (const item of items) {
      const fragments = mayShare(need, item) ? tell(need.clause, item.clause) : []
      if (fragments.length === 0) continue
      const terms = new Map(fragments.flatMap((one) => fragmentTerms(one.text)).map((term) => [term, heft(term)]))
      pairs.push({ need: need.clause, item: item.clause, fragments, terms })
    }
  }
  return pairs
}

function weightOf(fragment: CommonFragment, heft: Heft): number {
  return fragmentTerms(fragment.text).reduce((sum, term) => sum + heft(term), 0)
}

/** What a pair adds to what was told already; a figure on the need's side is worth a quarter more. */
function gain(pair: Overlap, told: ReadonlySet<string>): number {
  let sum = 0
  for (const [term, weight] of pair.terms) if (!told.has(term)) sum += weight
  return indicatorFigure.test(pair.need.text) ? sum * 1.25 : sum
}

function mostTelling(pairs: readonly Overlap[], told: ReadonlySet<string>, chosen: readonly Overlap[], least: number): Overlap | undefined {
  let best: { pair: Overlap; gain: number } | undefined
  for (const pair of pairs) {
    if (chosen.some((one) => one.need === pair.need)) continue
    const worth = gain(pair, told)
    if (worth >= least && worth > (best?.gain ?? 0)) best = { pair, gain: worth }
  }
  return best?.pair
}

function toPair({ need, item, fragments, terms }: Overlap): EvidencePair {
  return {
    need: side(need, fragments.map((one) => [one.first, one.text.length])),
    item: side(item, fragments.map((one) => [one.second, one.text.length])),
    indicator: indicatorFigure.test(need.text),
    weight: [...terms.values()].reduce((sum, weight) => sum + weight, 0),
  }
}

function side(clause: Clause, places: [at: number, length: number][]): EvidenceSide {
  const marks = places.map(([at, length]) => ({ start: clause.sources[at]!, end: endOf(clause, at + length - 1) }))
  const { field, start, text } = clause
  return { field, start, end: start + text.length, text, marks: merged(marks) }
}

/** Where the source character of a folded unit ends: one character may have become several. */
function endOf({ sources }: Clause, unit: number): number {
  const start = sources[unit]!
  return sources.find((source, at) => at > unit && source > start) ?? start
}

/** In order and without overlaps: on the item's side two fragments may lie on the same words. */
function merged(marks: { start: number; end: number }[]): { start: number; end: number }[] {
  const ordered = marks.toSorted((a, b) => a.start - b.start)
  return ordered.reduce<{ start: number; end: number }[]>((kept, mark) => {
    const last = kept.at(-1)
    if (last === undefined || mark.start >= last.end) kept.push({ ...mark })
    else last.end = Math.max(last.end, mark.end)
    return kept
  }, [])
}
