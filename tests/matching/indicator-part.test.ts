import fc from 'fast-check'
import t from 'tap'
import { figureOf, statedFigures, wantedFigures } from '../../server/modules/matching/figures.ts'
import { fulfilment, indicatorPart, targetsOf } from '../../server/modules/matching/indicator-part.ts'
import type { MatchAchievement, MatchNeed, MatchText, TargetIndicator } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { rankAchievements, rankTeams } from '../../server/modules/matching/ranker.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import { unitOf } from '../../server/modules/matching/units.ts'

const thickness: TargetIndicator = { name: '涂层厚度', comparator: 'at-most', value: '0.5', unit: 'mm' }
const need = (indicators: TargetIndicator[], body = ''): MatchNeed => ({ id: 'n', tracks: [], text: { title: '船用薄涂层', body }, indicators })
const part = (indicators: TargetIndicator[], stated: string) => indicatorPart(targetsOf(need(indicators)), [{ title: '薄涂层', summary: stated }])

const pairs: [wanted: string, stated: string, share: 'met' | 'missed' | 'unknown'][] = [
  ['涂层厚度≤0.5mm', '厚度0.3 mm', 'met'],
  ['涂层厚度不超过0.5毫米', '厚度300μm', 'met'],
  ['涂层厚度≤0.5mm', '厚度0.8mm', 'missed'],
  ['裂纹检出率不低于98%', '检出率达到99%', 'met'],
  ['裂纹检出率不低于98%', '检出率９５％以上', 'missed'],
  ['单条焊缝检测时间小于1分钟', '检测时间45秒', 'met'],
  ['工作温度-20~60℃', '工作温度范围-40~85°C', 'met'],
  ['工作温度-20~60℃', '工作温度0~40℃', 'missed'],
  ['能量密度大于300Wh/kg', '能量密度0.32kWh/kg', 'met'],
  ['主轴转速不低于12000转/分', '主轴转速15000rpm', 'met'],
  ['定位误差≤0.05mm', '定位误差±0.02mm', 'met'],
  ['年产量1,000吨以上', '年产量2000吨', 'met'],
  ['耐压不低于5MPa', '粘度5mPa·s', 'unknown'],
  ['涂层厚度≤0.5mm', '幅宽0.3m', 'unknown'],
  ['涂层厚度≤0.5mm', '涂层均匀致密', 'unknown'],
]

for (const [wanted, stated, share] of pairs) {
  t.test(`${wanted} — ${stated}: ${share}`, async (t) => {
    const got = indicatorPart(wantedFigures({ title: '', body: wanted }), [{ title: '', summary: stated }])
    t.equal(Math.sign(got - 0.5), share === 'met' ? 1 : share === 'missed' ? -1 : 0, String(got))
  })
}

t.test('entered indicators are compared like written ones', async (t) => {
  t.ok(part([thickness], '厚度0.3mm') > 0.5)
  t.ok(part([thickness], '厚度0.9mm') < 0.5)
  t.ok(part([thickness], '厚度0.55mm') > part([thickness], '厚度0.9mm'), 'a near miss loses less')
  t.equal(part([{ ...thickness, comparator: 'described', value: '越薄越好' }], '厚度0.3mm'), 0.5)
  t.equal(part([{ ...thickness, unit: '斤两' }], '厚度0.3mm'), 0.5, 'a unit nobody knows')
  t.ok(part([{ ...thickness, comparator: 'between', value: '0.2~0.4' }], '厚度0.3mm') > 0.5)
  t.ok(part([{ ...thickness, comparator: 'equal', value: '0.3' }], '厚度300微米') > 0.5)
  t.same(targetsOf(need([], '厚度≤0.5mm')), [], 'who entered none asks for none')
})

t.test('several figures met say more than one', async (t) => {
  const two = [thickness, { name: '附着力', comparator: 'at-least', value: '10', unit: 'MPa' } as const]
  t.ok(part(two, '厚度0.3mm，附着力12MPa') > part(two, '厚度0.3mm'))
  t.ok(part(two, '厚度0.3mm，附着力6MPa') < part(two, '厚度0.3mm'))
})

t.test('between equal texts the stated figure decides, for achievements and for teams', async (t) => {
  const work = (id: string, figure: string): MatchAchievement => ({ id, tracks: [], text: { title: '船用薄涂层', summary: `涂层厚度${figure}` } })
  const [thin, thick] = [work('a-thin', '0.3mm'), work('a-thick', '0.8mm')]
  const items = new TextIndex(matchWeights)
  for (const one of [thin, thick]) items.put(one.id, one.text)
  const context = { statistics: { needs: items, items }, verdicts: [], leastText: 0 }
  const wanted = need([thickness])
  t.same(rankAchievements(wanted, [thick, thin], context).map((one) => one.id), ['a-thin', 'a-thick'])
  const teams = [thick, thin].map((one) => ({ id: `t-${one.id}`, tracks: [], profile: { title: '涂层组' }, achievements: [one] }))
  t.same(rankTeams(wanted, teams, context).map((one) => one.id), ['t-a-thin', 't-a-thick'])
})

t.test('property: the part stays within bounds, whatever is written', async () => {
  const piece = fc.constantFrom('厚度', '温度', '≤', '不低于', '-', '~', '0', '12.5', '1,000', 'mm', '%', '℃', 'MPa', '/', 's', '，', '以上', 'Wh', '次', ' ')
  const written = fc.array(piece, { maxLength: 14 }).map((parts): MatchText => ({ title: '', body: parts.join('') }))
  fc.assert(fc.property(written, written, (wanted, stated) => {
    const got = indicatorPart(wantedFigures(wanted), [stated])
    return got >= 0 && got <= 1
  }), { numRuns: 500 })
})

t.test('property: what meets a target is never worse than what misses it', async () => {
  const amount = fc.integer({ min: 1, max: 1000 })
  fc.assert(fc.property(amount, amount, amount, (bound, a, b) => {
    const target = figureOf({ ...thickness, value: String(bound) })!
    const claim = (value: number) => statedFigures({ title: '', body: `厚度${value}mm` })[0]!
    const [smaller, larger] = [Math.min(a, b), Math.max(a, b)]
    return fulfilment(target, claim(smaller)) >= fulfilment(target, claim(larger)) && (fulfilment(target, claim(a)) === 1) === (a <= bound)
  }))
})

t.test('units convert within a dimension and never across', async (t) => {
  t.same(unitOf('km/h')?.dimension, 'length/time')
  t.equal(unitOf('KV')?.dimension, 'voltage')
  t.not(unitOf('mW')?.factor, unitOf('MW')?.factor)
  t.equal(unitOf('m/s/s'), undefined)
  t.equal(unitOf(''), undefined)
})
