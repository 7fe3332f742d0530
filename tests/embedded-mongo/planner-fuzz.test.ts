import t from 'tap'
import { searchPlanner } from '../../scripts/campaigns/mongo-planner.ts'

/** The same fuzz on every run; `npm run campaign -- mongo-planner` looks longer. */
const SEED = 20_261_122

t.setTimeout(120_000)

t.test('an index never changes what a query finds, also with writes in between', async t => {
  const { figures, faults } = await searchPlanner(SEED, 40)
  t.comment(figures)
  t.same(faults, [])
  t.ok(Number(figures.throughAnIndex) > 30, 'indexes were used')
})
