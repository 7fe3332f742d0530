import type { Test } from 'tap'
import { CAST, type Part } from '../../seed/demo/people.ts'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { emptyApp, NOW } from '../demo/demo-store.ts'
import type { TestApp } from '../support/app.ts'
import { clientFor } from '../support/client.ts'

/** The tests move the clock by months; their sessions outlast it. */
const FAR_AWAY = new Date('2099-01-01T00:00:00Z')

/** The application with the whole demonstration in it: needs in every state, and everybody who acts on them. */
export async function startDemo(t: Test): Promise<TestApp> {
  const app = await emptyApp(t)
  const { http, services, background } = app
  await loadDemo(services, NOW)
  await background.settle()
  return {
    ...app, anonymous: clientFor(http), settle: () => background.settle(),
    async as(who) {
      const { id } = await services.sessions.start(CAST[who as Part] ?? who, NOW, FAR_AWAY)
      return clientFor(http, http.jwt.sign({ sid: id }))
    },
  }
}
