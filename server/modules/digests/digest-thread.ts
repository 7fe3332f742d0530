import { Worker } from 'node:worker_threads'
import { bulkMatch } from '../matching/bulk-match.ts'
import { type CountsSnapshot, snapshotOf } from '../matching/counts-snapshot.ts'
import { type EvidencePair, evidenceFor } from '../matching/evidence.ts'
import type { Match, MatchNeed, MatchTeam, MatchText, Verdict } from '../matching/match-types.ts'
import { matchWeights } from '../matching/match-weights.ts'
import { needQuery } from '../matching/need-query.ts'
import type { TermStatistics } from '../matching/term-statistics.ts'

/** A need and a text that meet: each need is sent once, whatever the number of its texts. */
export interface Meeting { need: string; text: MatchText }
interface Statistics { needs: CountsSnapshot; items: CountsSnapshot }
export type Question =
  | { kind: 'match'; needs: readonly MatchNeed[]; teams: readonly MatchTeam[]; verdicts: readonly Verdict[]; statistics: Statistics }
  | { kind: 'explain'; needs: readonly MatchNeed[]; meetings: readonly Meeting[]; statistics: Statistics }
export type Answer = ReadonlyMap<string, Match[]> | EvidencePair[][]
export interface Asked { id: number; question: Question }
export type Answered = { id: number; answer: Answer } | { id: number; fault: string }

/** Less than this takes a few milliseconds: not worth a thread. */
const FEW_PAIRS = 2000
const FEW_MEETINGS = 10

export interface DigestThread {
  /** `bulkMatch`, elsewhere when there is much of it. */
  match(needs: readonly MatchNeed[], teams: readonly MatchTeam[], context: { statistics: TermStatistics; verdicts: readonly Verdict[] }): Promise<ReadonlyMap<string, Match[]>>
  /** `evidenceFor` each meeting, in their order. */
  explain(needs: readonly MatchNeed[], meetings: readonly Meeting[], statistics: TermStatistics): Promise<EvidencePair[][]>
}

/**
 * One thread for what digests have to compute while pages are being served; started when there is much to do, and kept.
 * Questions are answered in their order; when the thread dies they fail, and the next one starts another.
 */
export function createDigestThread(): DigestThread {
  const open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>()
  let thread: Worker | undefined
  let last = 0

  function started(): Worker {
    if (thread) return thread
    const worker = startWorker()
    worker.on('message', (answered: Answered) => settle(worker, answered))
    worker.on('error', (error) => fail(worker, error))
    worker.on('exit', () => fail(worker, new Error('the thread of the digests has ended')))
    thread = worker
    return worker
  }

  /** The process may end while nobody waits. Said after each answer: listening to messages alone keeps it going. */
  function settle(worker: Worker, answered: Answered): void {
    const asker = open.get(answered.id)
    open.delete(answered.id)
    if (open.size === 0) worker.unref()
    if ('fault' in answered) asker?.reject(new Error(answered.fault))
    else asker?.resolve(answered.answer)
  }

  function fail(worker: Worker, error: Error): void {
    if (thread !== worker) return
    thread = undefined
    for (const { reject } of open.values()) reject(error)
    open.clear()
  }

  function ask<A extends Answer>(question: Question): Promise<A> {
    const id = last += 1
    return new Promise<A>((resolve, reject) => {
      open.set(id, { resolve: resolve as (answer: Answer) => void, reject })
      const worker = started()
      worker.ref()
      worker.postMessage({ id, question } satisfies Asked)
    })
  }

  return {
    async match(needs, teams, { statistics, verdicts }) {
      if (needs.length * teams.length <= FEW_PAIRS) return bulkMatch(needs, teams, { statistics, verdicts })
      return ask({ kind: 'match', needs, teams, verdicts, statistics: countsFor(needs, statistics) })
    },
    async explain(needs, meetings, statistics) {
      if (meetings.length > FEW_MEETINGS) return ask({ kind: 'explain', needs, meetings, statistics: countsFor(needs, statistics) })
      const known = new Map(needs.map((need) => [need.id, need]))
      return meetings.map(({ need, text }) => { const subject = known.get(need); return subject ? evidenceFor(subject, text, statistics) : [] })
    },
  }
}

/** The thread gets the counts of those words only that some need holds: nothing else can be shared. */
function countsFor(needs: readonly MatchNeed[], { needs: among, items }: TermStatistics): Statistics {
  const terms = new Set(needs.flatMap((need) => [...needQuery(need.text, among, matchWeights).keys()]))
  return { needs: snapshotOf(among, terms), items: snapshotOf(items, terms) }
}

/** The thread runs the file beside this one. As source it needs a loader of its own: threads do not inherit the process's. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./digest-worker.js', import.meta.url))
  const source = JSON.stringify(new URL('./digest-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`, { eval: true, execArgv: [] })
}
