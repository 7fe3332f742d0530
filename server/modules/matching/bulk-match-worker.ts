import { constants, setPriority } from 'node:os'
import { answerQuestions } from '../../threads/answering-thread.ts'
import { bulkMatchOf, type MarketNeed, marketNeed } from './bulk-match.ts'
import type { BulkAnswer, BulkQuestion, MarketOrder, Meeting } from './bulk-match-service.ts'
import { countsFrom } from './counts-snapshot.ts'
import { type EvidencePair, type Explainer, explainerOf } from './evidence.ts'
import type { Match, MatchTeam } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'
import type { TermStatistics } from './term-statistics.ts'

/** The thread of `createBulkMatching`: told of a market, it matches and explains with it until it is told of another. */
interface Told { needs: MarketNeed[]; statistics: TermStatistics; weights: MatchWeights; explainers: Map<string, Explainer>; teams: MatchTeam[]; found: [string, Match[]][] }
let told: Told | undefined

// Whoever reads a page goes first. On Linux this is the thread's own priority, elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

answerQuestions<BulkQuestion, BulkAnswer>((question) => {
  if (question.kind === 'market') return void (told = marketOf(question.order))
  if (!told) throw new Error('a question came without a market')
  switch (question.kind) {
    case 'teams': return void told.teams.splice(question.from, Infinity, ...question.teams)
    case 'match': return void (told.found = matched(told, question))
    case 'matches': return told.found.slice(question.from, question.to)
    case 'explain': return explained(told, question.meetings)
  }
})

function matched({ needs, statistics, weights, teams }: Told, { count, verdicts, options }: BulkQuestion & { kind: 'match' }): Told['found'] {
  // The thread that heard of some of them may have died.
  if (teams.length !== count) throw new Error(`${count} teams to match, told of ${teams.length}`)
  return [...bulkMatchOf(needs, teams, { statistics, weights, verdicts }, options)]
}

function marketOf({ needs, counts, weights }: MarketOrder): Told {
  const statistics = { needs: countsFrom(counts.needs), items: countsFrom(counts.items) }
  return { needs: needs.map((need) => marketNeed(need, statistics, weights)), statistics, weights, explainers: new Map(), teams: [], found: [] }
}

function explained(market: Told, meetings: readonly Meeting[]): EvidencePair[][] {
  return meetings.map(({ need, text }) => explainerFor(market, need)?.(text) ?? [])
}

/** A need is cut into clauses once, whoever meets it. */
function explainerFor({ needs, statistics, weights, explainers }: Told, id: string): Explainer | undefined {
  const known = explainers.get(id)
  const need = known ? undefined : needs.find((one) => one.need.id === id)?.need
  if (!need) return known
  const made = explainerOf(need, statistics, weights)
  explainers.set(id, made)
  return made
}
