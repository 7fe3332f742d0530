import fc from 'fast-check'
import t from 'tap'
import { normalise, normaliseWithOffsets } from '../../server/modules/search/query-normaliser.ts'

t.test('spellings meet', async (t) => {
  for (const [text, expected] of [['機器人', '机器人'], ['ＡＩ', 'ai'], ['LED燈', 'led灯'], ['㎡', 'm2'], ['鐵 Fe', '铁 fe'], ['', '']] as const) t.equal(normalise(text), expected)
})

t.test('property: normalising twice changes nothing more', async () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normalise(normalise(text)) === normalise(text)))
})

t.test('property: every unit knows where it came from', async () => {
  const piece = fc.constantFrom('機', 'ＡＩ', '㎡', '😀', 'a', '人', ' ')
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    const text = pieces.join('')
    const { folded, sources } = normaliseWithOffsets(text)
    const ordered = sources.every((source, at) => at === 0 || source >= sources[at - 1]!)
    return sources.length === folded.length + 1 && sources.at(-1) === text.length && ordered
  }))
})

t.test('property: both ways to normalise agree', async () => {
  const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('機器', 'ＡＩ', '㎡', '😀', '𬭚', 'Laser', '，', '焊接'))).map((pieces) => pieces.join(''))
  fc.assert(fc.property(text, (one) => normalise(one) === normaliseWithOffsets(one).folded))
})
