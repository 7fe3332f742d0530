import { type Figure, figureOf, statedFigures, wantedFigures } from './figures.ts'
import type { MatchNeed, MatchText } from './match-types.ts'
import { unknown } from './structure-parts.ts'

/** Names agree when half of the shorter one is in the other: 检出率 and 裂纹检出率. */
const leastAgreement = 0.5

/** What a need measures its answers by: its indicators as entered, otherwise those its text states. */
export function targetsOf(need: MatchNeed): Figure[] {
  if (need.indicators !== undefined) return need.indicators.flatMap((one) => figureOf(one) ?? [])
  return remembered(need.text, wanted, wantedFigures)
}

/**
 * How far the figures that the items state meet those the need asks for, 0 to 1. Only figures of the same name and
 * dimension are compared, each target with the best of the items; what nobody states neither helps nor harms, and one
 * figure met is not yet proof of all: (sum + ½) / (compared + 1), as for delivery.
 */
export function indicatorPart(targets: readonly Figure[], items: readonly MatchText[]): number {
  if (targets.length === 0 || items.length === 0) return unknown
  const claims = items.flatMap((item) => remembered(item, stated, statedFigures))
  if (claims.length === 0) return unknown
  const reached = targets.flatMap((target) => {
    const alike = claims.filter((claim) => isSameQuantity(target, claim))
    return alike.length === 0 ? [] : [Math.max(...alike.map((claim) => fulfilment(target, claim)))]
  })
  return (reached.reduce((sum, one) => sum + one, 0) + unknown) / (reached.length + 1)
}

function isSameQuantity(target: Figure, claim: Figure): boolean {
  if (target.dimension !== claim.dimension) return false
  const common = [...target.name].filter((term) => claim.name.has(term)).length
  return common > 0 && common >= leastAgreement * Math.min(target.name.size, claim.name.size)
}

/** 1 when met; short of it at most one half, falling to 0 at half of what is asked for. */
export function fulfilment(target: Figure, claim: Figure): number {
  const width = target.high - target.low
  if (Number.isFinite(width) && width > 0 && claim.high > claim.low) return rangeCovered(target, claim)
  const short = Math.max(target.low - claim.high, claim.low - target.high, 0)
  if (short <= 1e-9 * Math.abs(claim.high)) return 1
  const bound = target.low > claim.high ? target.low : target.high
  return 0.5 * Math.max(0, 1 - (2 * short) / Math.max(Math.abs(bound), Math.abs(claim.high), Number.MIN_VALUE))
}

/** A working range has to be covered: -20 to 60 °C is not met by 0 to 40 °C. */
function rangeCovered(target: Figure, claim: Figure): number {
  const covered = Math.min(target.high, claim.high) - Math.max(target.low, claim.low)
  const share = Math.max(0, covered) / (target.high - target.low)
  return share >= 1 - 1e-9 ? 1 : 0.5 * share
}

/** Reading a text costs more than comparing: as long as the caller keeps the text object, it is read once. */
const wanted = new WeakMap<MatchText, Figure[]>()
const stated = new WeakMap<MatchText, Figure[]>()

function remembered(text: MatchText, known: WeakMap<MatchText, Figure[]>, read: (text: MatchText) => Figure[]): Figure[] {
  const figures = known.get(text) ?? read(text)
  known.set(text, figures)
  return figures
}
