import t from 'tap'
import { TEAMS } from '../../seed/demo/teams.ts'
import type { Actor } from '../../server/kernel/actor.ts'
import { record } from '../../server/kernel/events.ts'
import { draftAchievement, publishAchievement, retireAchievement } from '../../server/modules/library/achievement.ts'
import { rebuildSearch } from '../../server/modules/search/search-sources.ts'
import { START, startApp } from '../support/app.ts'
import { achievementContent } from './library-content.ts'

const researcher: Actor = { id: 'person-gu-cheng', organisation: 'org-jianghai', kind: 'university', roles: ['researcher'], verified: true }

t.test('the index follows the library', async (t) => {
  const app = await startApp(t)
  const { achievements, organisations, search, teams } = app.services
  const found = async (kind: 'achievement' | 'team', text = '') => (await search.search({ kind, text })).hits.map((hit) => hit.id)

  const drafted = draftAchievement('a-1', achievementContent, researcher, START)
  if (!drafted.ok) throw new Error(drafted.refusal)
  await achievements.insert(drafted.value)
  await app.settle()
  t.same(await found('achievement'), [], 'a draft is not found')

  await achievements.decide('a-1', (one) => publishAchievement(one, researcher, START))
  await app.settle()
  t.same(await found('achievement', '盐雾'), ['a-1'])

  await achievements.decide('a-1', (one) => retireAchievement(one, researcher, START))
  await app.settle()
  t.same(await found('achievement'), [], 'retired, it is gone')

  await achievements.decide('a-1', (one) => publishAchievement(one, researcher, START))
  await app.settle()
  await organisations.decide('org-jianghai', (one) =>
    ({ ok: true, value: record(one, { verification: 'refused' }, { type: 'organisation-refused', by: 'x', at: START }) }))
  await app.settle()
  t.same(await found('achievement'), [], 'an organisation that lost its verification takes its things along')

  const [team] = TEAMS
  if (!team) throw new Error('no team')
  await teams.insert({ ...team, revision: 0, events: [], source: null, delivered: 0 })
  t.same(await found('team'), [], 'data without an event waits for a rebuild')
  await rebuildSearch(app.services)
  t.same(await found('team'), team.organisation === 'org-jianghai' ? [] : [team.id])
  await organisations.decide('org-jianghai', (one) =>
    ({ ok: true, value: record(one, { verification: 'verified' }, { type: 'organisation-verified', by: 'x', at: START }) }))
  await app.settle()
  t.same(await found('achievement'), ['a-1'])
  t.same(await found('team'), [team.id])
})
