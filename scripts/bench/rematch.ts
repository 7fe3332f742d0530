import { fork } from 'node:child_process'
import { join } from 'node:path'
import { createBulkMatching } from '../../server/modules/matching/bulk-match-service.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { type GradedData, textOf } from './matching-data.ts'
import { print, quantile } from './readings.ts'
import { startServing } from './serving.ts'

const NEEDS = 1000
const PEOPLE = 10_000

/** The whole market matched anew in a thread of the serving process, while somebody else keeps asking for pages. */
export async function rematch({ items, needs }: GradedData): Promise<void> {
  const serving = await startServing()
  const index = new TextIndex(matchWeights)
  for (const { id, title } of items) index.put(id, { title })
  const teams = Array.from({ length: PEOPLE }, (_, team) => ({
    id: `t${team}`, tracks: [], profile: { title: '' },
    achievements: items.slice(team, team + 1).concat(items.slice(PEOPLE + team, PEOPLE + team + 1)).map(({ id, title }) => ({ id, tracks: [], text: { title } })),
  }))
  const wanted = Array.from({ length: NEEDS }, (_, at) => ({ id: `n${at}`, tracks: [], text: textOf(needs[at % needs.length]!) }))
  const [matching, market] = [createBulkMatching(), { needs: wanted, statistics: { needs: index, items: index }, weights: matchWeights }]
  const alone = await pagesDuring(serving.url, () => new Promise((resolve) => setTimeout(resolve, 10_000)))
  const started = performance.now()
  const beside = await pagesDuring(serving.url, () => matching.match(market, teams, [], { perPerson: 20 }))
  const seconds = (performance.now() - started) / 1000
  const p99 = [alone, beside].map((times) => quantile(times, 0.99))
  print(`re-matching ${NEEDS} needs x ${PEOPLE} people in a thread: ${seconds.toFixed(1)} s; pages meanwhile p99 ${p99[1]!.toFixed(1)} ms, before ${p99[0]!.toFixed(1)} ms, ratio ${(p99[1]! / p99[0]!).toFixed(2)}`)
  await serving.close()
}

/** Milliseconds of each page read by another process, one after the other, as long as the work takes. */
async function pagesDuring(url: string, work: () => Promise<unknown>): Promise<number[]> {
  const reader = fork(join(import.meta.dirname, 'page-reader.ts'), [url], { execArgv: ['--import=tsx'] })
  await new Promise((resolve) => reader.once('message', resolve))
  await work()
  const times = new Promise<number[]>((resolve) => reader.once('message', (message) => resolve(message as number[])))
  reader.send('stop')
  return times
}
