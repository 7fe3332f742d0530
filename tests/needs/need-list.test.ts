import mongoose from 'mongoose'
import t from 'tap'
import { SearchIndexDown, type SearchIndex } from '../../server/modules/search/search-index.ts'
import { rebuildSearch } from '../../server/modules/search/search-sources.ts'
import { startApp } from '../support/app.ts'
import { breaksOnPurpose } from '../support/store.ts'
import { completeNeed } from './need-content.ts'
import { publishedNeed } from './published-need.ts'

type Item = { id: string; title: string; highlights?: { title: { text: string; marked: boolean }[] } }

t.test('the public list of needs', async (t) => {
  const app = await startApp(t)
  const cable = await publishedNeed(app)
  const weld = await publishedNeed(app, {
    title: '厚板焊缝裂纹在线检测', summary: '起重机臂架焊缝。', tracks: ['advanced-equipment'], park: 'haian-kfq', trlWanted: 8,
    funding: { kind: 'bounty', amount: 300_000 }, deadline: '2026-12-10T15:59:59.000Z',
  })
  const owner = await app.as('owner')
  await owner.api('POST', '/needs', completeNeed({ title: '草稿 CANARY-DRAFT 焊缝' }))
  await app.settle()
  const list = async (query = '') => (await app.anonymous.api('GET', `/needs${query}`)).json() as { items: Item[]; next: string | null; total: number; facets: Record<string, { value: string; count: number }[]> }
  const ids = async (query: string) => (await list(query)).items.map((item) => item.id)

  t.test('shows what is published, soonest deadline first, and nothing else', async (t) => {
    t.same(await ids(''), [weld, cable])
    const html = (await app.anonymous.get('/needs')).body
    t.match(html, '厚板焊缝裂纹在线检测')
    t.notMatch(html, 'CANARY', 'neither drafts nor sealed parts')
    t.notMatch(JSON.stringify(await list('')), 'CANARY')
    t.notMatch((await owner.get('/needs?q=CANARY-DRAFT')).body, 'CANARY-DRAFT</a>', 'not even to its owner: the list is the public one')
  })

  t.test('finds words and marks them', async (t) => {
    const { items } = await list(`?q=${encodeURIComponent('焊缝')}`)
    t.equal(items[0]?.id, weld)
    t.ok(items[0]?.highlights?.title.some((part) => part.marked && part.text.includes('焊')))
    t.match((await app.anonymous.get(`/needs?q=${encodeURIComponent('焊缝')}`)).body, /<mark>/)
  })

  t.test('filters by track, park, readiness, amount and state', async (t) => {
    t.same(await ids('?track=advanced-equipment'), [weld])
    t.same(await ids('?park=haian-kfq'), [weld])
    t.same(await ids('?trlMax=6'), [cable])
    t.same(await ids('?amountMin=100'), [cable])
    t.same(await ids('?amountMin=&amountMax=100'), [weld], 'an empty field is no condition')
    t.same(await ids('?status=closed'), [])
    t.same(await ids('?status=all&sort=amount'), [cable, weld])
    const { facets } = await list('?track=advanced-equipment')
    t.same(facets['tracks']?.map((one) => one.value).sort(), ['advanced-equipment', 'deep-sea-equipment'], 'choosing one keeps its alternatives')
  })

  t.test('refuses what it does not know', async (t) => {
    for (const query of ['?status=draft', '?nonsense=1', '?after=%00', '?amountMin=-1', '?sort=bids']) {
      t.equal((await app.anonymous.api('GET', `/needs${query}`)).statusCode, 400, query)
      t.equal((await app.anonymous.get(`/needs${query}`)).statusCode, 400, query)
    }
  })

  t.test('a page ends with the way to the next', async (t) => {
    const copies = Array.from({ length: 22 }, (_, i) => i)
    const [template] = await app.services.needs.findMany([cable])
    if (!template) throw new Error('no need')
    breaksOnPurpose(app.services.connection, 'copies of one need fill the list, without the decisions behind them')
    for (const i of copies) await app.services.needs.insert({ ...template, id: `copy-${i}`, number: `C-${i}`, events: [] })
    await rebuildSearch(app.services)
    const first = await list('')
    t.equal(first.items.length, 20)
    t.equal(first.total, 24)
    const second = await list(`?after=${first.next}`)
    t.equal(second.items.length, 4)
    t.equal(second.next, null)
    t.equal(new Set([...first.items, ...second.items].map((item) => item.id)).size, 24)
    t.match((await app.anonymous.get('/needs')).body.replaceAll('&#x3D;', '='), `/needs?after=${first.next}`)
  })

  t.test('two queries for a stranger, at most', async (t) => {
    await app.anonymous.get('/needs')
    const asked: string[] = []
    mongoose.set('debug', (collection: string, method: string) => { asked.push(`${collection}.${method}`) })
    app.services.connection.set('debug', (collection: string, method: string) => { asked.push(`${collection}.${method}`) })
    await app.anonymous.get('/needs')
    mongoose.set('debug', false)
    app.services.connection.set('debug', false)
    const own = asked.filter((one) => !/^(leases|journal|followers)/.test(one))
    t.ok(own.length > 0 && own.length <= 2, own.join(' '))
  })
})

t.test('without the index the list still opens and says what is missing', async (t) => {
  const app = await startApp(t)
  const id = await publishedNeed(app)
  const down: Partial<SearchIndex> = {
    search: async () => ({ hits: [], total: 0, facets: {}, degraded: 'index-down' }),
    put: async () => { throw new SearchIndexDown('down') },
  }
  Object.assign(app.services.search, down)
  const answer = (await app.anonymous.api('GET', '/needs?q=whatever')).json()
  t.same(answer.items.map((item: Item) => item.id), [id])
  t.equal(answer.degraded, 'index-down')
  const page = await app.anonymous.get('/needs?q=whatever')
  t.equal(page.statusCode, 200)
  t.match(page.body, '搜索服务暂不可用')
  for (const path of ['/achievements', '/teams', '/search?q=x']) t.equal((await app.anonymous.get(path)).statusCode, 200, path)
})
