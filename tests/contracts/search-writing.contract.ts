import type { Test } from 'tap'
import { find, idsOf } from './search-asking.ts'
import { achievements, documentOf, everything, needs, weldNeed } from './search-cast.ts'
import type { OpenIndex } from './search-index.contract.ts'

export async function writing(t: Test, open: OpenIndex): Promise<void> {
  const index = await open(t)

  await t.test('an empty index answers with nothing, not with a fault', async (t) => {
    t.same(await index.search({ kind: 'need', text: '焊接', facets: ['tracks'] }), { hits: [], total: 0, facets: { tracks: [] } })
    t.same(await index.candidates({ title: '焊接' }, { kind: 'achievement', limit: 10 }), [])
    t.same((await index.health()).documents, { need: 0, achievement: 0, team: 0 })
  })

  await t.test('what was put can be found when put resolves', async (t) => {
    t.same(await index.put(everything), { accepted: everything.length, refused: [] })
    t.same(await find(index, '裂纹'), ['n-weld'])
    const health = await index.health()
    t.ok(health.ok)
    t.same(health.documents, { need: needs.length, achievement: achievements.length, team: 1 })
  })

  await t.test('putting again replaces, also in facets and candidates', async (t) => {
    await index.put([{ ...weldNeed, title: '轴承振动监测', summary: '', text: '', keywords: [], tracks: ['sensing'] }])
    t.same(await find(index, '裂纹'), [])
    t.same(await find(index, '轴承振动'), ['n-weld'])
    const page = await index.search({ kind: 'need', facets: ['tracks'] })
    t.equal(page.total, needs.length)
    t.equal(page.facets.tracks?.find((one) => one.value === 'equipment')?.count, 1)
    await index.put([weldNeed])
  })

  await t.test('one bad document loses only itself', async (t) => {
    const bad = [{ ...weldNeed, id: 'n-bad', amount: NaN }, { ...weldNeed, id: '' }, { ...weldNeed, id: 'n-long', park: '园'.repeat(200) }]
    const report = await index.put([bad[0]!, documentOf({ kind: 'need', id: 'n-good', title: '光刻胶' }), bad[1]!, bad[2]!])
    t.equal(report.accepted, 1)
    t.same(report.refused.map((one) => one.id), ['n-bad', '', 'n-long'])
    t.ok(report.refused.every((one) => one.reason !== ''))
    t.same(await find(index, '光刻胶'), ['n-good'])
    await index.remove('need', ['n-good'])
  })

  await t.test('ids of every shape come back as they were', async (t) => {
    const ids = ['550e8400-e29b-41d4-a716-446655440000', 'a.b/c d', '需求"1"', '_x-']
    await index.put(ids.map((id) => documentOf({ kind: 'team', id, title: '形状测试' })))
    const page = await index.search({ kind: 'team', text: '形状测试' })
    t.same(idsOf(page).sort(), [...ids].sort())
    await index.remove('team', ids)
    t.same(idsOf(await index.search({ kind: 'team', text: '形状测试' })), [])
  })

  await t.test('what is withdrawn is gone from hits, facets and candidates; twice is harmless', async (t) => {
    await index.remove('achievement', ['a-crack', 'a-nothing'])
    await index.remove('achievement', ['a-crack'])
    t.same(idsOf(await index.search({ kind: 'achievement', text: '裂纹' })), [])
    t.same((await index.search({ kind: 'achievement', filter: { ids: ['a-crack'] }, facets: ['tracks'] })).facets.tracks, [])
    const candidates = await index.candidates({ title: weldNeed.title }, { kind: 'achievement', limit: 10 })
    t.notOk(candidates.some((one) => one.id === 'a-crack'))
    t.same(await find(index, '裂纹'), ['n-weld'], 'another kind is untouched')
  })

  await t.test('a hit shows an id, a score and highlights, nothing else', async (t) => {
    const page = await index.search({ kind: 'need', text: '涂层' })
    t.same(Object.keys(page.hits[0]!).sort(), ['highlights', 'id', 'score'])
    const { facets } = await index.search({ kind: 'need', facets: ['organisation'] })
    t.equal(facets.organisation?.reduce((sum, one) => sum + one.count, 0), 3, 'the alias need counts for no organisation')
  })
}
