import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { OutsideTrouble } from '../../server/modules/outside-knowledge/outside-knowledge.ts'
import { secondOpinionFrom } from '../../server/modules/outside-knowledge/second-opinion.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { createMatchService } from '../../server/modules/matching/match-service.ts'
import { startDemo } from '../awards/demonstration.ts'
import { embeddings, type OutsideService, rerank, startOutsideService } from './outside-service.ts'

const texts: Record<string, string> = { a: '轴承', b: '焊接裂纹', c: '涂层', d: '焊缝跟踪', p: '置顶' }
const matches = [{ id: 'p', score: 0.1, pinned: true }, { id: 'a', score: 0.9, pinned: false }, { id: 'b', score: 0.8, pinned: false }, { id: 'c', score: 0.7, pinned: false }, { id: 'd', score: 0.2, pinned: false }]
const asked = { title: '激光焊接', summary: '在线检测' }

function opinion(t: Test, service: OutsideService, more: object = {}, kind: object = { kind: 'embeddings', dimensions: 3 }) {
  const clock = { now: 0 }
  const troubles: OutsideTrouble[] = []
  const folder = t.testdir({ 'key': 'secret\n', 'outside-knowledge.json': JSON.stringify({ service: { url: service.url, model: 'small', keyFile: 'key', ...kind }, weight: 0.6, timeoutMs: 300, ...more }) })
  const made = secondOpinionFrom(join(folder, 'outside-knowledge.json'), (trouble) => troubles.push(trouble), () => clock.now)
  return { clock, troubles, order: async () => (await made!.reorder(asked, matches, (id) => ({ title: texts[id]! }))).map((one) => one.id).join('') }
}

t.test('without a settings file there is no second opinion, and wrong settings are named', async (t) => {
  const folder = t.testdir({ 'wrong.json': '{"service":{"kind":"embeddings","url":"ftp://x","model":"m","dimensions":3}}', 'more.json': '{"service":{"kind":"rerank","url":"http://x","model":"m"},"wieght":1}' })
  t.equal(secondOpinionFrom(join(folder, 'none.json'), t.fail), undefined)
  t.throws(() => secondOpinionFrom(join(folder, 'wrong.json'), t.fail), /wrong\.json/)
  t.throws(() => secondOpinionFrom(join(folder, 'more.json'), t.fail), /more\.json/)
})

t.test('embeddings move what is close up; pinned ones stay, the rest keeps its order', async (t) => {
  const service = await startOutsideService(t, embeddings)
  const { order, troubles } = opinion(t, service)
  t.equal(await order(), 'pbdac')
  t.same(troubles, [])
  t.equal(service.received[0]?.authorization, 'Bearer secret')
  t.same(service.received[0]?.body['input'], ['激光焊接\n在线检测', '轴承', '焊接裂纹', '涂层', '焊缝跟踪'], 'the pinned one is nobody\'s business')
  t.equal(await order(), 'pbdac')
  t.equal(service.received.length, 1, 'what is known is not asked again')
  t.equal(await opinion(t, service, { candidates: 2 }).order(), 'pbacd', 'only the first ones are compared')
  t.equal(await opinion(t, service, { weight: 0 }).order(), 'pabcd')
})

t.test('a reranker is asked once for each question', async (t) => {
  const service = await startOutsideService(t, rerank)
  const { order } = opinion(t, service, {}, { kind: 'rerank' })
  t.equal(await order(), 'pbdac')
  await order()
  t.match(service.received.map((one) => one.body), [{ model: 'small', query: '激光焊接\n在线检测', top_n: 4 }])
  t.equal(service.received.length, 1)
})

const faults: [name: string, answer: OutsideService['answer'], kind: OutsideTrouble['kind']][] = [
  ['says nothing', () => ({ silent: true }), 'unreachable'],
  ['has enough of us', () => ({ status: 429, body: { error: 'slow down' } }), 'refused'],
  ['is broken', () => ({ status: 500, body: '<html>' }), 'refused'],
  ['answers with a page', () => ({ body: '<html>hello</html>' }), 'nonsense'],
  ['answers in another shape', () => ({ body: { vectors: [] } }), 'nonsense'],
  ['has another dimension', (body) => ({ body: { data: (body['input'] as string[]).map((_, index) => ({ index, embedding: [1, 2] })) } }), 'nonsense'],
  ['forgets a text', () => ({ body: { data: [{ index: 0, embedding: [1, 0, 0] }] } }), 'nonsense'],
  ['sends a zero vector', (body) => ({ body: { data: (body['input'] as string[]).map((_, index) => ({ index, embedding: [0, 0, 0] })) } }), 'nonsense'],
]

for (const [name, answer, kind] of faults) {
  t.test(`a service that ${name}: the plain order, said once, then left alone for a minute`, async (t) => {
    const service = await startOutsideService(t, answer)
    const { order, troubles, clock } = opinion(t, service)
    t.equal(await order(), 'pabcd')
    t.equal(troubles[0]?.kind, kind)
    service.answer = embeddings
    const asked = service.received.length
    t.equal(await order(), 'pabcd')
    t.equal(troubles[1]?.kind, 'resting')
    t.equal(service.received.length, asked)
    clock.now = 61_000
    t.equal(await order(), 'pbdac', 'and asked again afterwards')
  })
}

t.test('a server that is not there, and an empty purse', async (t) => {
  const service = await startOutsideService(t, embeddings)
  const gone = opinion(t, { ...service, url: 'http://127.0.0.1:9/' })
  t.equal(await gone.order(), 'pabcd')
  t.equal(gone.troubles[0]?.kind, 'unreachable')
  const poor = opinion(t, service, { requestsPerHour: 1 }, { kind: 'rerank' })
  service.answer = rerank
  t.equal(await poor.order(), 'pbdac')
  texts['a'] = '轴承与别的'
  t.equal(await poor.order(), 'pabcd')
  t.equal(poor.troubles[0]?.kind, 'budget')
})

t.test('the market: what is not public is asked nobody outside, and without the service every page stands', async (t) => {
  const service = await startOutsideService(t, embeddings)
  const folder = t.testdir({ 'outside-knowledge.json': JSON.stringify({ service: { kind: 'embeddings', url: service.url, model: 'small', dimensions: 3 } }) })
  const opinion = secondOpinionFrom(join(folder, 'outside-knowledge.json'), () => {})
  const app = await startDemo(t)
  const matching = createMatchService({ ...app.services, opinion })
  const [open, draft] = [await app.services.needs.find('need-mooring') as Need, await app.services.needs.find('need-antibacterial') as Need]
  const before = (await app.services.matching.achievementsFor(draft, 20)).map((one) => one.achievement.id)
  t.same((await matching.achievementsFor(draft, 20)).map((one) => one.achievement.id), before)
  t.same(service.received, [], 'a draft stays in the house')
  const found = await matching.achievementsFor(open, 20)
  t.ok(found.length > 0)
  const sent = service.received.flatMap((one) => one.body['input'] as string[]).join('\n')
  t.match(sent, open.content.title)
  for (const secret of [open.content.background, open.content.constraints, open.content.annex].filter(Boolean)) t.notOk(sent.includes(secret))
  service.answer = () => ({ status: 503 })
  t.equal((await matching.achievementsFor(open, 20)).length, found.length)
})
