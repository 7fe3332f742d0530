import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CAST, actorOf } from '../../seed/demo/people.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'
import { createDueChore } from '../../server/clockwork/due-chore.ts'
import { readConfig } from '../../server/config.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import type { Actor } from '../../server/kernel/actor.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { EMPTY_BID } from '../../server/modules/bids/bid.ts'
import { beginBid, changeBid } from '../../server/modules/bids/bid-decisions.ts'
import { draftNeed, submitNeed } from '../../server/modules/competition/draft.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { publishNeed } from '../../server/modules/competition/publication.ts'
import { approveNeed } from '../../server/modules/competition/review.ts'
import { loadRegion } from '../../server/region.ts'
import { createServices, type Services } from '../../server/services.ts'
import { buildIndexes, openDatabase } from '../../server/store/database.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

const START = new Date('2026-11-23T01:00:00Z')
const DEADLINE = new Date('2026-12-20T16:00:00Z')
/** Hand-ins come from this long before the deadline until this long after it, in milliseconds. */
const AROUND = 50
const BIDDERS = 100

interface Sent { at: number; outcome: Outcome<unknown, string> | undefined; bid: string }

/** Deterministic: the same seed sends the same hand-ins at the same moments. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Thousands of hand-ins around one deadline, on two sets of services that share a database as two processes do, while
 * the clock closes the needs. Each is one that was drafted before. A fault: one accepted that came late, one refused that
 * came in time, one accepted that is not among the receipts of the closing, or the other way round.
 */
export async function run({ seed, bids = 10_000 }: CampaignOptions & { bids?: number }): Promise<CampaignReport> {
  const folder = await mkdtemp(join(tmpdir(), 'jiebang-deadline-'))
  const store = await startEmbeddedMongo({ dataDir: join(folder, 'store') })
  const config = readConfig({ JWT_SECRET: 'only this campaign', LOG_LEVEL: 'silent', DEMO: '1', DATA_DIR: folder })
  const clock = new MovableClock(START)
  const [one, two] = [await openDatabase(store.uri, 'deadline'), await openDatabase(store.uri, 'deadline')]
  try {
    const processes = [createServices(one, { clock, config }), createServices(two, { clock, config })] as const
    await Promise.all([buildIndexes(one), buildIndexes(two)])
    return await play({ processes, clock, seed, bids })
  } finally {
    await Promise.all([one.close(), two.close()])
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Play { processes: readonly [Services, Services]; clock: MovableClock; seed: number; bids: number }

async function play({ processes, clock, seed, bids }: Play): Promise<CampaignReport> {
  const [services] = processes
  await loadRegion(services)
  const needs = await Promise.all(Array.from({ length: Math.ceil(bids / BIDDERS) }, (_, i) => openNeed(services, `need-${i}`)))
  const drafts = await draftAll(processes, needs, bids)
  const sent = await rush({ processes, clock, seed, bids }, drafts)
  return reportOf(services, needs, sent)
}

async function openNeed(services: Services, id: string): Promise<Need> {
  const content = { ...contentOf(), deadline: DEADLINE }
  const owner = actorOf(CAST.owner)
  const officer = actorOf(CAST.officer)
  const drafted = must(draftNeed({ id, number: id }, content, owner, START))
  const submitted = must(submitNeed(drafted, owner, START))
  const approved = must(approveNeed(submitted, POLICY, null, officer, START))
  const published = must(publishNeed(approved, POLICY, officer, START))
  await services.needs.insert(published)
  return published
}

const contentOf = (): Need['content'] => ({
  title: '期限', summary: '在截止前后提交', background: '背景', indicators: [{ name: '误差', comparator: 'at-most', value: '5', unit: '%' }], constraints: '无',
  trlNow: 3, trlWanted: 6, funding: { kind: 'budget', amount: 1_000_000 }, ipTerms: 'shared', bidderConditions: '无', deadline: null, park: null,
  tracks: ['deep-sea-equipment'], keywords: ['期限'], annex: '', criteria: [{ id: 'c1', name: '路线', weight: 100 }], attachments: [],
})

const CONTENT = { ...EMPTY_BID, route: '路线', plan: '计划', team: '团队', cost: 900_000, noConflict: true, milestones: [{ title: '样机', month: 6, share: 100 }] }
const bidder = (i: number): Actor => ({ id: `person-${i}`, organisation: `organisation-${i}`, kind: 'university', roles: ['researcher'], verified: true })

interface Draft { id: string; revision: number; actor: Actor }

async function draftAll(processes: Play['processes'], needs: readonly Need[], count: number): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (let i = 0; i < count; i += needs.length) {
    const round = needs.slice(0, count - i).map(async (need, j) => {
      const actor = bidder(i + j)
      const bid = must(await beginBid(processes[0], need.id, CONTENT, false, { actor, now: START }) ?? { ok: false, refusal: 'nothing' })
      return { id: bid.id, revision: bid.revision, actor }
    })
    drafts.push(...await Promise.all(round))
  }
  return drafts
}

/** One millisecond after the other: those who send in it do so at once, and once it is over the next one closes. */
async function rush({ processes, clock, seed, bids }: Play, drafts: readonly Draft[]): Promise<Sent[]> {
  const random = randomFrom(seed)
  const moments = drafts.map((draft) => ({ draft, at: Math.floor((random() * 2 - 1) * AROUND), services: processes[random() < 0.5 ? 0 : 1] }))
  const underWay: Promise<Sent>[] = []
  const chore = createDueChore({ ...processes[1], log: { error: () => undefined } })
  const closing: Promise<number>[] = []
  for (let at = -AROUND; at <= AROUND; at += 1) {
    clock.set(new Date(DEADLINE.getTime() + at))
    for (const one of moments.filter((moment) => moment.at === at)) underWay.push(send(one.services, one.draft, clock.now()))
    // Those of the other process have reached the database, as they have after the patience of a closing.
    if (at === 0) await ticketsWritten(processes[0], underWay)
    if (at >= 0 && at % 10 === 0) closing.push(chore.run(() => true))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const sent = await Promise.all(underWay)
  await Promise.all(closing)
  while ((await chore.run(() => true)) > 0);
  if (sent.length !== bids) throw new Error(`${sent.length} of ${bids} were sent`)
  return sent
}

/** A ticket taken now comes after every ticket asked for before it. */
async function ticketsWritten({ intake }: Services, underWay: readonly Promise<Sent>[]): Promise<void> {
  await Promise.race([intake.during(() => Promise.resolve()), Promise.all(underWay)])
}

async function send(services: Services, { id, revision, actor }: Draft, now: Date): Promise<Sent> {
  const outcome = await services.intake.during(() => changeBid(services, id, { revision, content: undefined, handIn: true }, { actor, now }))
  return { at: now.getTime() - DEADLINE.getTime(), outcome, bid: id }
}

async function reportOf(services: Services, needs: readonly Need[], sent: readonly Sent[]): Promise<CampaignReport> {
  const accepted = sent.filter((one) => one.outcome?.ok)
  const late = accepted.filter((one) => one.at >= 0)
  const lost = sent.filter((one) => !one.outcome?.ok && one.at < 0)
  const counted = new Set<string>()
  for (const { id } of needs) {
    const need = await services.needs.find(id)
    const facts = need && (await services.sealedFacts(need))
    if (need?.status !== 'closed' || need.receiptsRoot !== facts?.receiptsRoot) lost.push({ at: 0, outcome: undefined, bid: id })
    for (const bid of (await services.bids.ofNeed(id)).filter((one) => facts?.receipts.includes(one.receipt?.hash ?? ''))) counted.add(bid.id)
  }
  const uncounted = accepted.filter((one) => !counted.has(one.bid))
  const figures = {
    'hand-ins': sent.length, needs: needs.length, 'in time': sent.filter((one) => one.at < 0).length, accepted: accepted.length, counted: counted.size,
    'late and accepted': late.length, 'in time and refused': lost.length, 'accepted and not counted': uncounted.length,
  }
  const faults = [...late.map((one) => `late by ${one.at} ms: ${one.bid}`), ...lost.map((one) => `refused at ${one.at} ms: ${one.bid}`), ...uncounted.map((one) => `not counted: ${one.bid}`)]
  return { figures, faults: counted.size === accepted.length ? faults : [...faults, `${counted.size} counted, ${accepted.length} accepted`] }
}

function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(outcome.refusal)
  return outcome.value
}
