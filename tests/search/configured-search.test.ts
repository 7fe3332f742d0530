import t from 'tap'
import { publishedNeed } from '../needs/published-need.ts'
import { startApp } from '../support/app.ts'
import { startFakeMeilisearch } from '../support/fake-meilisearch.ts'

t.test('MEILI_URL alone moves the index to a server', async (t) => {
  const fake = await startFakeMeilisearch({ key: 'a-key', words: ['海缆', '疲劳'] })
  t.teardown(() => fake.close())
  const app = await startApp(t, { MEILI_URL: fake.url, MEILI_KEY: 'a-key' })
  const id = await publishedNeed(app)
  const found = async () => (await app.anonymous.api('GET', `/needs?q=${encodeURIComponent('海缆')}`)).json()
  t.match(await found(), { total: 1, items: [{ id }] })
  t.ok(fake.indexes().every((name) => name.startsWith(app.services.connection.name)), 'under the name of its database')

  t.test('down, lists open without it; back, nothing is missing', async (t) => {
    fake.goDown()
    t.match(await found(), { degraded: 'index-down', items: [{ id }] })
    const second = await publishedNeed(app, { title: '海缆接头在线检测' })
    t.match((await app.anonymous.get('/needs')).body, '搜索服务暂不可用')
    fake.comeBack()
    await app.settle()
    const { items, degraded } = await found()
    t.same(items.map((one: { id: string }) => one.id).sort(), [id, second].sort())
    t.notOk(degraded)
  })
})

t.test('a server that is down does not keep the market from starting', async (t) => {
  const app = await startApp(t, { MEILI_URL: 'http://127.0.0.1:9' })
  t.equal((await app.anonymous.get('/needs')).statusCode, 200)
})
