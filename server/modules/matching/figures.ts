import { clausesOf } from './clauses.ts'
import type { MatchText, TargetIndicator } from './match-types.ts'
import { countTerms } from './terms.ts'
import { unitOf, unitPattern } from './units.ts'

/** A measured quantity somebody names: what is measured, in which dimension, between which values in base units. */
export interface Figure {
  /** Terms of the name, pairs and words only: single characters mean too many things. */
  name: ReadonlySet<string>
  dimension: string
  low: number
  high: number
}

const number = String.raw`[-−]?\d+(?:,\d{3})*(?:\.\d+)?`
const least = '≥|>=|>|不低于|不少于|不小于|大于等于|大于|高于|超过|至少|提高到|提升至'
const most = '≤|<=|<|±|不高于|不超过|不大于|不多于|小于等于|小于|低于|少于|控制在|降至|降到|至多|最多'
const pattern = new RegExp(
  String.raw`(?:(?<least>${least})|(?<most>${most}))?[:：为是在约达到]{0,3}\s*(?<low>${number})\s*(?:(?:${unitPattern})?\s*[~—至到-]\s*(?<high>${number}))?\s*(?<unit>${unitPattern})(?:及|或)?(?:(?<up>以上)|(?<down>以下|以内))?`, 'giu')

/**
 * Figures that a need's text asks for: a lower or upper bound leaves the other end open. A figure without bound or range
 * describes what there is rather than what is wanted.
 */
export function wantedFigures(text: MatchText): Figure[] {
  const found = figuresIn(text, (low, high, { least, most, up, down }) => {
    if (least !== undefined || up !== undefined) return [low, Infinity]
    return most !== undefined || down !== undefined ? [-Infinity, high] : [low, high]
  })
  return found.filter(({ low, high }) => low < high)
}

/** Figures that an item states: "over 99 %" and "99 %" both claim 99 %, a range claims everything in it. */
export function statedFigures(text: MatchText): Figure[] {
  return figuresIn(text, (low, high) => [low, high])
}

/** An indicator that was entered field by field; `undefined` when it can't be compared: words, or a unit nobody knows. */
export function figureOf({ name, comparator, value, unit }: TargetIndicator): Figure | undefined {
  const known = unitOf(unit)
  const [low = NaN, high = low] = value.split('~').map(Number)
  if (known === undefined || Number.isNaN(low) || Number.isNaN(high)) return undefined
  const [from, to] = [low * known.factor, high * known.factor]
  const open = comparator === 'at-least' ? [from, Infinity] : comparator === 'at-most' ? [-Infinity, to] : [from, to]
  return { name: nameTerms(name), dimension: known.dimension, low: open[0]!, high: open[1]! }
}

type Groups = Partial<Record<'least' | 'most' | 'low' | 'high' | 'unit' | 'up' | 'down', string>>
type Ends = (low: number, high: number, groups: Groups) => [low: number, high: number]

function figuresIn(text: MatchText, ends: Ends): Figure[] {
  return clausesOf(text).flatMap((clause) => inClause(clause.text.normalize('NFKC'), ends))
}

/** The name stands before its figure, or after it when nothing does: 检出率99%, 0.3 mm厚. */
function inClause(clause: string, ends: Ends): Figure[] {
  let from = 0
  return [...clause.matchAll(pattern)].flatMap((match) => {
    const groups: Groups = match.groups ?? {}
    const unit = unitOf(groups.unit ?? '')
    const before = clause.slice(from, match.index)
    from = match.index + match[0].length
    const name = nameTerms(/\p{L}/u.test(before) ? before : clause.slice(from))
    if (unit === undefined || name.size === 0) return []
    const low = numeral(groups.low) * unit.factor
    const high = groups.high === undefined ? low : numeral(groups.high) * unit.factor
    const [start, end] = ends(Math.min(low, high), Math.max(low, high), groups)
    return [{ name, dimension: unit.dimension, low: start, high: end }]
  })
}

function nameTerms(text: string): Set<string> {
  const terms = [...countTerms(text).keys()]
  return new Set(terms.filter((term) => term.length > 1 && !/^\d+$/.test(term)))
}

function numeral(text = ''): number {
  return Number(text.replaceAll(',', '').replace('−', '-'))
}
