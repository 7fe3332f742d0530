import t from 'tap'
import { TO_CONTRACT } from './acts-to-contract.ts'
import { TO_DEADLINE } from './acts-to-deadline.ts'
import { findChromium, startWorld } from './browser.ts'
import type { Person } from './people.ts'
import { enter } from './stage.ts'

t.setTimeout(600_000)
const chromium = findChromium(t)
if (chromium) t.test('the whole competition, by the pages alone', async (t) => {
  const stage = await enter(await startWorld(t, chromium))
  for (const [title, play] of [...TO_DEADLINE, ...TO_CONTRACT]) {
    // Each act stands on the last; only one that has failed says why.
    if (!t.passing()) break
    await t.test(title, (t) => play(t, stage))
  }
  const people = Object.values(stage).filter((one): one is Person => Array.isArray((one as Partial<Person>).complaints))
  t.same(people.flatMap((person) => person.complaints), [], 'no page made the browser complain')
})
