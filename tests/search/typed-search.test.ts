import t from 'tap'
import { startDemo } from '../awards/demonstration.ts'

const app = await startDemo(t)
const found = async (q: string, path = '/needs') =>
  ((await app.anonymous.api('GET', `${path}?q=${encodeURIComponent(q)}${path === '/needs' ? '&status=all' : ''}`)).json() as { items: { id: string }[] }).items.map((one) => one.id)

t.test('the same need, however it is typed', async (t) => {
  for (const q of ['海缆', '海纜', 'hailan', 'ｈａｉｌａｎ', 'HaiLan', '海缆埋', '海缆 巡检']) {
    t.ok((await found(q)).includes('need-cable-burial'), q)
  }
  for (const q of ['metabolite', 'metabolit', 'metabolyte', 'ＭＥＴＡＢＯＬＩＴＥ', 'metab']) t.ok((await found(q)).includes('need-t-cell'), q)
  t.same(await found('zzqqxx'), [])
})

t.test('names of organisations, teams and achievements by pinyin too', async (t) => {
  t.ok((await found('haiyue')).length > 0, 'the issuer of a need')
  t.ok((await found('daixiegongcheng', '/teams')).includes('team-synbio'), 'a team')
  t.ok((await found('xibolan', '/achievements')).length > 0, 'an achievement')
})

t.test('words are marked where they stand, conditions are counted', async (t) => {
  const answer = (await app.anonymous.api('GET', `/needs?q=${encodeURIComponent('海纜')}`)).json() as {
    items: { highlights: { title: { text: string; marked: boolean }[] } }[]; facets: Record<string, { value: string; count: number }[]>; total: number
  }
  t.ok(answer.items[0]?.highlights.title.some((one) => one.marked && one.text === '海缆'), 'as the author wrote it')
  const tracks = answer.facets['tracks'] ?? []
  t.ok(tracks.length > 0 && tracks.every(({ count }) => count >= 1 && count <= answer.total))
  for (const lang of ['zh-CN', 'en']) {
    const { body } = await app.anonymous.get(`/needs?q=${encodeURIComponent('海纜')}&lang=${lang}`)
    t.match(body, '<mark>海缆</mark>')
    t.match(body, 'class="facet-count"')
  }
})

t.test('the search page works without a script and says where one may take over', async (t) => {
  const { body: zh } = await app.anonymous.get('/search?q=hailan')
  t.match(zh, /<form class="search-form" method="get" action="\/search"[^>]*data-live="results"/)
  t.match(zh, 'id="results"')
  t.match(zh, '/needs/need-cable-burial')
})

t.test('nothing that is not public is found, by whatever spelling', async (t) => {
  const drafts = (await app.services.needs.list({ status: 'draft' })).map((need) => need.id)
  t.ok(drafts.includes('need-antibacterial'))
  for (const q of ['抗菌', 'kangjun', '', '需求']) for (const id of await found(q)) t.notOk(drafts.includes(id), `${q} ${id}`)
})
