import type { Test } from 'tap'
import { everything, weldNeed } from './search-cast.ts'
import type { OpenIndex } from './search-index.contract.ts'

const wholeNeed = { title: weldNeed.title, summary: weldNeed.summary, body: `${weldNeed.text}我公司生产起重机，诚意寻求合作单位。`.repeat(3) }

export async function matching(t: Test, open: OpenIndex): Promise<void> {
  const index = await open(t)
  await index.put(everything)

  await t.test('a whole need finds the achievements closest to it, best first', async (t) => {
    const candidates = await index.candidates(wholeNeed, { kind: 'achievement', limit: 10 })
    t.same(candidates.slice(0, 2).map((one) => one.id), ['a-crack', 'a-path'])
    t.ok(candidates.every((one, at) => at === 0 || one.score <= candidates[at - 1]!.score))
  })

  await t.test('limit and filter', async (t) => {
    t.same((await index.candidates(wholeNeed, { kind: 'achievement', limit: 1 })).map((one) => one.id), ['a-crack'])
    const owned = await index.candidates(wholeNeed, { kind: 'achievement', limit: 10, filter: { owners: ['t-robot'] } })
    t.same(owned.map((one) => one.id), ['a-path'])
  })

  await t.test('a profile finds needs', async (t) => {
    const candidates = await index.candidates({ title: '机器人喷涂', body: '曲面喷涂路径。' }, { kind: 'need', limit: 1 })
    t.same(candidates.map((one) => one.id), ['n-robot'])
  })

  await t.test('traditional characters and full width meet', async (t) => {
    const [first] = await index.candidates({ title: '鐳射焊接裂紋檢測' }, { kind: 'achievement', limit: 1 })
    t.equal(first?.id, 'a-crack')
  })

  await t.test('an empty text asks for nothing', async (t) => {
    t.same(await index.candidates({ title: '' }, { kind: 'achievement', limit: 5 }), [])
  })

  await t.test('statistics tell how common a term is', async (t) => {
    const { needs, items } = await index.statistics()
    t.equal(needs.size, 4)
    t.equal(items.size, 5)
    t.equal(items.documentsWith('焊接'), 3)
    t.equal(needs.documentsWith('机器'), 1)
    t.equal(needs.documentsWith('没有'), 0)
    t.ok(items.averageLength > 0)
  })
}
