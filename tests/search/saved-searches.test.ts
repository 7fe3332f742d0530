import t from 'tap'
import { savedSearchSource } from '../../server/modules/search/saved-search-source.ts'
import { codeOf, refusedBoth } from '../awards/answers.ts'
import { publishedNeed } from '../needs/published-need.ts'
import { CAST, type Part } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'

const app = await startApp(t)
const { savedSearches, search, regionNames, people } = app.services
const source = savedSearchSource({ savedSearches, search, regionNames })
const researcher = await app.as('researcher')
const stranger = await app.as('stranger')

interface Answer { items: { id: string; name: string; conditions: object }[] }
const mine = async (who = researcher) => ((await who.api('GET', '/searches')).json() as Answer).items
const forget = async () => { for (const { id } of await mine()) await researcher.api('POST', `/searches/${id}/deletion`, {}) }

async function told(who: Part, fresh: readonly string[]) {
  const person = await people.find(CAST[who])
  if (!person) throw new Error(who)
  return source.itemsFor(person, new Set(fresh), app.clock.now())
}

t.test('nobody keeps searches without an account, and nobody sees those of others', async (t) => {
  t.equal((await app.anonymous.get('/my/searches')).statusCode, 303)
  t.equal((await app.anonymous.api('GET', '/searches')).statusCode, 401)
  t.equal((await app.anonymous.api('POST', '/searches', { q: '海缆' })).statusCode, 401)
  t.equal((await researcher.api('POST', '/searches', { q: '海缆', name: '只给自己' })).statusCode, 201)
  const [kept] = await mine()
  t.same(await mine(stranger), [])
  t.notMatch((await stranger.get('/my/searches')).body, '只给自己')
  const taken = await stranger.api('POST', `/searches/${kept?.id}/deletion`, {})
  t.match([taken.statusCode, codeOf(taken)], [404, 'no-such-search'])
  t.equal((await mine()).length, 1)
  await forget()
})

t.test('a search is kept from the list it was typed in', async (t) => {
  t.notMatch((await researcher.get('/needs')).body, '/my/searches"', 'a list without conditions is no search')
  t.notMatch((await app.anonymous.get('/needs?q=海缆')).body, 'action="/my/searches"')
  const list = '/needs?q=海缆&track=deep-sea-equipment&amountMin=50'
  const { body } = await researcher.get(list)
  for (const part of ['action="/my/searches"', 'name="q" value="海缆"', 'name="track" value="deep-sea-equipment"', 'name="amountMin" value="50"']) t.match(body, part)
  const sent = await researcher.submit('/my/searches', { q: '海缆', track: 'deep-sea-equipment', amountMin: '50', name: '' }, { page: list })
  t.match([sent.statusCode, sent.headers.location], [303, '/my/searches'])
  t.match(await mine(), [{ name: '', conditions: { q: '海缆', track: ['deep-sea-equipment'], amountMin: '50' } }])
  for (const lang of ['zh-CN', 'en']) t.match((await researcher.get(`/my/searches?lang=${lang}`)).body, /href="\/needs\?[^"]*amountMin/)
  t.equal((await researcher.submit('/my/searches', { amountMin: '50', track: 'deep-sea-equipment', q: ' 海缆 ', name: '我的' }, { page: list })).statusCode, 303)
  t.match(await mine(), [{ name: '我的' }], 'the same again only takes the name')
  t.equal((await mine()).length, 1)
  const [kept] = await mine()
  t.equal((await researcher.submit(`/my/searches/${kept?.id}/deletion`, {}, { page: '/my/searches' })).statusCode, 303)
  t.same(await mine(), [])
})

t.test('nothing, too much and nonsense are refused', async (t) => {
  const where = { form: '/my/searches', page: '/needs?q=x', api: '/searches' }
  await refusedBoth(t, researcher, where, { form: { q: ' ' }, api: { q: ' ' } }, 422, 'search-without-conditions')
  t.equal((await researcher.api('POST', '/searches', { q: 'x', color: 'red' })).statusCode, 400)
  t.equal((await researcher.api('POST', '/searches', { amountMin: '-3' })).statusCode, 400)
  for (let n = 0; n < 20; n++) t.equal((await researcher.api('POST', '/searches', { q: `词${n}` })).statusCode, 201)
  await refusedBoth(t, researcher, where, { form: { q: '再一个' }, api: { q: '再一个' } }, 409, 'too-many-searches')
  await forget()
})

t.test('two windows at once: no more than the limit, nothing lost silently', async (t) => {
  for (let n = 0; n < 18; n++) await researcher.api('POST', '/searches', { q: `词${n}` })
  const answers = await Promise.all([1, 2, 3, 4].map((n) => researcher.api('POST', '/searches', { q: `同时${n}` })))
  const saved = answers.filter((one) => one.statusCode === 201).length
  t.equal((await mine()).length, 18 + saved)
  t.ok(saved >= 1 && saved <= 2)
  for (const one of answers.filter((one) => one.statusCode !== 201)) t.equal(one.statusCode, 409)
  await forget()
})

t.test('a newly published need that answers a search is told, whatever way it was typed', async (t) => {
  const need = await publishedNeed(app)
  const other = await publishedNeed(app, { title: '印染废水脱色剂', summary: '脱色。', keywords: ['印染'], tracks: ['new-materials'] })
  for (const q of ['海纜', 'ｈａｉｌａｎ', 'hailan', '海缆疲劳']) {
    await researcher.api('POST', '/searches', { q, name: `找 ${q}` })
    const items = await told('researcher', [need, other])
    t.match(items, [{ need, reason: { kind: 'saved-search', text: `找 ${q}` } }], q)
    t.equal(items.length, 1, q)
    await forget()
  }
  await researcher.api('POST', '/searches', { q: '海缆' })
  await researcher.api('POST', '/searches', { track: ['deep-sea-equipment'], amountMin: '100' })
  const items = await told('researcher', [need])
  t.equal(items.length, 1, 'two searches, one item')
  t.ok(items[0] && items[0].score > 0 && items[0].score <= 1)
  t.same(await told('researcher', []), [], 'nothing new')
  t.same(await told('researcher', [other]), [])
  t.same(await told('stranger', [need]), [], 'nobody asked')
  await forget()
})

t.test('while the index is down a digest waits rather than leaves something out', async (t) => {
  await researcher.api('POST', '/searches', { q: '海缆' })
  const down = savedSearchSource({ savedSearches, regionNames, search: { search: async () => ({ hits: [], total: 0, facets: {}, degraded: 'index-down' }) } })
  const person = await people.find(CAST.researcher)
  await t.rejects(down.itemsFor(person!, new Set(['need']), app.clock.now()), { name: 'SearchIndexDown' })
  await forget()
})
