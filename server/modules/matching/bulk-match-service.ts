import { setImmediate as breathe } from 'node:timers/promises'
import { createAnsweringThread } from '../../threads/answering-thread.ts'
import { bulkMatch, type BulkOptions } from './bulk-match.ts'
import { type CountsSnapshot, snapshotOf } from './counts-snapshot.ts'
import { type EvidencePair, evidenceFor } from './evidence.ts'
import type { Match, MatchNeed, MatchTeam, MatchText, Verdict } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'
import { needQuery } from './need-query.ts'
import type { TermStatistics } from './term-statistics.ts'

/** Needs that many teams or texts are held against: the thread is told of them once, as long as it is the same object. */
export interface Market { needs: readonly MatchNeed[]; statistics: TermStatistics; weights: MatchWeights }
/** A need (id) and the text it meets. */
export interface Meeting { need: string; text: MatchText }

/** The counts of those words only that some need asks for: nothing else can be shared. */
export interface MarketOrder { needs: readonly MatchNeed[]; counts: { needs: CountsSnapshot; items: CountsSnapshot }; weights: MatchWeights }
export type BulkQuestion =
  | { kind: 'market'; order: MarketOrder }
  /** `from`: how many of their group were told of before. */
  | { kind: 'teams'; teams: readonly MatchTeam[]; from: number }
  /** `count`: how many teams the group has. What is found is fetched piece by piece. */
  | { kind: 'match'; count: number; verdicts: readonly Verdict[]; options: BulkOptions }
  | { kind: 'matches'; from: number; to: number }
  | { kind: 'explain'; meetings: readonly Meeting[] }
export type BulkAnswer = undefined | [team: string, matches: Match[]][] | EvidencePair[][]

/** Less than this takes a few milliseconds: not worth a thread. */
const FEW_PAIRS = 2000
const FEW_MEETINGS = 10
/** Teams, their matches and meetings sent at once: packing and unpacking more would keep requests waiting. */
const SLICE = 10
/** Teams held against the market together: what is done once for each of its needs is shared by so many. */
const GROUP = 250

export interface BulkMatching {
  /** `bulkMatch`, elsewhere when there is much of it: 1,000 needs and 10,000 teams take about a quarter of one. */
  match(market: Market, teams: readonly MatchTeam[], verdicts: readonly Verdict[], options?: BulkOptions): Promise<ReadonlyMap<string, Match[]>>
  /** `evidenceFor` each meeting, in their order; none for a need that is not of the market. */
  explain(market: Market, meetings: readonly Meeting[]): Promise<EvidencePair[][]>
}

/** Matching and explaining for many at once in a thread of its own, while this process goes on serving. */
export function createBulkMatching(): BulkMatching {
  const thread = createAnsweringThread<BulkQuestion, BulkAnswer>(new URL('./bulk-match-worker', import.meta.url))
  let told: { market: Market; generation: number } | undefined
  let queue: Promise<unknown> = Promise.resolve()

  /** Nobody's market may come between somebody's questions. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = queue.then(work)
    queue = mine.catch(() => undefined)
    return mine
  }

  async function ask(market: Market, question: BulkQuestion): Promise<BulkAnswer> {
    if (told?.market !== market || told.generation !== thread.generation()) {
      const order = await orderFor(market)
      const generation = thread.generation()
      await thread.ask({ kind: 'market', order })
      told = { market, generation }
    }
    return thread.ask(question)
  }

  async function matchGroup(market: Market, group: readonly MatchTeam[], verdicts: readonly Verdict[], options: BulkOptions): Promise<[string, Match[]][]> {
    for (let from = 0; from < group.length; from += SLICE) await ask(market, { kind: 'teams', teams: group.slice(from, from + SLICE), from })
    await ask(market, { kind: 'match', count: group.length, verdicts, options })
    const found: [string, Match[]][] = []
    while (found.length < group.length) {
      const piece = await ask(market, { kind: 'matches', from: found.length, to: found.length + SLICE }) as [string, Match[]][]
      // The thread that found them may have died.
      if (piece.length === 0) throw new Error(`${found.length} teams of ${group.length} matched`)
      found.push(...piece)
    }
    return found
  }

  return {
    async match(market, teams, verdicts, options = {}) {
      const { needs, statistics, weights } = market
      if (needs.length * teams.length <= FEW_PAIRS) return bulkMatch(needs, teams, { statistics, verdicts, weights }, options)
      return inTurn(async () => {
        const found = new Map<string, Match[]>()
        for (const group of slicesOf(teams, GROUP)) for (const [team, matches] of await matchGroup(market, group, verdicts, options)) found.set(team, matches)
        return found
      })
    },
    async explain(market, meetings) {
      if (meetings.length <= FEW_MEETINGS) return explained(market, meetings)
      return inTurn(async () => {
        const found: EvidencePair[][] = []
        for (const slice of slicesOf(meetings, SLICE)) found.push(...await ask(market, { kind: 'explain', meetings: slice }) as EvidencePair[][])
        return found
      })
    },
  }
}

function explained({ needs, statistics, weights }: Market, meetings: readonly Meeting[]): EvidencePair[][] {
  const known = new Map(needs.map((need) => [need.id, need]))
  return meetings.map(({ need, text }) => { const subject = known.get(need); return subject ? evidenceFor(subject, text, statistics, weights) : [] })
}

/** Cutting a need takes up to a millisecond. */
async function orderFor({ needs, statistics, weights }: Market): Promise<MarketOrder> {
  const terms = new Set<string>()
  for (const need of needs) {
    for (const term of needQuery(need.text, statistics.needs, weights).keys()) terms.add(term)
    await breathe()
  }
  return { needs, counts: { needs: snapshotOf(statistics.needs, terms), items: snapshotOf(statistics.items, terms) }, weights }
}

function* slicesOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}
