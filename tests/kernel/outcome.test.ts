import t from 'tap'
import { done, refused } from '../../server/kernel/outcome.ts'

t.test('an outcome is a value or a refusal', async (t) => {
  t.same(done(1), { ok: true, value: 1 })
  t.same(refused('not-staff'), { ok: false, refusal: 'not-staff' })
})
