import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Bid } from '../../server/modules/bids/bid.ts'
import { BIDS } from '../../seed/demo/bids.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { actorOf, CAST, PEOPLE } from '../../seed/demo/people.ts'
import { demoAccounts, loadDemo } from '../../server/demo/demo-loader.ts'
import { provePassword } from '../../server/modules/accounts/sign-in.ts'
import { isInList, type ListProof } from '../../server/modules/bids/closing-list.ts'
import { matchesReceipt } from '../../server/modules/bids/receipt.ts'
import { NEED_STATUSES, PUBLIC_STATUSES } from '../../server/modules/competition/need.ts'
import { rejectNeed } from '../../server/modules/competition/review.ts'
import { viewNeed } from '../../server/modules/competition/need-view.ts'
import { clientFor } from '../support/client.ts'
import { emptyApp, everything, NOW } from './demo-store.ts'

const BROWSER = { address: '127.0.0.1', deviceCookie: undefined, userAgent: '' }

/** Of the process's own time, which a machine busy with other tests does not stretch. */
const PATIENCE_MS = 3000

t.test('an empty store is filled with a market worth looking at', async (t) => {
  const app = await emptyApp(t)
  const { services } = app
  const [started, worked] = [performance.now(), process.cpuUsage()]
  t.same(await loadDemo(services, NOW), { loaded: true })
  const { user, system } = process.cpuUsage(worked)
  const [took, work] = [performance.now() - started, (user + system) / 1000].map(Math.round) as [number, number]
  t.comment(`loaded in ${took} ms, ${work} ms of them at work`)
  t.ok(work < PATIENCE_MS, `${work} ms`)
  const needs = await services.needs.list({})
  const bids = await Promise.all((await services.bids.all()).map(async (one) => await services.bids.own(one.id, one.organisation) as Bid))
  const before = await everything(app)

  t.test('each need is in its state, and each state has a need', async (t) => {
    t.same(Object.fromEntries(needs.map((need) => [need.id, need.status])), Object.fromEntries(NEEDS.map((need) => [need.id, need.stage])))
    t.same(NEED_STATUSES.filter((status) => !needs.some((need) => need.status === status)), [])
    t.same(needs.filter((need) => need.due && need.due.at <= NOW).map((need) => need.id), [], 'nothing is overdue')
  })

  t.test('numbers are given in order, and the next need gets the next', async (t) => {
    t.same(needs.map((need) => need.number).sort(), NEEDS.map((_, i) => `NT-2026-${String(i + 1).padStart(4, '0')}`))
    t.equal(await services.needs.nextNumber(2026), `NT-2026-${String(NEEDS.length + 1).padStart(4, '0')}`)
  })

  t.test('bids stand where their need stands, with receipts that hold', async (t) => {
    t.equal(bids.length, BIDS.length)
    for (const bid of bids) {
      const need = needs.find((one) => one.id === bid.need)
      if (bid.receipt) t.ok(matchesReceipt({ need: bid.need, needVersion: bid.receipt.needVersion, content: bid.content }, bid.receipt), bid.id)
      if (bid.id === need?.award?.winner && need.status !== 'proposed') t.equal(bid.status, 'won', bid.id)
      if (need?.status === 'published') t.ok(['draft', 'submitted', 'withdrawn'].includes(bid.status), bid.id)
    }
    const salts = bids.flatMap((bid) => bid.receipt?.salt ?? [])
    t.equal(new Set(salts).size, salts.length)
    for (const need of needs.filter((one) => one.minutes)) {
      t.same(need.minutes?.receipts, bids.filter((bid) => bid.need === need.id).flatMap((bid) => bid.receipt?.hash ?? []).sort(), need.id)
    }
  })

  t.test('whoever holds a receipt can prove that it was in the list of the closing', async (t) => {
    const past = needs.filter((one) => ['closed', 'evaluating', 'proposed', 'publicised', 'contracting', 'executing'].includes(one.status))
    t.ok(past.length > 5)
    for (const need of past) {
      t.match(need.receiptsRoot, /^[0-9a-f]{64}$/, need.id)
      t.equal(need.events.find(({ type }) => type === 'need-closed')?.data['receiptsRoot'], need.receiptsRoot, 'published at the closing')
      for (const hash of bids.filter((bid) => bid.need === need.id && !['draft', 'withdrawn'].includes(bid.status)).flatMap(({ receipt }) => receipt?.hash ?? [])) {
        const proof = (await app.http.inject(`/api/v1/needs/${need.id}/receipts/${hash}`)).json<ListProof>()
        t.ok(proof.root === need.receiptsRoot && isInList(hash, proof), `${need.id}: ${hash.slice(0, 8)}`)
      }
      t.equal((await app.http.inject(`/api/v1/needs/${need.id}/receipts`)).statusCode, need.minutes ? 200 : 404, `${need.id}: the whole list from the opening on`)
    }
  })

  t.test('the ranking is the one the score sheets give', async (t) => {
    for (const need of needs.filter((one) => one.award)) {
      t.match(need.award?.ranking, await services.rankingFor(need), need.id)
    }
  })

  t.test('the printed password signs everybody in, and lies in the data folder for its owner only', async (t) => {
    const accounts = demoAccounts(app.folder)
    t.equal(new Set(accounts.map((one) => one.password)).size, 1)
    for (const { email, password } of [accounts[0], accounts.at(-1)] as typeof accounts) {
      t.ok((await provePassword(services, email, password, BROWSER, () => undefined)).ok, email)
    }
    t.equal(statSync(join(app.folder, 'demo-password')).mode & 0o777, 0o600)
    t.match(accounts[0], { part: 'owner', roles: ['issuer'], organisation: /（演示）$/ })
  })

  t.test('strangers see what is public, staff what was handed in, issuers their own', async (t) => {
    const page = async (person: string | null) => {
      const token = person && app.http.jwt.sign({ sid: (await services.sessions.start(person, NOW, new Date('2099-01-01'))).id })
      return clientFor(app.http, token ?? undefined)
    }
    const [anonymous, officer] = [await page(null), await page(CAST.officer)]
    for (const need of needs) {
      const open = PUBLIC_STATUSES.includes(need.status) || need.status === 'withdrawn'
      t.equal((await anonymous.get(`/needs/${need.id}`)).statusCode, open ? 200 : 404, `${need.id} to a stranger`)
      t.equal((await officer.get(`/needs/${need.id}`)).statusCode, need.status === 'draft' ? 404 : 200, `${need.id} to staff`)
      t.ok(viewNeed(need, actorOf(NEEDS.find((one) => one.id === need.id)?.issuer ?? '')), `${need.id} to its issuer`)
    }
  })

  t.test('a second start loads nothing and changes nothing', async (t) => {
    t.same(await loadDemo(services, new Date(NOW.getTime() + 86_400_000)), { loaded: false })
    const after = await everything(app)
    t.same({ ...after, counters: [] }, { ...before, counters: [] })
  })

  t.test('a lost password file is replaced by a new one that works', async (t) => {
    writeFileSync(join(app.folder, 'demo-password'), 'abcd-efgh-jkmn', { mode: 0o600 })
    await loadDemo(services, NOW)
    t.ok((await provePassword(services, 'cao.ping@bureau.example', 'abcd-efgh-jkmn', BROWSER, () => undefined)).ok)
    t.equal(readFileSync(join(app.folder, 'demo-password'), 'utf8'), 'abcd-efgh-jkmn')
  })
})

t.test('history is told whole', async (t) => {
  const app = await emptyApp(t)
  const { services } = app
  await loadDemo(services, NOW)
  const needs = await services.needs.list({})
  const events = [...needs, ...(await services.bids.all())].flatMap((one) => one.events)
  await app.background.settle()
  const entries = await services.journal.after(0, 10_000)

  t.test('every event of every need and bid reaches the journal, in its order', async (t) => {
    const told = new Map(entries.map((entry) => [entry.id, entry]))
    t.same(events.filter((event) => !told.has(event.id)).map((event) => event.id), [])
    for (const need of needs) {
      t.same((await services.journal.about(need.id)).map((entry) => entry.type), need.events.map((event) => event.type), need.id)
    }
    const times = entries.filter((entry) => entry.at <= NOW).map((entry) => entry.at.getTime())
    t.same(times, [...times].sort((a, b) => a - b), 'causes before effects')
    t.same((await services.needs.list({})).flatMap((need) => need.events), [], 'and leaves the needs')
  })

  t.test('organisations, teams, achievements and verdicts have a history too', async (t) => {
    const sources = new Set(entries.map((entry) => entry.source))
    for (const source of ['organisations', 'teams', 'achievements', 'verdicts']) t.ok(sources.has(source), source)
    t.equal(entries.filter((entry) => entry.type === 'organisation-verified').length, ORGANISATIONS.filter((one) => one.verification === 'verified').length)
  })

  t.test('the follower of bids finds nothing left to do', async (t) => {
    t.same(entries.filter((entry) => entry.source === 'bids' && entry.by === 'clock' && !events.some((event) => event.id === entry.id)), [])
  })

  const mailed = () => services.connection.collection('outbox').find({ template: 'notice' }).toArray()

  t.test('those concerned find it in their inbox, and are not mailed about it', async (t) => {
    t.ok((await services.notices.of(CAST.owner, 50)).length > 0)
    t.same((await mailed()).map((row) => row._id), [])
  })

  t.test('what happens from now on is mailed as ever', async (t) => {
    const need = needs.find((one) => one.status === 'submitted')
    app.clock.advance(60_000)
    const now = app.clock.now()
    await services.needs.decide(need?.id ?? '', (one) => rejectNeed(one, '无法核验', actorOf(CAST.officer), now))
    await app.background.settle()
    t.match(await mailed(), [{ to: need?.createdBy }])
  })
})

t.test('a load that is interrupted is completed by the next start', async (t) => {
  const marker = { _id: 'demonstration' as never, startedAt: NOW, seed: 'the same for all of them', complete: false }
  const whole = await emptyApp(t)
  await whole.services.connection.collection('demo').insertOne({ ...marker })
  await loadDemo(whole.services, NOW)
  const expected = await everything(whole)

  for (const writes of [0, 33, 80, 140, 180, 230]) {
    t.test(`after ${writes} writes`, async (t) => {
      const app = await emptyApp(t)
      await app.services.connection.collection('demo').insertOne({ ...marker })
      await t.rejects(loadDemo(dyingAfter(writes, app.services), NOW), { message: 'killed' })
      t.same(await loadDemo(app.services, new Date(NOW.getTime() + 3_600_000)), { loaded: true })
      t.same(await everything(app), expected)
    })
  }
})

/** The same services, whose process dies after so many writes. */
function dyingAfter<S extends object>(writes: number, services: S): S {
  let left = writes
  const dying = Object.entries(services).map(([name, part]) => [name, isStore(part) ? { ...part, insert: write(part) } : part])
  function write({ insert }: Insertable) {
    return async (one: unknown) => {
      if (left-- <= 0) throw new Error('killed')
      return insert(one)
    }
  }
  return Object.fromEntries(dying) as S
}
interface Insertable { insert(one: unknown): Promise<unknown> }
const isStore = (part: unknown): part is Insertable => typeof part === 'object' && part !== null && 'insert' in part

t.test('what is not an empty store in demo mode is left alone', async (t) => {
  const off = await emptyApp(t, { DEMO: '0' })
  t.same(await loadDemo(off.services, NOW), { loaded: false })
  t.equal(await off.services.needs.count({}), 0)

  const used = await emptyApp(t)
  await used.services.people.insert({ ...(PEOPLE[0] as (typeof PEOPLE)[0]), id: 'somebody', passwordHash: '', demo: false, revision: 0, events: [] })
  t.same(await loadDemo(used.services, NOW), { loaded: false })
  t.equal(await used.services.organisations.count({}), 0)

  const production = { ...used.services, config: { ...used.services.config, production: true } }
  t.same(await loadDemo(production, NOW), { loaded: false })
})
