import type { Ranking } from '../competition/award.ts'
import type { Criterion } from '../competition/need.ts'
import { type Mark, scoreOf } from './scoresheet.ts'

/** A bid as the ranking sees it: who it belongs to and when it was handed in last. */
export interface RankedCandidate { bid: string; organisation: string; receivedAt: Date }

/** The final marks of one unconflicted reviewer who handed in. */
export interface FinalSheet { reviewer: string; marks: readonly Mark[] }

type Criteria = readonly Pick<Criterion, 'id' | 'weight'>[]

/**
 * Best first by the mean, over the reviewers, of the weighted points. Ties as published: more points on the heaviest
 * criterion, then the earlier receipt. Points and weights are whole numbers and are summed before dividing, so neither
 * the order of the reviewers nor rounding can decide.
 */
export function rankBids(criteria: Criteria, bids: readonly RankedCandidate[], sheets: readonly FinalSheet[]): Ranking {
  if (sheets.length === 0) return []
  const heaviest = heaviestOf(criteria)
  const scored = bids.map((candidate) => ({
    ...candidate,
    points: sum(sheets.map((sheet) => weightedPoints(criteria, markOf(sheet, candidate.bid)))),
    onHeaviest: sum(sheets.map((sheet) => scoreOf(markOf(sheet, candidate.bid), heaviest) ?? 0)),
  }))
  return scored.sort(byPlace).map(({ bid, organisation, points }, i) => ({ bid, organisation, rank: i + 1, total: points / (100 * sheets.length) }))
}

interface Scored extends RankedCandidate { points: number; onHeaviest: number }

function byPlace(a: Scored, b: Scored): number {
  return b.points - a.points || b.onHeaviest - a.onHeaviest
    || a.receivedAt.getTime() - b.receivedAt.getTime() || (a.bid < b.bid ? -1 : 1)
}

/** Of several equally heavy ones, the first as published. */
function heaviestOf(criteria: Criteria): string {
  return criteria.reduce((best, one) => (one.weight > best.weight ? one : best), criteria[0] ?? { id: '', weight: 0 }).id
}

/** Weight in percent times points: 10,000 is the maximum. */
export function weightedPoints(criteria: Criteria, mark: Mark | undefined): number {
  return sum(criteria.map(({ id, weight }) => weight * (scoreOf(mark, id) ?? 0)))
}

export const markOf = (sheet: FinalSheet, bid: string): Mark | undefined => sheet.marks.find((mark) => mark.bid === bid)

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
