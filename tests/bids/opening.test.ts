import t from 'tap'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import type { Actor } from '../../server/kernel/actor.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { startApp } from '../support/app.ts'
import { codeOf, freshNeed, handIn, openBids, passDeadline } from './bid-steps.ts'

const app = await startApp(t)

t.test('two people open; minutes say who, when and which receipts', async (t) => {
  const need = await freshNeed(app)
  const bids = [await handIn(app, need, 'researcher'), await handIn(app, need, 'rivalResearcher')]
  const [officer, owner] = [await app.as('officer'), await app.as('owner')]
  t.equal((await officer.get(`/needs/${need}/opening`)).statusCode, 404, 'not before the deadline')
  t.equal((await officer.api('POST', `/needs/${need}/opening`)).statusCode, 404)
  await passDeadline(app, need)

  const before = await officer.get(`/needs/${need}/opening`)
  t.equal(before.statusCode, 200)
  for (const bid of bids) {
    t.notMatch(before.body, bid)
    t.notMatch(before.body, (await app.services.bids.find(bid))?.receipt?.hash ?? 'no receipt')
  }
  const first = await officer.submit(`/needs/${need}/opening`)
  t.equal(first.statusCode, 303)
  t.equal(codeOf(await officer.api('POST', `/needs/${need}/opening`)), 'already-confirmed')
  t.equal(codeOf(await (await app.as('secondOfficer')).api('POST', `/needs/${need}/opening`)), 'already-confirmed', 'two of the staff are one side')
  t.equal((await officer.get(`/bids/${bids[0]}`)).statusCode, 404, 'one confirmation opens nothing')
  t.equal((await (await app.as('rivalIssuer')).api('POST', `/needs/${need}/opening`)).statusCode, 404)
  t.equal(codeOf(await (await app.as('manager')).api('POST', `/needs/${need}/opening`)), undefined, 'another of the issuer may be second')
  t.equal(codeOf(await owner.api('POST', `/needs/${need}/opening`)), 'not-closed', 'opened already')

  const { minutes } = (await owner.api('GET', `/needs/${need}/opening`)).json() as { minutes: { by: string[]; receipts: string[] } }
  t.same(minutes.by, ['person-cao-ping', 'person-shao-heng'])
  t.equal(minutes.receipts.length, 2)
  const page = await owner.get(`/needs/${need}/opening`)
  for (const receipt of minutes.receipts) t.match(page.body, receipt)
  for (const bid of bids) t.match(page.body, `/bids/${bid}`)
  t.equal((await officer.get(`/bids/${bids[0]}`)).statusCode, 200, 'before any follower has run')
})

t.test('both sides at once, many times: opened once', async (t) => {
  const need = await freshNeed(app)
  await handIn(app, need, 'researcher')
  await passDeadline(app, need)
  const clients = [await app.as('officer'), await app.as('secondOfficer'), await app.as('owner'), await app.as('teammate')]
  const answers = await Promise.all(clients.flatMap((client) => Array.from({ length: 5 }, () => client.api('POST', `/needs/${need}/opening`))))
  t.equal(answers.filter((one) => one.statusCode === 200).length, 2, 'one of each side')
  for (const refused of answers.filter((one) => one.statusCode !== 200)) t.match(codeOf(refused), /already-confirmed|not-closed/)
  await app.settle()
  const opened = (await app.services.journal.about(need)).filter((one) => one.type === 'bids-opened')
  t.equal(opened.length, 1)
  t.equal((await app.services.needs.find(need))?.opening.length, 2)
})

t.test('after the opening: issuer and staff read, rivals and strangers never', async (t) => {
  const need = await freshNeed(app)
  const [mine, theirs] = [await handIn(app, need, 'researcher'), await handIn(app, need, 'rivalResearcher')]
  await openBids(app, need)
  for (const who of ['owner', 'teammate', 'officer', 'secondOfficer'] as const) {
    const bid = (await (await app.as(who)).api('GET', `/bids/${mine}`)).json()
    t.equal(bid.content.team, '课题组十二人，有软包中试线', who)
    t.equal(bid.receipt.salt, undefined, 'the salt stays with the bidder')
    t.equal((await (await app.as(who)).api('GET', `/needs/${need}/bids`)).json().items.length, 2)
  }
  for (const who of ['rivalResearcher', 'thirdResearcher', 'rivalIssuer', 'stranger', 'reviewer', 'administrator', 'auditor'] as const) {
    const client = await app.as(who)
    t.equal((await client.get(`/bids/${mine}`)).statusCode, 404, who)
    t.equal((await client.api('GET', `/bids/${mine}`)).statusCode, 404, who)
    t.equal((await client.api('GET', `/needs/${need}/bids`)).statusCode, 404, who)
  }
  const own = (await (await app.as('rivalResearcher')).api('GET', '/bids')).json() as { items: { id: string; status: string }[] }
  t.match(own.items.find((one) => one.id === theirs), { status: 'opened' })
  t.notOk(own.items.some((one) => one.id === mine))
})

t.test('a thousand confirmations at once: each side once, one opening', async (t) => {
  const need = await freshNeed(app)
  await handIn(app, need, 'researcher')
  await passDeadline(app, need)
  const openers = (['officer', 'secondOfficer', 'owner', 'teammate'] as const).map((part) => actorOf(CAST[part]))
  const facts = await app.services.sealedFacts(await app.services.needs.find(need) as Need)
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) =>
    app.services.needs.decide(need, (current) => confirmOpening(current, facts, openers[i % openers.length] as Actor, app.clock.now()))))
  const again = await Promise.all(openers.map((one) => app.services.needs.decide(need, (current) => confirmOpening(current, facts, one, app.clock.now()))))
  const done = [...answers, ...again].filter((one) => one?.ok).length
  t.equal(done, 2, 'two took effect')
  await app.settle()
  t.equal((await app.services.journal.about(need)).filter((one) => one.type === 'bids-opened').length, 1)
  t.match(await app.services.needs.find(need), { status: 'evaluating', opening: { length: 2 }, minutes: { receipts: { length: 1 } } })
})
