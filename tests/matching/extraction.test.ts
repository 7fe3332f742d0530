import fc from 'fast-check'
import t, { type Test } from 'tap'
import { extractNeed, type NeedExtraction } from '../../server/modules/matching/extraction.ts'
import type { Extracted } from '../../server/modules/matching/extracted.ts'
import { labelledNeeds, today, trackWords, unseenNeeds, type LabelledNeed } from './labelled-needs.ts'
import { missingData, readNeeds } from './shared-data.ts'

const extract = (text: string) => extractNeed(text, { today, tracks: trackWords })

function foundIn({ budget, deadline, indicators, trlNow, trlWanted, tracks }: NeedExtraction): string[] {
  const single = Object.entries({ budget, deadline, trlNow, trlWanted }).flatMap(([field, one]) => (one === undefined ? [] : [`${field} ${one.value}`]))
  const targets = indicators.map(({ value }) => `indicator ${value.name}|${value.comparator}|${value.value}|${value.unit}`)
  return [...single, ...targets, ...tracks.map((one) => `track ${one.value}`)]
}

function labelled({ text: _text, indicators = [], tracks = [], ...single }: LabelledNeed): string[] {
  return [...Object.entries(single).map(([field, value]) => `${field} ${value}`), ...indicators.map((one) => `indicator ${one}`), ...tracks.map((one) => `track ${one}`)]
}

function measure(t: Test, set: readonly LabelledNeed[]): { precision: number; recall: number } {
  const compared = set.map((need) => ({ text: need.text, got: foundIn(extract(need.text)), wanted: labelled(need) }))
  for (const { text, got, wanted } of compared) {
    const [extra, missed] = [got.filter((one) => !wanted.includes(one)), wanted.filter((one) => !got.includes(one))]
    if (extra.length + missed.length > 0) t.comment(`${text.slice(0, 20)}… extra: ${extra.join(', ')}; missed: ${missed.join(', ')}`)
  }
  const count = (of: (one: (typeof compared)[number]) => string[]) => compared.reduce((sum, one) => sum + of(one).length, 0)
  const right = count(({ got, wanted }) => got.filter((one) => wanted.includes(one)))
  const [precision, recall] = [right / count(({ got }) => got), right / count(({ wanted }) => wanted)]
  t.comment(`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} over ${count(({ wanted }) => wanted)} values in ${set.length} texts`)
  return { precision, recall }
}

t.test('fifty texts labelled by hand, with which the patterns were written', async (t) => {
  t.ok(labelledNeeds.length >= 50)
  const { precision, recall } = measure(t, labelledNeeds)
  t.ok(precision >= 0.95, `precision ${precision}`)
  t.ok(recall >= 0.95, `recall ${recall}`)
})

t.test('texts labelled by hand that no pattern was written for: what a stranger meets', async (t) => {
  const { precision, recall } = measure(t, unseenNeeds)
  t.ok(precision >= 0.75, `precision ${precision}`)
  t.ok(recall >= 0.6, `recall ${recall}`)
})

t.test('real needs: every value stands where it says, and most needs say something', { skip: missingData }, async (t) => {
  const needs = readNeeds()
  let [budgets, withIndicators] = [0, 0]
  for (const { title, content } of needs) {
    const text = `${title}\n${content}`
    const { budget, deadline, indicators, keywords, tracks, trlNow, trlWanted } = extract(text)
    const all = [budget, deadline, trlNow, trlWanted, ...indicators, ...keywords, ...tracks].filter((one) => one !== undefined)
    if (all.some((one) => text.slice(one.start, one.end) !== one.text)) t.fail('a value does not stand where it says')
    if (budget && (budget.value < 1000 || budget.value > 1e10)) t.fail(`a budget of ${budget.value} yuan`)
    budgets += Number(budget !== undefined)
    withIndicators += Number(indicators.length > 0)
  }
  t.comment(`${needs.length} real needs: ${budgets} with a budget, ${withIndicators} with indicators`)
  t.ok(withIndicators > 0 && budgets > 0)
})

t.test('keywords are terms of the text, without what a company says of itself', async (t) => {
  const { keywords } = extract('我公司需要研发厚板激光焊接技术和焊缝检测装置，采用PLC控制。')
  t.same(keywords.map((one) => one.value).sort(), ['PLC', '厚板激光焊接技术', '焊缝检测装置'].sort())
})

t.test('property: every value shows words that stand in the text where it says', async () => {
  const piece = fc.constantFrom('预算', '60万元', '，', '。', '\n', '不低于98%', '裂纹检出率', '2026年5月1日前', 'TRL 6', '中试', '目前', '船舶', '检测装置', '12万对', ' ', 'PLC')
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const text = pieces.join('')
    const { budget, deadline, indicators, keywords, tracks, trlNow, trlWanted } = extract(text)
    const all: (Extracted<unknown> | undefined)[] = [budget, deadline, trlNow, trlWanted, ...indicators, ...keywords, ...tracks]
    return all.every((one) => one === undefined || (one.text !== '' && text.slice(one.start, one.end) === one.text))
  }))
})

t.test('a very long paste is read in time', async (t) => {
  const started = process.hrtime.bigint()
  extract('性能指标不低于98%，拟出资60万元寻求检测装置合作'.repeat(4000))
  extract('a'.repeat(20_000))
  extract('1'.repeat(20_000))
  extract('技术'.repeat(10_000))
  t.ok(Number(process.hrtime.bigint() - started) / 1e6 < 2000)
})
