import { once } from 'node:events'
import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type BulkContext, bulkMatch, type BulkOptions } from './bulk-match.ts'
import { type CountsSnapshot, snapshotOf } from './counts-snapshot.ts'
import type { Match, MatchNeed, MatchTeam, Verdict } from './match-types.ts'
import { matchWeights, type MatchWeights } from './match-weights.ts'
import { needQuery } from './need-query.ts'

/** Pairs that are matched within about a tenth of a second: not worth a thread. */
const FEW_PAIRS = 50_000
/** Teams sent at once: copying more would keep requests waiting. */
const SLICE = 50

/** Everything but the teams, which follow in slices. */
export interface BulkOrder {
  needs: readonly MatchNeed[]
  statistics: { needs: CountsSnapshot; items: CountsSnapshot }
  verdicts: readonly Verdict[]
  weights: MatchWeights
  leastText: number
  options: BulkOptions
}
/** `undefined` ends the teams; from then on it asks for the next piece of the answer. */
export type TeamSlice = readonly MatchTeam[] | undefined
/** An empty piece ends the answer. */
export type MatchSlice = readonly (readonly [team: string, matches: Match[]])[]

/**
 * `bulkMatch` without keeping anybody waiting: a few pairs at once, many in a thread of their own while this process goes
 * on serving. 1,000 needs and 10,000 teams take about half a minute. Rejects when the thread fails; nothing is kept.
 */
export async function matchInBulk(
  needs: readonly MatchNeed[], teams: readonly MatchTeam[], context: BulkContext, options: BulkOptions = {},
): Promise<Map<string, Match[]>> {
  if (needs.length * teams.length <= FEW_PAIRS) return bulkMatch(needs, teams, context, options)
  const worker = startWorker()
  try {
    return await Promise.race([answerOf(worker, await orderFor(needs, context, options), teams), failureOf(worker)])
  } finally {
    await worker.terminate()
  }
}

async function answerOf(worker: Worker, order: BulkOrder, teams: readonly MatchTeam[]): Promise<Map<string, Match[]>> {
  worker.postMessage(order)
  for (let from = 0; from < teams.length; from += SLICE) {
    worker.postMessage(teams.slice(from, from + SLICE) satisfies TeamSlice)
    await breathe()
  }
  const found = new Map<string, Match[]>()
  for (;;) {
    // Pieces are asked for one by one: those that wait are all unpacked in one turn of the event loop.
    worker.postMessage(undefined satisfies TeamSlice)
    const [slice] = await once(worker, 'message') as [MatchSlice]
    if (slice.length === 0) return found
    for (const [team, matches] of slice) found.set(team, matches)
    await breathe()
  }
}

async function failureOf(worker: Worker): Promise<never> {
  const [code] = await once(worker, 'exit') as [number]
  throw new Error(`the matching thread ended with code ${code} before it answered`)
}

/** The thread gets the counts of those words only that some need asks for. Cutting a need takes up to a millisecond. */
async function orderFor(needs: readonly MatchNeed[], context: BulkContext, options: BulkOptions): Promise<BulkOrder> {
  const { statistics, verdicts, weights = matchWeights, leastText = weights.leastText } = context
  const terms = new Set<string>()
  for (const need of needs) {
    for (const term of needQuery(need.text, statistics.needs, weights).keys()) terms.add(term)
    await breathe()
  }
  const counts = { needs: snapshotOf(statistics.needs, terms), items: snapshotOf(statistics.items, terms) }
  return { needs, statistics: counts, verdicts, weights, leastText, options }
}

/** The thread runs the file beside this one. As source it needs a loader of its own: threads do not inherit the process's. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./bulk-match-worker.js', import.meta.url))
  const source = JSON.stringify(new URL('./bulk-match-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`, { eval: true, execArgv: [] })
}
