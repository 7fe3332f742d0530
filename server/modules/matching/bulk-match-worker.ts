import { parentPort } from 'node:worker_threads'
import { bulkMatch } from './bulk-match.ts'
import type { BulkOrder, MatchSlice, TeamSlice } from './bulk-match-service.ts'
import { countsFrom } from './counts-snapshot.ts'
import type { Match, MatchTeam } from './match-types.ts'

/** The thread of `matchInBulk`: it is sent the order, then the teams in slices, then asked for its answer piece by piece. */
const SLICE = 50
const teams: MatchTeam[] = []
let order: BulkOrder | undefined
let answer: [team: string, matches: Match[]][] | undefined

parentPort?.on('message', (message: BulkOrder | TeamSlice) => {
  if (message === undefined) parentPort?.postMessage(nextPiece())
  else if ('needs' in message) order = message
  else teams.push(...message)
})

function nextPiece(): MatchSlice {
  answer ??= matched()
  return answer.splice(0, SLICE)
}

function matched(): [team: string, matches: Match[]][] {
  if (order === undefined) throw new Error('teams came without an order')
  const { needs, statistics, verdicts, weights, leastText, options } = order
  const context = { statistics: { needs: countsFrom(statistics.needs), items: countsFrom(statistics.items) }, verdicts, weights, leastText }
  return [...bulkMatch(needs, teams, context, options)]
}
