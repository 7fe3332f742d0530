import fc from 'fast-check'
import t from 'tap'
import { extractNeed, type NeedExtraction } from '../../server/modules/matching/extraction.ts'
import type { Extracted } from '../../server/modules/matching/extracted.ts'
import { labelledNeeds, today, trackWords, type LabelledNeed } from './labelled-needs.ts'

const extract = (text: string) => extractNeed(text, { today, tracks: trackWords })

function foundIn({ budget, deadline, indicators, trlNow, trlWanted, tracks }: NeedExtraction): string[] {
  const single = Object.entries({ budget, deadline, trlNow, trlWanted }).flatMap(([field, one]) => (one === undefined ? [] : [`${field} ${one.value}`]))
  const targets = indicators.map(({ value }) => `indicator ${value.name}|${value.comparator}|${value.value}|${value.unit}`)
  return [...single, ...targets, ...tracks.map((one) => `track ${one.value}`)]
}

function labelled({ text: _text, indicators = [], tracks = [], ...single }: LabelledNeed): string[] {
  return [...Object.entries(single).map(([field, value]) => `${field} ${value}`), ...indicators.map((one) => `indicator ${one}`), ...tracks.map((one) => `track ${one}`)]
}

t.test('on texts labelled by hand most of what is there is found, and little that is not', async (t) => {
  let right = 0
  let found = 0
  let wanted = 0
  for (const need of labelledNeeds) {
    const [got, expected] = [foundIn(extract(need.text)), labelled(need)]
    right += got.filter((one) => expected.includes(one)).length
    found += got.length
    wanted += expected.length
    const [extra, missed] = [got.filter((one) => !expected.includes(one)), expected.filter((one) => !got.includes(one))]
    if (extra.length + missed.length > 0) t.comment(`${need.text.slice(0, 20)}… extra: ${extra.join(', ')}; missed: ${missed.join(', ')}`)
  }
  t.comment(`precision ${(right / found).toFixed(3)}, recall ${(right / wanted).toFixed(3)} over ${wanted} values in ${labelledNeeds.length} texts`)
  t.ok(right / found >= 0.9, `precision ${right / found}`)
  t.ok(right / wanted >= 0.9, `recall ${right / wanted}`)
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
