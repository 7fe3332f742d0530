import { parentPort } from 'node:worker_threads'
import { bulkMatch } from './bulk-match.ts'
import type { BulkOrder, MatchSlice, TeamSlice } from './bulk-match-service.ts'
import { countsFrom } from './counts-snapshot.ts'
import type { MatchTeam } from './match-types.ts'

/** The thread of `matchInBulk`: first the order, then the teams in slices, then nothing; the answer goes back in slices. */
const SLICE = 250
const teams: MatchTeam[] = []
let order: BulkOrder | undefined

parentPort?.on('message', (message: BulkOrder | TeamSlice) => {
  if (message === undefined) return answer()
  if ('needs' in message) order = message
  else teams.push(...message)
})

function answer(): void {
  if (order === undefined) throw new Error('teams came without an order')
  const { needs, statistics, verdicts, weights, leastText, options } = order
  const context = { statistics: { needs: countsFrom(statistics.needs), items: countsFrom(statistics.items) }, verdicts, weights, leastText }
  const found = [...bulkMatch(needs, teams, context, options)]
  for (let from = 0; from < found.length; from += SLICE) parentPort?.postMessage(found.slice(from, from + SLICE) satisfies MatchSlice)
  parentPort?.postMessage(undefined satisfies MatchSlice)
}
