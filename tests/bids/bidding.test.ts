import t from 'tap'
import { startApp, type TestApp } from '../support/app.ts'
import { codeOf, completeBid, completeForm, freshNeed, handIn, must, wholeBid } from './bid-steps.ts'

const app = await startApp(t)

t.test('a team writes, checks, hands in, changes and takes back its bid in the browser', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  t.match((await client.get(`/needs/${need}/bid`)).body, 'name="route"')

  const saved = await client.submit(`/needs/${need}/bid`, completeForm({ route: '' }))
  t.equal(saved.statusCode, 303)
  const editor = String(saved.headers.location)
  const id = new URL(editor, 'http://x').searchParams.get('bid') as string
  t.match((await client.get(editor)).body, '课题组十二人')
  t.match((await client.get(`/bids/${id}/check`)).body, '#f-route', 'what lacks is linked to its field')

  const refused = await client.submit(`/bids/${id}/submission`, { revision: '1' }, { page: editor })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'f-route-error')
  t.match(refused.body, '课题组十二人', 'nothing is lost')

  const checked = await client.submit(`/needs/${need}/bid`, completeForm({ bid: id, revision: '1', intent: 'check' }), { page: editor })
  t.equal(checked.headers.location, `/bids/${id}/check`)
  const handedIn = await client.submit(`/bids/${id}/submission`, { revision: '2' }, { page: `/bids/${id}/check` })
  t.equal(handedIn.headers.location, `/my/bids/${id}/receipt`)
  t.match((await client.get(`/my/bids/${id}/receipt`)).body, /[0-9a-f]{64}/)
  t.match((await client.get('/my/bids')).body, `/bids/${id}`)

  const first = (await app.services.bids.find(id))?.receipt?.hash
  const again = await client.submit(`/needs/${need}/bid`, completeForm({ bid: id, revision: '3', intent: 'submit', route: '改进后的路线' }), { page: editor })
  t.equal(again.headers.location, `/my/bids/${id}/receipt`)
  const changed = await wholeBid(app, id)
  t.equal(changed?.content.route, '改进后的路线')
  t.not(changed?.receipt?.hash, first)

  const back = await client.submit(`/bids/${id}/withdrawal`, {}, { page: `/bids/${id}` })
  t.equal(back.headers.location, `/bids/${id}`)
  t.match((await client.get(`/bids/${id}`)).body, 'tag')
  t.equal((await client.get(`/my/bids/${id}/receipt`)).statusCode, 404)
})

t.test('bad input is said beside its field and nothing typed is lost', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  const typed = completeForm({ cost: '一百万', milestones: [{ title: '小试样品', month: '', share: '40' }] })
  const response = await client.submit(`/needs/${need}/bid`, typed)
  t.equal(response.statusCode, 422)
  for (const part of ['f-cost-error', 'value="一百万"', 'f-milestones-0-month-error', '两步脱灰']) t.match(response.body, part)

  const shares = await client.submit(`/needs/${need}/bid`, completeForm({ intent: 'submit', milestones: [{ title: '小试', month: '3', share: '99' }] }))
  t.equal(shares.statusCode, 422)
  t.match(shares.body, 'f-milestones-error')
  const more = await client.submit(`/needs/${need}/bid`, completeForm({ intent: 'add-row:milestones' }))
  t.equal(more.statusCode, 200)
  t.match(more.body, 'milestones[3][title]')
  t.same(await app.services.bids.ofNeed(need), [], 'nothing was kept of what was refused')
})

t.test('who may not bid is told why; what others may not know does not exist', async (t) => {
  const need = await freshNeed(app)
  const because: [Parameters<TestApp['as']>[0], number, string][] = [
    ['stranger', 403, 'not-bidder'], ['rivalIssuer', 403, 'not-bidder'], ['officer', 403, 'not-bidder'], ['reviewer', 403, 'not-bidder'],
    ['owner', 403, 'not-bidder'],
  ]
  for (const [who, status, code] of because) {
    const client = await app.as(who)
    const response = await client.api('POST', `/needs/${need}/bids`, completeBid())
    t.equal(response.statusCode, status, who)
    t.equal(codeOf(response), code, who)
    t.equal((await client.get(`/needs/${need}/bid`)).statusCode, 200, `${who} reads why not`)
  }
  t.equal((await app.anonymous.api('POST', `/needs/${need}/bids`, completeBid())).statusCode, 401)
  t.equal((await (await app.as('researcher')).api('POST', '/needs/unknown/bids', completeBid())).statusCode, 404)

  const bid = await handIn(app, need, 'researcher')
  const rival = await app.as('rivalResearcher')
  const tries = [
    await rival.api('GET', `/bids/${bid}`), await rival.api('GET', `/bids/${bid}/receipt`), await rival.api('POST', `/bids/${bid}/withdrawal`),
    await rival.api('POST', `/bids/${bid}/submission`, { revision: 2 }), await rival.api('PUT', `/bids/${bid}`, { ...completeBid(), revision: 2 }),
    await rival.submit(`/needs/${need}/bid`, completeForm({ bid, revision: '2', intent: 'submit' })),
  ]
  for (const response of tries) t.equal(response.statusCode, 404)
  t.equal((await app.services.bids.find(bid))?.revision, 2, 'and nothing happened')
})

t.test('teammates share one bid; two windows cannot overwrite each other', async (t) => {
  const need = await freshNeed(app)
  const [lead, mate] = [await app.as('researcher'), await app.as('researcherTeammate')]
  const bid = must(await lead.api('POST', `/needs/${need}/bids`, completeBid()), 201)
  t.match((await mate.get(`/needs/${need}/bid`)).body, `value="${bid.id}"`, 'the teammate is shown the same bid')
  must(await mate.api('PUT', `/bids/${bid.id}`, { ...completeBid({ route: '队友的修改' }), revision: bid.revision }))
  const late = await lead.api('PUT', `/bids/${bid.id}`, { ...completeBid({ route: '没看到修改' }), revision: bid.revision })
  t.equal(codeOf(late), 'conflict')
  const page = await lead.submit(`/needs/${need}/bid`, completeForm({ bid: bid.id, revision: '1', route: '没看到修改' }))
  t.equal(page.statusCode, 409)
  t.match(page.body, '没看到修改', 'what was typed is kept')
  t.match(page.body, 'name="revision" value="2"', 'and may be sent again, knowingly')
  const other = await lead.api('POST', `/needs/${need}/bids`, completeBid())
  t.equal(codeOf(other), 'conflict', 'one bid for each lead and need')
})

t.test('concurrent hand-ins: one bid, each answered as it was decided', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  const begun = await Promise.all(Array.from({ length: 12 }, () => client.api('POST', `/needs/${need}/bids`, completeBid())))
  t.equal(begun.filter((one) => one.statusCode === 201).length, 1)
  t.equal(begun.filter((one) => one.statusCode === 409).length, 11)
  const [{ id, revision } = { id: '', revision: 0 }] = await app.services.bids.ofNeed(need)
  const sent = await Promise.all(Array.from({ length: 12 }, (_, i) =>
    client.api('POST', `/bids/${id}/submission`, { revision, content: completeBid({ route: `路线${i}` }) })))
  t.equal(sent.filter((one) => one.statusCode === 200).length, 1)
  const bid = await wholeBid(app, id)
  const winner = sent.findIndex((one) => one.statusCode === 200)
  t.equal(bid?.content.route, `路线${winner}`)
  t.equal(bid?.revision, revision + 1)
})

t.test('achievements come from the library of the bidder', async (t) => {
  const need = await freshNeed(app)
  const client = await app.as('researcher')
  const refused = await client.api('POST', `/needs/${need}/bids`, completeBid({ achievements: ['achievement-of-nobody'] }))
  t.equal(codeOf(refused), 'unknown-achievement')
})
