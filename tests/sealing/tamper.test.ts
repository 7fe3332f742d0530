import t from 'tap'
import { CAST, type Part } from '../../seed/demo/people.ts'
import { createBidFollower } from '../../server/modules/bids/bid-follower.ts'
import type { Bid } from '../../server/modules/bids/bid.ts'
import { completeBid, freshNeed, handIn, must, openBids, passDeadline, wholeBid } from '../bids/bid-steps.ts'
import { startApp } from '../support/app.ts'
import { breaksOnPurpose } from '../support/store.ts'

t.setTimeout(300_000)
const app = await startApp(t)
breaksOnPurpose(app.services.connection, 'rows of bids are tampered with')
const incidents: { row: string; what: string }[] = []
app.services.incidents.listen((one) => incidents.push(one))

interface Row { _id: string; revision: number; facts: string; content: string; keys: { need: string; owner: string }; tags: Record<string, string>; events: object[] }
const rows = app.services.connection.collection<Row>('bids')
const rowOf = async (id: string): Promise<Row> => await rows.findOne({ _id: id }) as Row

/** The last character of base64url may carry unused bits; this one never does. */
const bent = (sealed: string): string => sealed.slice(0, 40) + (sealed[40] === 'A' ? 'B' : 'A') + sealed.slice(41)

/** Whoever could come upon the bid: nobody is answered with a fault. */
async function noFault(need: string, bid: string, readers: readonly Part[]): Promise<void> {
  for (const who of readers) {
    const client = await app.as(who)
    const pages = ['/my/bids', `/bids/${bid}`, `/bids/${bid}/attachments`, `/needs/${need}/bid`, `/my/bids/${bid}/receipt`, `/needs/${need}/opening`]
    for (const path of who === 'officer' ? pages.slice(-1) : pages) {
      const { statusCode } = await client.get(path)
      if (statusCode >= 500) t.fail(`${who} ${path}: ${statusCode}`)
    }
    const api = await client.api('GET', `/bids/${bid}`)
    if (api.statusCode >= 500) t.fail(`${who} GET /bids: ${api.statusCode}`)
  }
}

const openingPage = async (need: string): Promise<string> => (await (await app.as('officer')).get(`/needs/${need}/opening?lang=en`)).body

type Tampering = (mine: string, other: string) => Promise<void>
const TAMPERINGS: Record<string, { does: Tampering; shown: RegExp }> = {
  'ciphertext of the content': { does: async (id) => void await rows.updateOne({ _id: id }, { $set: { content: bent((await rowOf(id)).content) } }), shown: /class="tag bad">No</ },
  'the key for the need': { does: async (id) => void await rows.updateOne({ _id: id }, { $set: { 'keys.need': bent((await rowOf(id)).keys.need) } }), shown: /class="tag bad">No</ },
  'no keys at all': { does: async (id) => void await rows.updateOne({ _id: id }, { $unset: { keys: '' } } as never), shown: /class="tag bad">No</ },
  'facts': { does: async (id) => void await rows.updateOne({ _id: id }, { $set: { facts: bent((await rowOf(id)).facts) } }), shown: /did not open/ },
  'facts that are none': { does: async (id) => void await rows.updateOne({ _id: id }, { $set: { facts: { $ne: 1 }, events: 'x' } } as never), shown: /did not open/ },
  'the revision': { does: async (id) => void await rows.updateOne({ _id: id }, { $set: { revision: 1 } }), shown: /did not open/ },
  'content of another bid': {
    does: async (id, other) => { const { content, keys } = await rowOf(other); await rows.updateOne({ _id: id }, { $set: { content, keys } }) }, shown: /class="tag bad">No</,
  },
  'facts of another bid': { does: async (id, other) => { await rows.updateOne({ _id: id }, { $set: { facts: (await rowOf(other)).facts } }) }, shown: /did not open/ },
}

const BIDDERS = ['researcher', 'rivalResearcher', 'thirdResearcher', 'fifthResearcher'] as const

t.test('whatever is tampered with is noticed, and answered with no fault', async (t) => {
  const other = await handIn(app, await freshNeed(app), 'researcher')
  const needs = [await freshNeed(app), await freshNeed(app)] as const
  const done = []
  for (const [i, [what, { does, shown }]] of Object.entries(TAMPERINGS).entries()) {
    const [need, who] = [needs[i < BIDDERS.length ? 0 : 1], BIDDERS[i % BIDDERS.length] ?? 'researcher']
    const bid = await handIn(app, need, who)
    await app.settle()
    await does(bid, other)
    await noFault(need, bid, [who])
    done.push({ what, shown, need, bid })
  }
  for (const need of needs) await openBids(app, need)
  for (const { what, shown, need, bid } of done) {
    await noFault(need, bid, ['officer'])
    t.match(await openingPage(need), shown, `${what}: those who open are told`)
    t.ok(incidents.some((one) => one.row === bid), `${what}: whoever runs the server is told`)
  }
})

t.test('rows that change places between two needs open in neither', async (t) => {
  const needs = [await freshNeed(app), await freshNeed(app)] as const
  const bids = [await handIn(app, needs[0], 'researcher'), await handIn(app, needs[1], 'rivalResearcher')] as const
  for (const need of needs) await handIn(app, need, 'thirdResearcher')
  await app.settle()
  const [a, b] = await Promise.all(bids.map(rowOf)) as [Row, Row]
  await rows.updateOne({ _id: a._id }, { $set: { 'tags.need': 'aside' } })
  await rows.updateOne({ _id: b._id }, { $set: { 'tags.need': a.tags['need'] ?? '' } })
  await rows.updateOne({ _id: a._id }, { $set: { 'tags.need': b.tags['need'] ?? '' } })
  await passDeadline(app, needs[0])
  for (const [i, need] of needs.entries()) {
    for (const who of ['officer', 'owner'] as const) must(await (await app.as(who)).api('POST', `/needs/${need}/opening`))
    await noFault(need, bids[i] ?? '', ['officer'])
    t.match(await openingPage(need), /did not open/)
  }
})

t.test('an older version that is put back is found by the log', async (t) => {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  await app.settle()
  const old = await rowOf(bid)
  must(await (await app.as('researcher')).api('POST', `/bids/${bid}/submission`, { revision: 2, content: completeBid({ cost: 1 }) }))
  await app.settle()
  await rows.replaceOne({ _id: bid }, old)
  t.equal((await wholeBid(app, bid)).content.cost, 1_200_000, 'it opens like any other')
  await openBids(app, need)
  t.match(await openingPage(need), /class="tag bad">No</)
})

t.test('a need that somebody opens in the database alone stays sealed', async (t) => {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  const receipts = [(await wholeBid(app, bid)).receipt?.hash]
  const now = app.clock.now()
  const opening = [{ side: 'staff', person: CAST.officer, at: now }, { side: 'issuer', person: CAST.owner, at: now }]
  const forged = { status: 'evaluating', opening, minutes: { at: now, by: [CAST.officer, CAST.owner], receipts }, 'content.deadline': new Date(now.getTime() - 1000) }
  await app.services.connection.collection('needs').updateOne({ _id: need as never }, { $set: forged })
  incidents.length = 0
  for (const who of ['officer', 'owner'] as const) t.equal((await (await app.as(who)).api('GET', `/bids/${bid}`)).statusCode, 404, who)
  t.match(incidents, [{ row: need, what: 'release', why: 'too-early' }])
  app.clock.advance(40 * 86_400_000)
  await app.services.connection.collection('needs').updateOne({ _id: need as never }, { $set: { 'minutes.at': app.clock.now() } })
  t.equal((await (await app.as('officer')).api('GET', `/bids/${bid}`)).statusCode, 404, 'after the deadline too: nobody has confirmed')
  t.match(incidents.at(-1), { why: 'one-person' })
  app.clock.set(now)
})

t.test('withdrawn: the key is destroyed, the bidder keeps what is theirs', async (t) => {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  must(await (await app.as('owner')).api('POST', `/needs/${need}/withdraw`, { reason: '项目取消' }))
  must(await (await app.as('officer')).api('POST', `/staff/needs/${need}/withdrawal`, { grant: true }))
  await app.settle()
  const found = await app.services.needs.find(need)
  t.equal(found?.status, 'withdrawn')
  t.same(await app.services.vault.release(found as never, app.clock.now()), { refusal: 'destroyed' })
  t.equal((await (await app.as('owner')).api('GET', `/bids/${bid}`)).statusCode, 404)
  t.match((await (await app.as('researcher')).api('GET', `/bids/${bid}`)).json() as Bid, { content: { cost: 1_200_000 } })
})

t.test('failed with too few bids: the key is destroyed; failed after the opening: it stays, for the record', async (t) => {
  const [alone, opened] = [await freshNeed(app), await freshNeed(app)]
  const drafted = must(await (await app.as('researcher')).api('POST', `/needs/${alone}/bids`, completeBid()), 201).id
  const bid = await handIn(app, opened, 'researcher')
  await openBids(app, opened)
  const [unopened, record] = [await app.services.needs.find(alone), await app.services.needs.find(opened)]
  t.match([unopened?.status, record?.status], ['failed', 'evaluating'])
  t.same(await app.services.vault.release(unopened as never, app.clock.now()), { refusal: 'destroyed' })
  t.match((await (await app.as('researcher')).api('GET', `/bids/${drafted}`)).json() as Bid, { content: { cost: 1_200_000 } }, 'its bidder keeps it')
  const failed = { source: 'needs', type: 'need-failed', subject: opened, id: 'x', seq: 1, at: app.clock.now(), by: CAST.officer, data: {} }
  await createBidFollower(app.services).handle(failed)
  t.equal('privateKey' in (await app.services.vault.release(record as never, app.clock.now())), true)
  t.ok((await app.services.bids.opened(record as never)).some(({ id }) => id === bid), 'and is read as before')
})
