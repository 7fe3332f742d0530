import fc from 'fast-check'
import t from 'tap'
import type { MatchText } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { needQuery } from '../../server/modules/matching/need-query.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { textScore } from '../../server/modules/matching/text-score.ts'
import { termVector } from '../../server/modules/matching/term-vector.ts'

const words = ['激光', '焊接', '机器人', '轴承', '检测', 'sensor', '涂层', '催化剂', '5G', '锂电池']
const phrase = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(''))
const text: fc.Arbitrary<MatchText> = fc.record({ title: phrase, summary: phrase, body: phrase, keywords: fc.array(phrase, { maxLength: 3 }) })
type Change = { id: string; text: MatchText | undefined }
const change: fc.Arbitrary<Change> = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), text: fc.option(text, { nil: undefined }) })

function indexOf(texts: Iterable<[string, MatchText]>): TextIndex {
  const index = new TextIndex(matchWeights)
  for (const [id, one] of texts) index.put(id, one)
  return index
}

t.test('finds the text that shares the most telling terms', async (t) => {
  const index = indexOf([['weld', { title: '激光焊接缺陷检测' }], ['coat', { title: '防腐涂层检测' }], ['seed', { title: '油菜育种' }]])
  const query = needQuery({ title: '焊接缺陷在线检测' }, index, matchWeights)
  t.same(index.best(query, 10).map((one) => one.id), ['weld', 'coat'])
  t.same(index.best(query, 1).map((one) => one.id), ['weld'])
  t.same(index.best(query, 10, (id) => id !== 'weld').map((one) => one.id), ['coat'])
  t.same(index.best(new Map(), 10), [])
})

t.test('property: scores are those of the scorer, whatever came and went before', async () => {
  fc.assert(fc.property(fc.array(change, { maxLength: 30 }), text, (changes, need) => {
    const index = new TextIndex(matchWeights)
    const present = new Map<string, MatchText>()
    for (const { id, text: one } of changes) {
      if (one === undefined) { index.remove(id); present.delete(id) }
      else { index.put(id, one); present.set(id, one) }
    }
    const query = needQuery(need, index, matchWeights)
    const expected = [...present].map(([id, one]) => [id, textScore(query, termVector(one, matchWeights.item), index, matchWeights)] as const)
    const found = new Map(index.best(query, 100).map((one) => [one.id, one.score]))
    return index.size === present.size
      && expected.every(([id, score]) => Math.abs((found.get(id) ?? 0) - score) <= 1e-5 * Math.max(1, score))
      && [...found.keys()].every((id) => present.has(id))
  }), { numRuns: 200 })
})

t.test('merged lists and recent texts give the same scores', async (t) => {
  const many: [string, MatchText][] = Array.from({ length: 700 }, (_, n) => [`t${n}`, { title: words[n % 10]! + words[(n * 7) % 10]! }])
  const stepwise = new TextIndex(matchWeights)
  const query = new Map([['焊接', 1], ['轴', 2]])
  for (const [id, one] of many) {
    stepwise.put(id, one)
    if (id.endsWith('50')) stepwise.best(query, 5)
  }
  t.same(stepwise.best(query, 700), indexOf(many).best(query, 700))
})

t.test('term counts follow replacement and removal', async (t) => {
  const index = indexOf([['a', { title: '焊接' }], ['b', { title: '焊接涂层' }]])
  t.equal(index.documentsWith('焊接'), 2)
  index.put('a', { title: '涂层' })
  t.equal(index.documentsWith('焊接'), 1)
  index.remove('b')
  index.remove('b')
  t.equal(index.documentsWith('焊接'), 0)
  t.equal(index.size, 1)
  t.equal(index.documentsWith('nonsense'), 0)
})

t.test('a text that changes again and again takes no more room, and is still found', async (t) => {
  const index = indexOf([['steady', { title: '防腐涂层' }]])
  for (let version = 0; version < 2000; version++) {
    index.put('lively', { title: `激光焊接第${version}版` })
    if (version % 100 === 0) index.scores(new Map())
  }
  t.ok(index.slots < 600, `${index.slots} places for 2 texts`)
  t.same(index.best(new Map([['焊接', 1]]), 5).map((one) => one.id), ['lively'])
  t.same(index.best(new Map([['涂层', 1]]), 5).map((one) => one.id), ['steady'])
  t.equal(index.documentsWith('焊接'), 1)
})
