export interface Scored {
  id: string
  score: number
}

/** Better = higher score, then smaller id: an order that does not depend on how the scores were found. */
export function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** The `limit` best of many scores above 0, best first. `idAt` leaves a slot out by answering `undefined`. */
export function bestFew(scores: Float64Array, limit: number, idAt: (slot: number) => string | undefined): Scored[] {
  const found: Scored[] = []
  for (let slot = 0; slot < scores.length; slot++) {
    if (scores[slot] === 0) continue
    const id = idAt(slot)
    if (id !== undefined) found.push({ id, score: scores[slot]! })
  }
  return atLeast(found, threshold(found, limit)).sort(byScore).slice(0, limit)
}

/** Sorting plain numbers is many times faster than sorting objects: find the cut first, order only what is above it. */
function threshold(found: readonly Scored[], limit: number): number {
  if (found.length <= limit || limit <= 0) return 0
  const ordered = Float64Array.from(found, (one) => one.score).sort()
  return ordered[ordered.length - limit]!
}

function atLeast(found: Scored[], least: number): Scored[] {
  return least === 0 ? found : found.filter((one) => one.score >= least)
}
