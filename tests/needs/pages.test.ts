import t from 'tap'
import { startApp } from '../support/app.ts'
import { completeNeed } from './need-content.ts'

t.test('the pages around a need render for whom they are and for nobody else', async (t) => {
  const app = await startApp(t)
  const [owner, officer] = [await app.as('owner'), await app.as('officer')]
  const { id } = (await owner.api('POST', '/needs', completeNeed())).json()
  await owner.api('POST', `/needs/${id}/submission`, {})
  t.equal((await officer.submit(`/staff/needs/${id}/approval`, { publishAt: '' }, { page: `/staff/needs/${id}/review` })).statusCode, 303)
  t.equal((await officer.submit(`/staff/needs/${id}/publication`, {}, { page: `/staff/needs/${id}/review` })).statusCode, 303)
  await app.settle()

  const pages: [string, number, number, number][] = [
    // path, stranger, issuer, officer
    ['/', 200, 200, 200], ['/results', 200, 200, 200], ['/how-it-works', 200, 200, 200], ['/privacy', 200, 200, 200],
    ['/transparency', 200, 200, 200], [`/needs/${id}`, 200, 200, 200], ['/my/needs', 303, 200, 200],
    [`/needs/${id}/matches`, 303, 200, 200], [`/needs/${id}/withdraw`, 303, 200, 404], [`/needs/${id}/deadline`, 303, 200, 200],
    ['/staff/queue', 303, 404, 200], ['/staff', 303, 404, 200], [`/staff/needs/${id}/review`, 303, 404, 200],
  ]
  for (const [path, stranger, issuer, staff] of pages) {
    t.equal((await app.anonymous.get(path)).statusCode, stranger, `stranger ${path}`)
    t.equal((await owner.get(path)).statusCode, issuer, `issuer ${path}`)
    t.equal((await officer.get(`${path}?lang=en`)).statusCode, staff, `officer ${path}`)
  }
  const researcher = await app.as('researcher')
  t.equal((await researcher.get('/today')).statusCode, 200)
})
