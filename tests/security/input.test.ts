import t from 'tap'
import { fuzzInputs } from './input-fuzz.ts'
import { fullScene } from './scene.ts'

t.setTimeout(200_000)
/** `npm run campaign -- input` asks a hundred thousand. */
const REQUESTS = 1500

t.test('whatever is sent, nothing breaks and nothing gets past the schema', async (t) => {
  const scene = await fullScene(t)
  const { requests, accepted, faults, bypasses } = await fuzzInputs(scene, { seed: 20261127, requests: REQUESTS })
  t.same(faults.slice(0, 10), [], 'no fault')
  t.same(bypasses.slice(0, 10), [], 'no bypass')
  t.equal(requests, REQUESTS)
  t.ok(accepted > 10, `${accepted} changes fitted and were made`)
})
