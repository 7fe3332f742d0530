import t from 'tap'
import { editDistance, typosAllowed } from '../../server/modules/search/edit-distance.ts'
import { highlight, segments } from '../../server/modules/search/highlighter.ts'
import { pinyinReadings, readingsOf } from '../../server/modules/search/pinyin-table.ts'
import { pinyinWords } from '../../server/modules/search/pinyin-words.ts'
import { typedUnits } from '../../server/modules/search/typed-units.ts'

t.test('edit distance stops at what is allowed', async (t) => {
  t.equal(editDistance('separator', 'seperator', 2), 1)
  t.equal(editDistance('inspetcion', 'inspection', 2), 1, 'a swap is one typo')
  t.equal(editDistance('abc', 'xyz', 1), 2)
  t.equal(editDistance('a', 'abcdef', 2), 3)
  t.same(['led', 'weld', 'detector', '20260301'].map(typosAllowed), [0, 1, 2, 0])
})

t.test('letters are read as pinyin in every likely way', async (t) => {
  t.match(pinyinReadings('hanjie'), [{ whole: ['han', 'jie'], begun: '' }])
  t.ok(pinyinReadings('hanj').some((one) => one.whole.join() === 'han' && one.begun === 'j'))
  t.ok(pinyinReadings('xianji').some((one) => one.whole.join(' ') === 'xian ji'))
  t.same(pinyinReadings('sensor'), [])
  t.same(pinyinReadings('han'), [], 'one syllable says too little')
  t.ok(readingsOf('重').includes('chong'))
  t.same(readingsOf('x'), [])
})

t.test('pinyin words of a text begin at each character', async (t) => {
  t.same(pinyinWords('重庆AI焊接机'), ['chongqing', 'hanjie', 'hanjieji', 'jieji'])
  t.same(pinyinWords('AI'), [])
})

t.test('a typed text falls into units; only its last word is open', async (t) => {
  t.same(typedUnits('焊接机 led det').map((one) => [one.text, one.open]), [['焊接', false], ['接机', false], ['led', false], ['det', true]])
  t.same(typedUnits('led '), [{ kind: 'word', text: 'led', open: false }])
  t.same(typedUnits('5g基站').map((one) => one.text), ['5g', '基站'])
  t.same(typedUnits('!? '), [])
  t.equal(typedUnits('焊'.repeat(500)).length, 32)
})

t.test('highlights mark whole words and pairs in the text as written', async (t) => {
  t.same(highlight('Laser 焊接', new Set(['laser', '焊接'])), [{ text: 'Laser', marked: true }, { text: ' ', marked: false }, { text: '焊接', marked: true }])
  t.same(highlight('lasers', new Set(['laser'])), [{ text: 'lasers', marked: true }])
  t.same(highlight('', new Set(['a'])), [])
  t.same(segments('abcd', [{ start: 1, end: 3 }, { start: 2, end: 4 }]), [{ text: 'a', marked: false }, { text: 'bcd', marked: true }])
})
