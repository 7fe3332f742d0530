import t from 'tap'
import { startApp } from '../support/app.ts'
import { achievementContent } from './library-content.ts'

t.test('an achievement from draft to library', async (t) => {
  const app = await startApp(t)
  const researcher = await app.as('researcher')
  const rival = await app.as('rivalResearcher')

  const added = await researcher.api('POST', '/achievements', { ...achievementContent, summary: '', tracks: [] })
  t.equal(added.statusCode, 201)
  const { id, revision } = added.json()

  t.test('nobody else knows of a draft', async (t) => {
    for (const client of [app.anonymous, rival, await app.as('officer'), await app.as('owner')]) {
      t.equal((await client.get(`/achievements/${id}`)).statusCode, 404)
      t.equal((await client.api('GET', `/achievements/${id}`)).statusCode, 404)
    }
    t.equal((await (await app.as('researcherTeammate')).get(`/achievements/${id}`)).statusCode, 200, 'a colleague does')
  })

  t.test('publishing says what is missing', async (t) => {
    const refused = await researcher.api('POST', `/achievements/${id}/publication`, {})
    t.equal(refused.statusCode, 422)
    t.same(refused.json().errors.map((one: { field: string }) => one.field), ['summary', 'tracks'])
    const page = await researcher.submit(`/achievements/${id}/publication`, {}, { page: `/achievements/${id}` })
    t.equal(page.statusCode, 422)
    t.match(page.body, 'f-summary-error')
  })

  t.test('others can neither edit nor publish it', async (t) => {
    t.equal((await rival.api('POST', `/achievements/${id}/edit`, { ...achievementContent, revision })).statusCode, 404)
    t.equal((await rival.api('POST', `/achievements/${id}/publication`, {})).statusCode, 404)
    t.equal((await (await app.as('owner')).api('POST', '/achievements', achievementContent)).statusCode, 404, 'issuers have no library')
    t.equal((await app.anonymous.api('POST', '/achievements', achievementContent)).statusCode, 401)
  })

  t.test('edited by form, published, found', async (t) => {
    const form = { title: '耐盐雾陶瓷涂层', summary: '盐雾四千小时。', keywords: '涂层，盐雾', tracks: ['new-materials'], offer: 'licence', price: '30', trl: '6', revision }
    const saved = await researcher.submit(`/achievements/${id}/edit`, form)
    t.equal(saved.statusCode, 303, saved.body.slice(0, 300))
    t.equal((await researcher.api('GET', `/achievements/${id}`)).json().price, 300_000)
    const late = await researcher.submit(`/achievements/${id}/edit`, { ...form, title: '迟到的标题' })
    t.equal(late.statusCode, 409)
    t.match(late.body, '迟到的标题', 'what was typed is kept')
    t.equal((await researcher.api('POST', `/achievements/${id}/publication`, {})).statusCode, 200)
    t.equal((await researcher.api('POST', `/achievements/${id}/publication`, {})).json().code, 'already-published')
    await app.settle()
    const found = await app.anonymous.api('GET', `/achievements?q=${encodeURIComponent('盐雾')}&offer=licence&trlMin=5`)
    t.same(found.json().items.map((one: { id: string }) => one.id), [id])
    t.match((await app.anonymous.get(`/achievements?q=${encodeURIComponent('盐雾')}`)).body, /<mark>/)
    t.match((await app.anonymous.get(`/achievements/${id}?lang=en`)).body, 'Licence')
  })

  t.test('a published one keeps what readers need', async (t) => {
    const now = (await researcher.api('GET', `/achievements/${id}`)).json()
    const refused = await researcher.api('POST', `/achievements/${id}/edit`, { ...achievementContent, summary: '', revision: now.revision })
    t.equal(refused.json().code, 'incomplete')
  })

  t.test('taken out, it is gone for others', async (t) => {
    t.equal((await researcher.submit(`/achievements/${id}/retirement`, {}, { page: `/achievements/${id}` })).statusCode, 303)
    await app.settle()
    t.equal((await app.anonymous.get(`/achievements/${id}`)).statusCode, 404)
    t.same((await app.anonymous.api('GET', '/achievements')).json().items, [])
  })

  t.test('bad input is named beside its field', async (t) => {
    const bad = await researcher.submit('/achievements/new', { title: '', offer: 'gift', price: 'viel', trl: '12' })
    t.equal(bad.statusCode, 422)
    for (const field of ['title', 'offer', 'price', 'trl']) t.match(bad.body, `f-${field}-error`)
    t.match(bad.body, 'viel')
    t.equal((await researcher.api('POST', '/achievements', { ...achievementContent, published: true })).statusCode, 400)
  })
})
