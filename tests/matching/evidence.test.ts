import fc from 'fast-check'
import t from 'tap'
import { evidenceFor, type EvidenceSide } from '../../server/modules/matching/evidence.ts'
import { foldWithOffsets } from '../../server/modules/matching/folded-text.ts'
import type { MatchText } from '../../server/modules/matching/match-types.ts'
import { fold } from '../../server/modules/matching/terms.ts'
import { coatSalt, contextWith, rape, weldCrack, weldNeed } from './small-market.ts'

const { statistics } = contextWith()
const marked = (side: EvidenceSide) => side.marks.map((mark) => side.text.slice(mark.start, mark.end))

t.test('an indicator of the need meets a phrase of the achievement', async (t) => {
  const pairs = evidenceFor(weldNeed, weldCrack.text, statistics)
  t.ok(pairs.length >= 1 && pairs.length <= 3)
  const indicator = pairs.find((pair) => pair.indicator)
  t.equal(indicator?.need.text, '裂纹检出率不低于98%')
  t.equal(indicator?.item.text, '裂纹检出率达到99%')
  t.same(marked(indicator!.need), ['裂纹检出率'])
})

t.test('no evidence is made up where nothing is shared', async (t) => {
  t.same(evidenceFor(weldNeed, rape.text, statistics), [])
  t.same(evidenceFor(weldNeed, { title: '' }, statistics), [])
  t.same(evidenceFor({ ...weldNeed, text: { title: '' } }, coatSalt.text, statistics), [])
})

t.test('width and case do not hide a common term', async (t) => {
  const need = { id: 'n', tracks: [], text: { title: 'ＡＩ质检与Laser焊接' } }
  const [pair] = evidenceFor(need, { title: '基于ai的laser焊接' }, statistics)
  t.ok(marked(pair!.need).join().includes('Laser'))
  t.ok(marked(pair!.item).join().includes('laser'))
})

const piece = fc.constantFrom('激光', '焊接', '裂纹', '检测', '不低于98%', '，', '。', ' ', 'Laser ', 'ＡＩ', '㎡', '😀', '\n', '涂层', '1.5mm', '的', '㍿', '𬭚')
const prose = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))
const anyText: fc.Arbitrary<MatchText> = fc.record({ title: prose, summary: prose, body: prose })

t.test('property: both sides occur word for word where they say they do, and share their marks', async () => {
  fc.assert(fc.property(anyText, anyText, (text, item) => {
    const pairs = evidenceFor({ id: 'n', tracks: [], text }, item, statistics)
    return pairs.length <= 3 && pairs.every((pair) => stands(pair.need, text) && stands(pair.item, item)
      && marked(pair.need).some((mark) => fold(pair.item.text).includes(fold(mark).trim())))
  }), { numRuns: 500 })
})

function stands(side: EvidenceSide, text: MatchText): boolean {
  const source = text[side.field] ?? ''
  const inside = side.marks.every((mark) => mark.start >= 0 && mark.start < mark.end && mark.end <= side.text.length)
  return side.text !== '' && side.marks.length > 0 && inside && source.slice(side.start, side.end) === side.text
}

t.test('unified ideographs, which are not folded one by one, fold to themselves', async (t) => {
  const all = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, at) => String.fromCharCode(0x4e00 + at)).join('')
  t.equal(foldWithOffsets(all).folded, all.normalize('NFKC').toLowerCase())
})
