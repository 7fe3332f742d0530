import t from 'tap'
import { CLOCK } from '../../server/kernel/actor.ts'
import { createBidFollower } from '../../server/modules/bids/bid-follower.ts'
import type { BidStatus } from '../../server/modules/bids/bid.ts'
import type { Award, Need, NeedStatus } from '../../server/modules/competition/need.ts'
import { startApp } from '../support/app.ts'
import { breaksOnPurpose } from '../support/store.ts'
import { freshNeed, handIn, openBids } from './bid-steps.ts'

const app = await startApp(t)
breaksOnPurpose(app.services.connection, 'needs are put into states by hand')
const follower = createBidFollower(app.services)

async function statuses(ids: readonly string[]): Promise<(BidStatus | undefined)[]> {
  return Promise.all(ids.map(async (id) => (await app.services.bids.find(id))?.status))
}

/** The whole journal again, as after a restart that lost its place. */
async function repeatJournal(): Promise<void> {
  for (const entry of await app.services.journal.after(0, 10_000)) await follower.handle(entry)
}

/** Puts the need into a state by hand: how it gets there is tested elsewhere. */
async function putNeed(id: string, status: NeedStatus, award: Partial<Award> | null): Promise<void> {
  const need = await app.services.needs.find(id) as Need
  const whole = award && { ranking: [], winner: '', winnerOrganisation: '', reason: '', proposedBy: '', confirmedBy: '', publicityEnds: null, declined: [], ...award }
  await app.services.needs.save(need, { ...need, revision: need.revision + 1, status, award: whole })
  const entry = { id: 'x', seq: 1, source: 'needs', subject: id, type: 'award-confirmed', at: app.clock.now(), by: CLOCK.id, data: {} }
  await follower.handle(entry)
}

t.test('bids follow their need through award, refusal and return', async (t) => {
  const need = await freshNeed(app)
  const bids = [await handIn(app, need, 'researcher'), await handIn(app, need, 'rivalResearcher'), await handIn(app, need, 'thirdResearcher')]
  const [a, b, c] = bids as [string, string, string]
  await openBids(app, need)
  t.same(await statuses(bids), ['opened', 'opened', 'opened'])
  const ranking = [a, b, c].map((bid, i) => ({ bid, organisation: `o${i}`, rank: i + 1, total: 90 - i * 20, feedback: `反馈${i}` }))

  await putNeed(need, 'proposed', { ranking, winner: a })
  t.same(await statuses(bids), ['opened', 'opened', 'opened'], 'a proposal is nobody’s business yet')
  const loser = async () => (await (await app.as('rivalResearcher')).api('GET', `/bids/${b}`)).json()
  t.equal((await loser()).feedback, undefined)

  await putNeed(need, 'publicised', { ranking, winner: a, publicityEnds: app.clock.now() })
  t.same(await statuses(bids), ['won', 'runner-up', 'lost'], 'the third is below the threshold')
  t.same((await loser()).feedback, { text: '反馈1', total: 70, rank: 2 })

  await putNeed(need, 'publicised', { ranking, winner: b, declined: [a], publicityEnds: app.clock.now() })
  t.same(await statuses(bids), ['lost', 'won', 'lost'])
  await putNeed(need, 'evaluating', null)
  t.same(await statuses(bids), ['opened', 'opened', 'opened'], 'returned')
  t.equal((await loser()).feedback, undefined)
  await putNeed(need, 'failed', null)
  t.same(await statuses(bids), ['void', 'void', 'void'])
})

t.test('repeating the journal changes nothing', async (t) => {
  const need = await freshNeed(app)
  const bids = [await handIn(app, need, 'researcher'), await handIn(app, need, 'rivalResearcher')]
  await openBids(app, need)
  const before = await app.services.bids.ofNeed(need)
  t.same(before.map((bid) => bid.status), ['opened', 'opened'])
  await repeatJournal()
  await repeatJournal()
  t.same(await app.services.bids.ofNeed(need), before)
  t.equal(bids.length, before.length)
})

t.test('a need that is withdrawn makes its bids void, also one that was still being written', async (t) => {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  const found = await app.services.needs.find(need) as Need
  await app.services.needs.save(found, { ...found, revision: found.revision + 1, status: 'withdrawn', withdrawalRequest: null })
  const entry = { id: 'y', seq: 1, source: 'bids', subject: bid, type: 'bid-submitted', at: app.clock.now(), by: 'x', data: {} }
  await follower.handle(entry)
  t.equal((await app.services.bids.find(bid))?.status, 'void')
  t.equal((await (await app.as('owner')).get(`/bids/${bid}`)).statusCode, 404, 'and sealed for ever')
})
