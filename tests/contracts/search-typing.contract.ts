import type { Test } from 'tap'
import { find, markedIn, plain } from './search-asking.ts'
import { coatNeed, documentOf, everything, weldNeed } from './search-cast.ts'
import type { OpenIndex } from './search-index.contract.ts'

const byText: [name: string, text: string, first: string][] = [
  ['Chinese in the title', '焊接裂纹', 'n-weld'],
  ['Chinese in the summary', '爬壁机器人', 'n-robot'],
  ['a keyword', '无损检测', 'n-weld'],
  ['English', 'separator', 'n-vision'],
  ['English, several words', 'machine vision', 'n-vision'],
  ['both languages', 'separator 锂电池', 'n-vision'],
  ['capitals', 'BATTERY', 'n-vision'],
  ['a prefix, as one types', 'separ', 'n-vision'],
  ['a typo', 'seperator', 'n-vision'],
  ['two letters swapped', 'inspetcion', 'n-vision'],
  ['full width', 'Ｂａｔｔｅｒｙ', 'n-vision'],
  ['traditional characters', '噴塗機器人', 'n-robot'],
  ['pinyin', 'jiqiren', 'n-robot'],
  ['pinyin of a term', 'hanjie', 'n-weld'],
  ['pinyin, still being typed', 'penTu', 'n-robot'],
  ['name of the organisation', '启明船厂', 'n-robot'],
  ['name of the organisation in pinyin', 'qiming', 'n-robot'],
]

export async function typing(t: Test, open: OpenIndex): Promise<void> {
  const index = await open(t)
  await index.put(everything)

  for (const [name, text, first] of byText) {
    await t.test(`finds: ${name}`, async (t) => t.equal((await find(index, text))[0], first))
  }

  await t.test('the locale changes nothing about what is found', async (t) => {
    t.same(await find(index, '焊接裂纹', { locale: 'zh-CN' }), ['n-weld'])
    t.same(await find(index, 'separator', { locale: 'en' }), ['n-vision'])
  })

  await t.test('finds nothing for what is not there', async (t) => {
    t.same(await find(index, '量子计算'), [])
    t.same(await find(index, 'zzzqqq'), [])
    t.same(await find(index, 'hj'), [])
  })

  await t.test('text and filter together', async (t) => {
    t.same(await find(index, '焊接', { filter: { park: ['p-port'] } }), [])
    t.same(await find(index, '焊接', { filter: { park: ['p-north'] } }), ['n-weld'])
  })

  await t.test('only blanks or signs browse or find nothing, never a fault', async (t) => {
    t.equal((await find(index, '  ')).length, 4)
    for (const text of ['!!!', '"', '\\', '(', '<b>', 'a'.repeat(2000), '焊'.repeat(500), '\u0000', '\uE000']) {
      t.ok(Array.isArray(await find(index, text)), JSON.stringify(text.slice(0, 10)))
    }
  })

  await t.test('highlights are pieces of the text as written', async (t) => {
    const page = await index.search({ kind: 'need', text: '裂纹' })
    const { title, summary } = page.hits[0]!.highlights
    t.equal(plain(title), weldNeed.title)
    t.equal(plain(summary), weldNeed.summary)
    t.same(markedIn(title), ['裂纹'])
    t.same(markedIn(summary), ['裂纹'])
  })

  await t.test('highlights keep markup as text and spelling as written', async (t) => {
    const title = '<script>繁體機器人</script> ＡＩ & Robot'
    await index.put([documentOf({ kind: 'team', id: 't-markup', title })])
    for (const [text, marks] of [['机器人', ['機器人']], ['robot', ['Robot']], ['ai', ['ＡＩ']]] as const) {
      const page = await index.search({ kind: 'team', text })
      const hit = page.hits.find((one) => one.id === 't-markup')
      t.equal(plain(hit?.highlights.title ?? []), title)
      t.same(markedIn(hit?.highlights.title ?? []), marks)
    }
    await index.remove('team', ['t-markup'])
  })

  await t.test('browsing marks nothing', async (t) => {
    const page = await index.search({ kind: 'need', filter: { ids: ['n-coat'] } })
    t.same(page.hits[0]?.highlights.title, [{ text: coatNeed.title, marked: false }])
    t.same(markedIn(page.hits[0]?.highlights.summary ?? []), [])
  })
}
