import t from 'tap'
import { countTerms, fold } from '../../server/modules/matching/terms.ts'

const terms = (text: string) => [...countTerms(text).keys()]

t.test('Han text is cut into characters and pairs', async (t) => {
  t.same(terms('激光焊'), ['激', '光', '激光', '焊', '光焊'])
})

t.test('a pair never spans punctuation, a word or a blank', async (t) => {
  t.notOk(terms('焊，接 AI 缝').includes('焊接'))
  t.same(terms('焊，接 AI 缝'), ['焊', '接', 'ai', '缝'])
})

t.test('Latin text is cut into words, case, width and plural folded', async (t) => {
  t.same(terms('Welding sensors ＡＩ'), ['welding', 'sensor', 'ai'])
  t.same(terms('PM2.5'), ['pm2', '5'])
  t.same(terms('glass gas bus'), ['glass', 'gas', 'bus'], 'short words and double s keep their end')
})

t.test('occurrences are counted', async (t) => {
  t.equal(countTerms('焊接焊接').get('焊接'), 2)
})

t.test('nothing comes of nothing', async (t) => {
  t.same(terms(''), [])
  t.same(terms(' ，。!? '), [])
  t.equal(fold('Ａ'), 'a')
})
