import t from 'tap'
import { startApp } from '../support/app.ts'
import { completeNeed } from './need-content.ts'

t.test('a need from the first word to the staff', async (t) => {
  const app = await startApp(t)
  const owner = await app.as('owner')

  const drafted = await owner.api('POST', '/needs', { title: '只有标题' })
  t.equal(drafted.statusCode, 201)
  const { id, revision } = drafted.json()

  t.test('an incomplete draft is refused field by field', async (t) => {
    const response = await owner.api('POST', `/needs/${id}/submission`, {})
    t.equal(response.statusCode, 422)
    t.equal(response.json().code, 'incomplete')
    t.match(response.json().errors.map((one: { field: string }) => one.field), ['summary'])
  })

  t.test('strangers and staff do not know that a draft exists', async (t) => {
    for (const who of ['stranger', 'officer', 'researcher'] as const) {
      t.equal((await (await app.as(who)).get(`/needs/${id}`)).statusCode, 404, who)
    }
    t.equal((await app.anonymous.api('GET', `/needs/${id}`)).statusCode, 404)
  })

  t.test('a teammate completes it; an edit on an old revision is a conflict', async (t) => {
    const teammate = await app.as('teammate')
    const saved = await teammate.api('POST', `/needs/${id}/edit`, completeNeed({ revision }))
    t.equal(saved.statusCode, 200)
    const late = await owner.api('POST', `/needs/${id}/edit`, completeNeed({ revision, title: '另一个标题' }))
    t.equal(late.statusCode, 409)
    t.equal(late.json().code, 'conflict')
  })

  t.test('handed in once, it cannot be handed in again', async (t) => {
    t.equal((await owner.api('POST', `/needs/${id}/submission`, {})).statusCode, 200)
    t.equal((await owner.api('POST', `/needs/${id}/submission`, {})).json().code, 'not-draft')
  })

  t.test('every page of it renders in both languages', async (t) => {
    for (const lang of ['zh-CN', 'en']) {
      const page = await owner.get(`/needs/${id}?lang=${lang}`)
      t.equal(page.statusCode, 200)
    }
    const officer = await app.as('officer')
    t.equal((await officer.get(`/staff/needs/${id}/review`)).statusCode, 200)
  })
})

t.test('the editor in a browser without JavaScript', async (t) => {
  const app = await startApp(t)
  const owner = await app.as('owner')
  t.equal((await owner.get('/needs/new')).statusCode, 200)

  t.test('bad input comes back with what was typed and an error beside the field', async (t) => {
    const response = await owner.submit('/needs/new', { title: '', summary: '说明文字', funding: { kind: 'budget', amount: '很多' } })
    t.equal(response.statusCode, 422)
    t.match(response.body, '说明文字')
    t.match(response.body, '很多')
    t.match(response.body, /f-title-error/)
    t.match(response.body, /f-funding-amount-error/)
  })

  t.test('one more row keeps what was typed and saves nothing', async (t) => {
    const response = await owner.submit('/needs/new', { intent: 'add-row:indicators', title: '还没写完' })
    t.equal(response.statusCode, 200)
    t.match(response.body, '还没写完')
    t.match(response.body, /name="indicators\[1\]\[name\]"/)
  })

  t.test('a draft is saved and shown for checking', async (t) => {
    const saved = await owner.submit('/needs/new', { intent: 'check', title: '新题目', deadline: '2026-12-31' })
    t.equal(saved.statusCode, 303)
    const check = await owner.get(String(saved.headers.location))
    t.equal(check.statusCode, 200)
    t.match(check.body, /f-summary/)
  })

  t.test('without the token nothing is saved', async (t) => {
    const response = await owner.submit('/needs/new', { title: 'x' }, { page: '' })
    t.equal(response.statusCode, 403)
  })
})
