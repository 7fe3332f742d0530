import type { Criterion } from '../competition/need.ts'
import { type FinalSheet, markOf, weightedPoints } from './ranking.ts'

/** A reviewer's total for one bid that lies far from what the panel thinks. */
export interface Outlier { reviewer: string; bid: string; total: number; median: number }

const FAR_POINTS = 25
const FAR_DEVIATIONS = 2
/** Where all but one agree to the point, two deviations are next to nothing; nobody need explain that. */
const NEAR_POINTS = 10

/**
 * Totals more than 25 points, or more than two standard deviations, from the panel's median. They are shown to staff,
 * who may ask; they are never removed, since a lone reviewer may be the one who is right.
 */
export function outliersOf(
  criteria: readonly Pick<Criterion, 'id' | 'weight'>[], bids: readonly string[], sheets: readonly FinalSheet[],
): Outlier[] {
  return bids.flatMap((bid) => {
    const totals = sheets.map((sheet) => ({ reviewer: sheet.reviewer, total: weightedPoints(criteria, markOf(sheet, bid)) / 100 }))
    const median = medianOf(totals.map((one) => one.total))
    const deviation = deviationOf(totals.map((one) => one.total))
    return totals.filter(({ total }) => isFar(Math.abs(total - median), deviation)).map((one) => ({ ...one, bid, median }))
  })
}

function isFar(distance: number, deviation: number): boolean {
  return distance > FAR_POINTS || (distance > NEAR_POINTS && distance > FAR_DEVIATIONS * deviation)
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return (low + high) / 2
}

/** Of the sample: the panel stands for all who might have been asked. */
function deviationOf(numbers: readonly number[]): number {
  if (numbers.length < 2) return 0
  const mean = numbers.reduce((total, one) => total + one, 0) / numbers.length
  return Math.sqrt(numbers.reduce((total, one) => total + (one - mean) ** 2, 0) / (numbers.length - 1))
}
