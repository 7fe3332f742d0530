import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { createAnsweringThread } from '../../server/threads/answering-thread.ts'
import { bulkMatch } from '../../server/modules/matching/bulk-match.ts'
import { type BulkAnswer, type BulkQuestion, createBulkMatching } from '../../server/modules/matching/bulk-match-service.ts'
import { evidenceFor } from '../../server/modules/matching/evidence.ts'
import type { Match } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { nodeArgs } from '../support/node-args.ts'
import { contextWith, needs, teams } from './small-market.ts'

const many = Array.from({ length: 300 }, (_, at) => ({ ...teams[at % teams.length]!, id: `t-${at}` }))
const wanted = Array.from({ length: 200 }, (_, at) => ({ ...needs[at % needs.length]!, id: `n-${at}`, trl: 1 + (at % 9) }))
const context = contextWith([{ needId: 'n-3', subjectId: 't-4', kind: 'pin' }])
const { statistics, verdicts } = context
const market = { needs: wanted, statistics, weights: matchWeights }
const learned = { ...matchWeights, version: 'learned', parts: { ...matchWeights.parts, trl: 5 } }

t.test('many pairs are matched in a thread, with the same result, while the process goes on', async (t) => {
  const matching = createBulkMatching()
  let turns = 0
  const ticking = setInterval(() => { turns += 1 }, 5)
  t.teardown(() => clearInterval(ticking))
  const found = await matching.match(market, many, verdicts, { perPerson: 5 })
  t.same(plain(found), plain(bulkMatch(wanted, many, context, { perPerson: 5 })))
  t.equal(found.get('t-4')?.[0]?.id, 'n-3', 'what staff pinned stands first')
  t.ok(turns > 3, `${turns} turns of the event loop meanwhile`)
})

t.test('each is answered from their own market, with its weights', async (t) => {
  const matching = createBulkMatching()
  const other = { needs: wanted.slice(0, 50), statistics, weights: learned }
  const [first, second, third] = await Promise.all([matching.match(market, many, verdicts), matching.match(other, many, []), matching.match(market, many, [])])
  t.same(plain(first), plain(bulkMatch(wanted, many, context)))
  t.same(plain(second), plain(bulkMatch(other.needs, many, { statistics, verdicts: [], weights: learned })))
  t.equal(second.get('t-1')?.[0]?.weights ?? 'learned', 'learned')
  t.same(plain(third), plain(bulkMatch(wanted, many, { statistics, verdicts: [] })))
})

t.test('only what is worth telling, where nothing else is asked for', async (t) => {
  const matching = createBulkMatching()
  const found = await matching.match(market, many, verdicts, { fitting: true })
  t.same(plain(found), plain(bulkMatch(wanted, many, context, { fitting: true })))
  t.ok([...found.values()].flat().every(({ score, parts }) => score >= matchWeights.leastFit || parts.verdict > 0))
})

t.test('meetings are explained in their order, few or many', async (t) => {
  const matching = createBulkMatching()
  const meetings = Array.from({ length: 40 }, (_, at) => ({ need: `n-${at}`, text: many[at % 7]!.achievements[0]?.text ?? many[at]!.profile }))
  const told = meetings.map(({ need, text }) => evidenceFor(wanted.find((one) => one.id === need)!, text, statistics))
  const quoted = (all: typeof told) => all.map((pairs) => pairs.map((pair) => [pair.need.text, pair.item.text, pair.need.marks]))
  t.same(quoted(await matching.explain(market, meetings)), quoted(told))
  t.same(quoted(await matching.explain(market, meetings.slice(0, 3))), quoted(told.slice(0, 3)))
  t.ok(told.some((pairs) => pairs.length > 0))
  t.same(await matching.explain(market, [{ need: 'unknown', text: { title: '焊接' } }]), [[]], 'not of this market')
})

t.test('a few pairs need no thread', async (t) => {
  t.same(plain(await createBulkMatching().match({ needs, statistics, weights: matchWeights }, teams, verdicts)), plain(bulkMatch(needs, teams, context)))
})

t.test('a fault rejects instead of answering with less, and the next question is answered', async (t) => {
  const matching = createBulkMatching()
  const broken = many.map((team) => ({ ...team, achievements: null })) as unknown as typeof many
  await t.rejects(matching.match(market, broken, verdicts))
  t.equal((await matching.match(market, many, verdicts)).size, many.length)
})

t.test('a thread that was told of some teams only does not answer for the group', async (t) => {
  const thread = createAnsweringThread<BulkQuestion, BulkAnswer>(new URL('../../server/modules/matching/bulk-match-worker', import.meta.url))
  const counts = { size: 0, averageLength: 0, frequency: new Map<string, number>() }
  await t.rejects(thread.ask({ kind: 'teams', teams, from: 0 }), /without a market/)
  await thread.ask({ kind: 'market', order: { needs, counts: { needs: counts, items: counts }, weights: matchWeights } })
  await thread.ask({ kind: 'teams', teams: teams.slice(0, 2), from: 0 })
  await t.rejects(thread.ask({ kind: 'match', count: 3, verdicts: [], options: {} }), /3 teams to match, told of 2/)
  t.same(await thread.ask({ kind: 'matches', from: 0, to: 10 }), [], 'nothing was found')
})

t.test('a process ends while its thread is idle', { timeout: 60_000 }, async (t) => {
  const child = spawn(process.execPath, nodeArgs('tests/matching/idle-thread'), { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => { child.kill('SIGKILL') })
  t.match(await once(child, 'exit'), [0, null])
})

/** Counts come to the thread in another order, so the last digits may differ. */
function plain(found: ReadonlyMap<string, Match[]>) {
  return [...found].map(([team, matches]) => [team, matches.map((match) => [match.id, match.score.toFixed(9), match.pinned, match.through])])
}
