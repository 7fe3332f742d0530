import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { verifyLog } from '../../server/modules/audit/log-reader.ts'
import { createAuditFollower } from '../../server/modules/audit/audit-follower.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { breaksOnPurpose } from '../support/store.ts'
import { courseOf, days } from '../digests/competition-course.ts'

interface Entry { id: string; type: string; subject: string; source: string }

async function readAll(app: TestApp, who: 'officer' | 'auditor' | 'administrator' = 'auditor'): Promise<Entry[]> {
  const client = await app.as(who)
  const items: Entry[] = []
  for (let before = ''; ;) {
    const page = (await client.api('GET', `/audit?before=${before}`)).json() as { items: Entry[]; next: string | null }
    items.push(...page.items)
    if (page.next === null) return items
    before = page.next
  }
}

t.test('the trail of a competition', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'a deadline is moved past every rule, so that hidden entries stay hidden')
  const course = courseOf(app)
  await course.published('0001')
  await course.published('0002')
  await app.settle()
  const before = JSON.stringify(await readAll(app))

  t.test('bids leave no trace before the opening: no entry, no gap, no count, no cursor', async (t) => {
    await course.bidFor('0001', 'researcher')
    await course.bidFor('0001', 'rivalResearcher')
    await course.takeBack('0001', 'rivalResearcher')
    await app.settle()
    t.equal(JSON.stringify(await readAll(app)), before, 'what auditors read is the same to the byte')
    for (const who of ['officer', 'auditor', 'administrator'] as const) {
      const client = await app.as(who)
      for (const query of ['type=bid-submitted', 'subject=bid-0001-researcher', 'before=bid-0001-researcher.2']) {
        t.same((await client.api('GET', `/audit?${query}`)).json(), { items: [], next: null }, `${who} ${query}`)
      }
      t.notMatch((await client.get('/staff/audit')).body.replaceAll(/<option.*?<\/option>/g, ''), '提交揭榜书')
    }
    const verified = await (await app.as('officer')).api('POST', '/staff/audit/verification', {})
    t.same(verified.json(), { intact: true })
  })

  t.test('drafts are not mentioned before they are handed in', async (t) => {
    await course.drafted('0003')
    await app.settle()
    t.equal(JSON.stringify(await readAll(app)), before)
  })

  t.test('the opening shows that need’s bids, and no other’s', async (t) => {
    await course.bidFor('0002', 'researcher')
    await app.services.needs.decide('0002', (need) => ({ ok: true, value: { ...need, revision: need.revision + 1, content: { ...need.content, deadline: new Date(app.clock.now().getTime() + days(90)) }, due: null } }))
    await course.opened('0001')
    await app.settle()
    const items = await readAll(app)
    const bids = items.filter((one) => one.source === 'bids').map((one) => `${one.type} ${one.subject}`).sort()
    t.same(bids, [
      'bid-drafted bid-0001-researcher', 'bid-drafted bid-0001-rivalResearcher', 'bid-opened bid-0001-researcher',
      'bid-submitted bid-0001-researcher', 'bid-submitted bid-0001-rivalResearcher', 'bid-withdrawn bid-0001-rivalResearcher',
    ])
  })

  t.test('pages, filters and names, in both languages', async (t) => {
    const officer = await app.as('officer')
    const page = await officer.get('/staff/audit?subject=0001&type=need-published')
    t.equal(page.statusCode, 200)
    t.match(page.body, '发榜')
    t.match(page.body, '曹平')
    t.match(page.body, 'NT-2026-0001')
    t.equal((await officer.get('/staff/audit?lang=en')).statusCode, 200)
    t.equal((await officer.submit('/staff/audit/verification', {}, { page: '/staff/audit' })).statusCode, 303)
    for (const who of ['owner', 'researcher', 'reviewer', 'stranger'] as const) {
      t.equal((await (await app.as(who)).get('/staff/audit')).statusCode, 404, who)
      t.equal((await (await app.as(who)).api('GET', '/audit')).statusCode, 404, who)
    }
    t.equal((await app.anonymous.api('GET', '/audit')).statusCode, 401)
  })

  t.test('what is handed over twice is written once', async (t) => {
    const rows = app.services.connection.collection('audit')
    const before = await rows.find().sort({ _id: 1 }).toArray()
    const follower = createAuditFollower(app.services)
    for (const entry of (await app.services.journal.after(0, 1000)).slice(-5)) await follower.handle(entry)
    t.same(await rows.find().sort({ _id: 1 }).toArray(), before)
    t.same((await verifyLog(app.services)).faults, [])
  })

  t.test('what somebody changes in the database is found, at its place', async (t) => {
    const rows = app.services.connection.collection<{ _id: string; by: string; type: string; place: number | null }>('audit')
    const faults = async () => (await verifyLog(app.services)).faults
    for (const filter of [{ place: { $gte: 0 }, type: 'need-published' }, { place: null, type: 'bids-opened' }]) {
      const row = await rows.findOne(filter)
      t.ok(row, 'one that is signed, and one that waits for the next head')
      if (!row) return
      await rows.updateOne({ _id: row._id }, { $set: { by: CAST.stranger } })
      t.match(await faults(), [{ kind: 'altered' }])
      const officer = await app.as('officer')
      t.match((await officer.api('POST', '/staff/audit/verification', {})).json(), { code: 'trail-broken', status: 409 })
      t.equal((await officer.submit('/staff/audit/verification', {}, { page: '/staff/audit' })).statusCode, 409)
      await rows.updateOne({ _id: row._id }, { $set: { by: row.by } })
      await rows.deleteOne({ _id: row._id })
      t.match((await faults())[0], { kind: 'missing' })
      await rows.insertOne(row)
      t.same(await faults(), [])
    }
  })
})
