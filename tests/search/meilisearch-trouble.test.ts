import t, { type Test } from 'tap'
import { MeilisearchIndex } from '../../server/modules/search/meilisearch-index.ts'
import { SearchIndexDown } from '../../server/modules/search/search-index.ts'
import { find, idsOf, streamOf } from '../contracts/search-asking.ts'
import { coatNeed, documentOf, everything, needs, weldNeed } from '../contracts/search-cast.ts'
import { startFakeMeilisearch, type FakeOptions } from '../support/fake-meilisearch.ts'

async function placed(t: Test, options: FakeOptions = {}, clock = { now: Date.parse('2026-03-01T00:00:00.000Z') }) {
  const fake = await startFakeMeilisearch({ key: 'right', words: ['涂层'], ...options })
  const index = new MeilisearchIndex({ url: fake.url, key: 'right', prefix: 'mine-', now: () => new Date(clock.now) })
  t.teardown(async () => { await index.close(); await fake.close() })
  return { fake, index, clock }
}

t.test('a server that is down: searches say so, writes throw so that they are tried again', async (t) => {
  const { fake, index } = await placed(t)
  await index.put(needs)
  fake.goDown()
  t.same(await index.search({ kind: 'need', text: '焊接', facets: ['park'] }), { hits: [], total: 0, facets: { park: [] }, degraded: 'index-down' })
  t.same(await index.candidates({ title: '焊接' }, { kind: 'need', limit: 5 }), [])
  await t.rejects(index.put([weldNeed]), SearchIndexDown)
  await t.rejects(index.remove('need', ['n-weld']), SearchIndexDown)
  const health = await index.health()
  t.equal(health.ok, false)
  t.ok(health.failures.length > 0)
  fake.comeBack()
  t.equal((await index.search({ kind: 'need', text: '焊接' })).degraded, 'index-behind', 'a write is still missing')
  await index.put([weldNeed])
  t.equal((await index.search({ kind: 'need', text: '焊接' })).degraded, undefined)
  t.equal((await index.health()).ok, true)
})

t.test('a server that was never there', async (t) => {
  const index = new MeilisearchIndex({ url: 'http://127.0.0.1:9', prefix: 'x-' })
  t.equal((await index.search({ kind: 'need' })).degraded, 'index-down')
  await t.rejects(index.put([weldNeed]), SearchIndexDown)
  await t.rejects(index.rebuild(streamOf(needs)), SearchIndexDown)
  t.equal((await index.health()).ok, false)
  await index.close()
})

t.test('a wrong key is a fault to report, not an empty result', async (t) => {
  const { fake } = await placed(t)
  const index = new MeilisearchIndex({ url: fake.url, key: 'wrong', prefix: 'mine-' })
  t.equal((await index.search({ kind: 'need' })).degraded, 'index-down')
  const health = await index.health()
  t.equal(health.ok, false)
  t.match(health.failures.at(-1)?.reason, /API key/)
  await index.close()
})

t.test('a slow write: searches answer with what there is and say that more is coming', async (t) => {
  const { fake, index, clock } = await placed(t)
  await index.put([weldNeed])
  fake.stall()
  const writing = index.put([coatNeed])
  await until(() => index.health(), (health) => health.pending === 1)
  t.equal((await index.search({ kind: 'need' })).degraded, undefined, 'not worth a word at first')
  clock.now += 5000
  const page = await index.search({ kind: 'need' })
  t.equal(page.degraded, 'index-behind')
  t.same(idsOf(page), ['n-weld'])
  fake.work()
  await writing
  const after = await index.search({ kind: 'need' })
  t.equal(after.degraded, undefined)
  t.equal(after.total, 2)
})

t.test('one document that the server chokes on loses only itself', async (t) => {
  const { index } = await placed(t, { chokesOn: (document) => String(document.title).startsWith('毒') })
  const documents = [...needs, documentOf({ kind: 'need', id: 'n-poison', title: '毒' }), documentOf({ kind: 'need', id: 'n-after', title: '之后' })]
  const report = await index.put(documents)
  t.equal(report.accepted, needs.length + 1)
  t.match(report.refused, [{ kind: 'need', id: 'n-poison', reason: /internal error/ }])
  t.equal((await index.search({ kind: 'need' })).total, needs.length + 1)
  t.match((await index.health()).failures.at(-1)?.reason, /internal error/)
  const rebuilt = await index.rebuild(streamOf(documents))
  t.equal(rebuilt.indexed, needs.length + 1)
  t.match(rebuilt.refused, [{ id: 'n-poison' }])
})

t.test('a server that stumbles once gets a second try', async (t) => {
  let stumbled = false
  const { index } = await placed(t, { chokesOn: () => !stumbled && (stumbled = true) })
  t.same(await index.put(needs), { accepted: needs.length, refused: [] })
})

t.test('a full disk is nobody\'s fault: the write is to be tried again, no document is refused', async (t) => {
  const { index } = await placed(t, { chokesOn: () => 'system' })
  await t.rejects(index.put(needs), SearchIndexDown)
})

t.test('before anything was written every answer is empty', async (t) => {
  const { index } = await placed(t)
  t.same(await index.search({ kind: 'team', text: 'x' }), { hits: [], total: 0, facets: {} })
  await index.remove('team', ['nobody'])
  t.same((await index.health()).documents, { need: 0, achievement: 0, team: 0 })
})

t.test('a rebuild leaves nothing behind, whether it works or fails', async (t) => {
  const { fake, index } = await placed(t)
  const live = ['mine-achievements', 'mine-needs', 'mine-teams']
  await index.rebuild(streamOf(everything))
  t.same(fake.indexes().sort(), live)
  await t.rejects(index.rebuild((async function* () { yield weldNeed; throw new Error('gone') })()), /gone/)
  t.same(fake.indexes().sort(), live)
  t.same(await find(index, '涂层'), ['n-coat'])
})

t.test('two indexes with different prefixes on one server do not meet', async (t) => {
  const { fake, index } = await placed(t)
  const other = new MeilisearchIndex({ url: fake.url, key: 'right', prefix: 'other-' })
  await index.put([weldNeed])
  await other.put([coatNeed])
  t.same(idsOf(await index.search({ kind: 'need' })), ['n-weld'])
  t.same(idsOf(await other.search({ kind: 'need' })), ['n-coat'])
  await other.close()
})

async function until<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask()
    if (good(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
