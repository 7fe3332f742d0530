import fc from 'fast-check'
import t from 'tap'
import { medianOf, outliersOf } from '../../server/modules/evaluation/outliers.ts'
import { type FinalSheet, rankBids, type RankedCandidate } from '../../server/modules/evaluation/ranking.ts'

const BIDS = ['a', 'b', 'c', 'd']
const CRITERIA = ['route', 'team', 'cost']

/** Three weights that add up to 100. */
const weights = fc.tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
  .filter(([x, y]) => x + y < 100).map(([x, y]) => [x, y, 100 - x - y].map((weight, i) => ({ id: CRITERIA[i] ?? '', weight })))
const points = fc.integer({ min: 0, max: 100 })
const sheetOf = (reviewer: string) => fc.array(fc.array(points, { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 })
  .map((rows): FinalSheet => ({ reviewer, marks: rows.map((row, i) => ({ bid: BIDS[i] ?? '', comment: '', scores: row.map((score, j) => ({ criterion: CRITERIA[j] ?? '', score })) })) }))
const sheets = fc.tuple(...['r1', 'r2', 'r3', 'r4', 'r5'].map(sheetOf))
const CANDIDATES: RankedCandidate[] = BIDS.map((bid, i) => ({ bid, organisation: `org-${bid}`, receivedAt: new Date(i * 1000) }))

function withScore(sheet: FinalSheet, bid: string, criterion: string, change: (score: number) => number): FinalSheet {
  return {
    ...sheet,
    marks: sheet.marks.map((mark) => (mark.bid !== bid ? mark : {
      ...mark, scores: mark.scores.map((one) => (one.criterion === criterion ? { ...one, score: change(one.score ?? 0) } : one)),
    })),
  }
}

t.test('properties of the ranking', async () => {
  fc.assert(fc.property(weights, sheets, (criteria, all) => {
    const ranking = rankBids(criteria, CANDIDATES, all)
    const naive = (bid: string) => all.reduce((sum, sheet) => sum + criteria.reduce((one, { id, weight }) =>
      one + weight / 100 * (sheet.marks.find((mark) => mark.bid === bid)?.scores.find((score) => score.criterion === id)?.score ?? 0), 0), 0) / all.length
    return ranking.every((one, i) => one.rank === i + 1 && Math.abs(one.total - naive(one.bid)) < 1e-9 && one.total >= 0 && one.total <= 100
      && one.total <= (ranking[i - 1]?.total ?? 100)) && new Set(ranking.map((one) => one.bid)).size === 4
  }), { numRuns: 300 })
  // Neither the order of the reviewers nor that of the bids matters.
  fc.assert(fc.property(weights, sheets, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (criteria, all, order) => {
    const shuffled = order.map((i) => all[i] as FinalSheet)
    return JSON.stringify(rankBids(criteria, [...CANDIDATES].reverse(), shuffled)) === JSON.stringify(rankBids(criteria, CANDIDATES, all))
  }))
  // More points never make a place worse.
  fc.assert(fc.property(weights, sheets, fc.constantFrom(...BIDS), fc.constantFrom(...CRITERIA), fc.integer({ min: 1, max: 50 }), (criteria, all, bid, criterion, more) => {
    const better = all.map((sheet, i) => (i === 0 ? withScore(sheet, bid, criterion, (score) => Math.min(100, score + more)) : sheet))
    const rankOf = (given: readonly FinalSheet[]) => rankBids(criteria, CANDIDATES, given).find((one) => one.bid === bid)?.rank ?? 0
    return rankOf(better) <= rankOf(all)
  }))
})

t.test('ties: the heaviest criterion, then the earlier receipt', async (t) => {
  const criteria = [{ id: 'team', weight: 40 }, { id: 'route', weight: 60 }]
  const mark = (bid: string, team: number, route: number) => ({ bid, comment: '', scores: [{ criterion: 'team', score: team }, { criterion: 'route', score: route }] })
  const sheet = { reviewer: 'r', marks: [mark('a', 90, 60), mark('b', 60, 80), mark('c', 60, 80)] }
  const at = (seconds: number) => new Date(seconds * 1000)
  const ranking = rankBids(criteria, [
    { bid: 'a', organisation: 'o', receivedAt: at(1) }, { bid: 'b', organisation: 'o', receivedAt: at(3) }, { bid: 'c', organisation: 'o', receivedAt: at(2) },
  ], [sheet])
  t.same(ranking.map((one) => one.bid), ['c', 'b', 'a'], 'equal totals of 72')
  t.same(ranking.map((one) => one.total), [72, 72, 72])
  t.same(rankBids(criteria, CANDIDATES, []), [], 'no sheets, no ranking')
})

t.test('outliers are found and nothing else', async (t) => {
  const criteria = [{ id: 'route', weight: 100 }]
  const panel = (...totals: number[]): FinalSheet[] => totals.map((score, i) => ({ reviewer: `r${i}`, marks: [{ bid: 'a', comment: '', scores: [{ criterion: 'route', score }] }] }))
  const found = (...totals: number[]) => outliersOf(criteria, ['a'], panel(...totals)).map((one) => one.reviewer)
  t.same(found(80, 82, 54), ['r2'], 'more than 25 points from the median')
  t.same(found(80, 80, 55), [], '25 points are not more than 25')
  t.same(found(80, 80, 80, 80, 60), ['r4'], 'more than two deviations')
  t.same(found(80, 80, 80, 80, 81), [], 'a point is not worth a question')
  t.same(found(70, 80, 90), [])
  t.same(found(), [])
  t.equal(medianOf([3, 1, 2]), 2)
  t.equal(medianOf([4, 1, 2, 3]), 2.5)
})
