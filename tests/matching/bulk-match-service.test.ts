import t from 'tap'
import { bulkMatch } from '../../server/modules/matching/bulk-match.ts'
import { matchInBulk } from '../../server/modules/matching/bulk-match-service.ts'
import type { Match } from '../../server/modules/matching/match-types.ts'
import { contextWith, needs, teams } from './small-market.ts'

const many = Array.from({ length: 300 }, (_, at) => ({ ...teams[at % teams.length]!, id: `t-${at}` }))
const wanted = Array.from({ length: 200 }, (_, at) => ({ ...needs[at % needs.length]!, id: `n-${at}`, trl: 1 + (at % 9) }))
const context = contextWith([{ needId: 'n-3', subjectId: 't-4', kind: 'pin' }])

t.test('many pairs are matched in a thread, with the same result and without keeping the process', async (t) => {
  let turns = 0
  const ticking = setInterval(() => { turns += 1 }, 5)
  t.teardown(() => clearInterval(ticking))
  const found = await matchInBulk(wanted, many, context, { perPerson: 5 })
  t.same(plain(found), plain(bulkMatch(wanted, many, context, { perPerson: 5 })))
  t.equal(found.get('t-4')?.[0]?.id, 'n-3', 'what staff pinned stands first')
  t.ok(turns > 3, `${turns} turns of the event loop meanwhile`)
})

t.test('a few pairs need no thread', async (t) => {
  t.same(plain(await matchInBulk(needs, teams, context)), plain(bulkMatch(needs, teams, context)))
})

t.test('a thread that fails rejects instead of answering with less', async (t) => {
  const broken = many.map((team) => ({ ...team, achievements: null })) as unknown as typeof many
  await t.rejects(matchInBulk(wanted, broken, context))
})

/** Counts come to the thread in another order, so the last digits may differ. */
function plain(found: ReadonlyMap<string, Match[]>) {
  return [...found].map(([team, matches]) => [team, matches.map((match) => [match.id, match.score.toFixed(9), match.pinned, match.through])])
}
