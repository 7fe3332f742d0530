/** Grades of one need's judged items: 4 strong, 3 fairly strong, 2 weak, 1 none. */
export type Judgements = ReadonlyMap<string, number>

/** The figures of one ranking against its judgements, all between 0 and 1. */
export interface RankingFigures {
  ndcg10: number
  averagePrecision: number
  auc: number
  recall100: number
}

const relevantFrom = 3

/** A need counts when its judgements can tell a good order from a bad one. */
export function isScored(judged: Judgements): boolean {
  const grades = [...judged.values()]
  return grades.length >= 10 && grades.some((grade) => grade >= relevantFrom) && grades.some((grade) => grade < relevantFrom)
}

/**
 * Figures of one need's ranking (ids, best first). Unjudged items are taken out, except for `recall100`.
 * A judged item that the ranking does not return earns nothing.
 */
export function rankingFigures(ranking: readonly string[], judged: Judgements): RankingFigures {
  const grades = ranking.flatMap((id) => judged.get(id) ?? [])
  const relevant = [...judged.values()].filter((grade) => grade >= relevantFrom).length
  return {
    ndcg10: ndcg(grades, [...judged.values()], 10),
    averagePrecision: averagePrecision(grades, relevant),
    auc: areaUnderCurve(grades, judged.size, relevant),
    recall100: share(ranking.slice(0, 100).filter((id) => (judged.get(id) ?? 0) >= relevantFrom).length, relevant),
  }
}

function ndcg(grades: readonly number[], all: readonly number[], depth: number): number {
  const best = all.toSorted((a, b) => b - a)
  return share(discountedGain(grades, depth), discountedGain(best, depth))
}

function discountedGain(grades: readonly number[], depth: number): number {
  return grades.slice(0, depth).reduce((sum, grade, at) => sum + (2 ** (grade - 1) - 1) / Math.log2(at + 2), 0)
}

function averagePrecision(grades: readonly number[], relevant: number): number {
  let found = 0
  let sum = 0
  grades.forEach((grade, at) => {
    if (grade >= relevantFrom) sum += ++found / (at + 1)
  })
  return share(sum, relevant)
}

/** Pairs in the right order; one returned goes before one not returned, two not returned count half. */
function areaUnderCurve(grades: readonly number[], judged: number, relevant: number): number {
  const returnedRelevant = grades.filter((grade) => grade >= relevantFrom).length
  const returnedOther = grades.length - returnedRelevant
  const other = judged - relevant
  let othersSeen = 0
  let right = 0
  for (const grade of grades) {
    if (grade < relevantFrom) othersSeen += 1
    else right += other - othersSeen
  }
  right += 0.5 * (relevant - returnedRelevant) * (other - returnedOther)
  return share(right, relevant * other)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
