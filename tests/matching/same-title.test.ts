import t from 'tap'
import type { Match } from '../../server/modules/matching/match-types.ts'
import { groupBySameTitle } from '../../server/modules/matching/same-title.ts'

const parts = { text: 0, indicators: 0, track: 0, trl: 0, region: 0, delivery: 0, capacity: 0, verdict: 0 }
const match = (id: string): Match => ({ id, score: 0.5, parts, pinned: false, weights: 'w', through: [] })

t.test('equal titles stand on one line in the order of the best; none is lost', async (t) => {
  const titles: Record<string, string> = { a: '激光焊接 装置', b: '防腐涂层', c: '激光焊接装置。', d: 'ＡＩ 检测', e: 'ai检测', f: '', g: '！' }
  const groups = groupBySameTitle(Object.keys(titles).map(match), (id) => titles[id]!)
  t.same(groups.map(({ match: first, also }) => [first.id, also]), [['a', ['c']], ['b', []], ['d', ['e']], ['f', []], ['g', []]])
})
