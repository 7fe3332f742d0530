import { TEAMS } from '../../seed/demo/teams.ts'
import { rebuildSearch } from '../../server/modules/search/search-sources.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { sentMail, type SentMail } from './sent-mail.ts'

/** The cast with their teams, and an index that knows them. */
export async function withTeams(t: import('tap').Test): Promise<TestApp> {
  const app = await startApp(t)
  for (const team of TEAMS) await app.services.teams.insert({ ...team, source: null, revision: 0, events: [] })
  await rebuildSearch(app.services)
  await app.settle()
  return app
}

export const digests = async (app: TestApp): Promise<SentMail[]> => (await sentMail(app)).filter((mail) => mail.headers.has('list-unsubscribe'))
export const fitting = { title: '浮式平台系泊缆疲劳寿命监测', summary: '用光纤光栅对系泊缆疲劳寿命做在位监测', tracks: ['deep-sea'] }
