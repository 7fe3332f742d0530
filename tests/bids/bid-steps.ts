import type { LightMyRequestResponse } from 'fastify'
import type { Part } from '../../seed/demo/people.ts'
import type { Bid } from '../../server/modules/bids/bid.ts'
import { publishedNeed } from '../needs/published-need.ts'
import type { TestApp } from '../support/app.ts'

/** A bid that may be handed in, as the API takes it. */
export function completeBid(changes: object = {}) {
  return {
    route: '以生物质硬碳前驱体两步脱灰', plan: '三个月小试，九个月中试', team: '课题组十二人，有软包中试线', cost: 1_200_000,
    milestones: [{ title: '小试样品', month: 3, share: 40 }, { title: '中试验收', month: 12, share: 60 }],
    achievements: [], noConflict: true, ...changes,
  }
}

/** The same as it is stored. */
export const writtenBid = () => ({ ...completeBid(), attachments: [] })

/** The same as a browser sends it: money in 万元, boxes as text. */
export function completeForm(changes: object = {}) {
  const { noConflict: _box, ...rest } = completeBid()
  return { ...rest, cost: '120', noConflict: 'yes', bid: 'new', revision: '0', intent: 'save', ...changes }
}

const DAY = 86_400_000

/** A need open for bids for twenty days from now on the test's clock. */
export const freshNeed = (app: TestApp, changes: object = {}): Promise<string> =>
  publishedNeed(app, { deadline: new Date(app.clock.now().getTime() + 20 * DAY).toISOString(), ...changes })

/** Begins a bid and hands it in; answers its id. */
export async function handIn(app: TestApp, need: string, who: Part, changes: object = {}): Promise<string> {
  const client = await app.as(who)
  const bid = must(await client.api('POST', `/needs/${need}/bids`, completeBid(changes)), 201)
  must(await client.api('POST', `/bids/${bid.id}/submission`, { revision: bid.revision }))
  return bid.id
}

/** A bid with its content, as its own people read it. */
export async function wholeBid(app: TestApp, id: string): Promise<Bid> {
  const facts = await app.services.bids.find(id)
  return await app.services.bids.own(id, facts?.organisation ?? '') as Bid
}

/** The deadline comes and the clock acts on it. */
export async function passDeadline(app: TestApp, need: string): Promise<void> {
  const found = await app.services.needs.find(need)
  app.clock.set(found?.content.deadline as Date)
  await app.settle()
}

/** Staff and issuer open what was handed in. */
export async function openBids(app: TestApp, need: string): Promise<void> {
  await passDeadline(app, need)
  for (const who of ['officer', 'owner'] as const) must(await (await app.as(who)).api('POST', `/needs/${need}/opening`))
  await app.settle()
}

export function must(response: LightMyRequestResponse, status = 200) {
  if (response.statusCode !== status) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json() as { id: string; revision: number }
}

export const codeOf = (response: LightMyRequestResponse): string => (response.json() as { code: string }).code
