import t from 'tap'
import type { Part } from '../../seed/demo/people.ts'
import { type Client } from '../support/client.ts'
import { startApp } from '../support/app.ts'
import { completeBid, freshNeed, handIn, must, openBids, passDeadline } from '../bids/bid-steps.ts'

// Thousands of pages: on a busy machine that takes its time.
t.setTimeout(300_000)
const app = await startApp(t)

/** Everybody but the bidder's own people; `null` is a stranger without an account. */
const OUTSIDE: readonly (Part | null)[] = [
  null, 'stranger', 'owner', 'officer', 'administrator', 'auditor', 'reviewer', 'rivalResearcher',
]
const CANARIES = {
  route: 'CANARYROUTE 金丝雀路线', plan: 'CANARYPLAN 金丝雀方案', team: 'CANARYTEAM', cost: 7_654_321,
  milestones: [{ title: 'CANARYMILESTONE', month: 5, share: 100 }],
}
const SECRET = /CANARY(?!-ANNEX)|金丝雀|7[,]?654[,]?321|765\.4321/

/** Counts of requests and lines of real time are not about bids. */
const RESTLESS = /^\/(?:metrics|healthz|readyz)/

/** One session each: a second one would show on the page of one's sessions. */
const clients = new Map(await Promise.all(OUTSIDE.map(async (who) => [who, who ? await app.as(who) : app.anonymous] as const)))

const ROUTES = app.routes.filter((route) => route.method === 'GET' && !route.url.includes('*') && !RESTLESS.test(route.url)).map((route) => route.url)

/** Every address there is, with these ids in its places, and the searches a curious reader would try. */
function addresses(ids: { need: string; bid: string; hash: string }): string[] {
  const fill = (url: string, id: string) => url.replaceAll(':id', id).replaceAll(/:hash/g, ids.hash).replaceAll(/:\w+/g, ids.need)
  const found = ROUTES.flatMap((url) => (url.includes(':') ? [fill(url, ids.need), fill(url, ids.bid)] : [url]))
  const searches = [`/receipts?hash=${ids.hash}`, '/needs?q=CANARYROUTE', '/search?q=CANARYROUTE', '/achievements?q=CANARYPLAN']
  return [...new Set([...found, ...searches])]
}

/** What differs between two needs, two sessions and two requests anyway. */
function normal(body: string, ids: Record<string, string>): string {
  const named = Object.entries(ids).reduce((text, [name, id]) => (id ? text.replaceAll(id, `<${name}>`) : text), body)
  return named
    .replaceAll(/name="_csrf" value="[^"]*"/g, '<csrf>').replaceAll(/NT-\d+-\d+/g, '<number>')
    .replaceAll(/nonce="[^"]*"|nonce-[^']+/g, '<nonce>').replaceAll(/req-\w+/g, '<request>')
}

/** A search page repeats what was asked; that is not an answer. */
async function read(who: Client, url: string): Promise<{ status: number; body: string }> {
  const response = url.startsWith('/api/v1') ? await who.api('GET', url.slice('/api/v1'.length)) : await who.get(url)
  const asked = /[?&]q=(\w+)/.exec(url)?.[1]
  return { status: response.statusCode, body: asked ? response.body.replaceAll(asked, '<asked>') : response.body }
}

type Snapshot = Map<string, { status: number; body: string }>

async function snapshot(ids: { need: string; bid: string; hash: string }): Promise<Snapshot> {
  const seen: Snapshot = new Map()
  for (const [who, reader] of clients) {
    for (const url of addresses(ids)) {
      const { status, body } = await read(reader, url)
      seen.set(`${who ?? 'nobody'} ${normal(url, ids)}`, { status, body: normal(body, ids) })
    }
  }
  return seen
}

t.test('nobody outside can tell a need with a sealed bid from one without', async (t) => {
  const need = await freshNeed(app)
  const before = await snapshot({ need, bid: 'bid-that-is-not', hash: 'b'.repeat(64) })
  const bid = await handIn(app, need, 'researcher', CANARIES)
  const draft = must(await (await app.as('thirdResearcher')).api('POST', `/needs/${need}/bids`, completeBid(CANARIES)), 201)
  await app.settle()
  const receipt = (await app.services.bids.find(bid))?.receipt
  const after = await snapshot({ need, bid, hash: receipt?.hash ?? '' })
  t.equal(after.size, before.size)
  for (const [probe, { status, body }] of after) {
    const was = before.get(probe)
    if (SECRET.test(body) || body.includes(draft.id) || body.includes(receipt?.salt ?? '')) t.fail(`${probe} says what is sealed`)
    if (was?.status !== status || was.body !== body) t.equal(body, was?.body, probe)
  }
  t.ok(after.size > 1000, `${after.size} probes`)
})

t.test('after the deadline nobody can tell one bid from three', async (t) => {
  const [one, three] = [await freshNeed(app), await freshNeed(app)]
  const ids = [await handIn(app, one, 'researcher', CANARIES), await handIn(app, three, 'researcher', CANARIES)]
  await handIn(app, three, 'rivalResearcher')
  await handIn(app, three, 'fifthResearcher', CANARIES)
  await passDeadline(app, one)
  t.equal((await app.services.needs.find(three))?.status, 'closed')
  let probes = 0
  // The root of the receipts differs for any two needs; it tells nothing to whoever holds no receipt.
  const roots = new Map(await Promise.all([one, three].map(async (need) => [need, (await app.services.needs.find(need))?.receiptsRoot ?? ''] as const)))
  for (const [who, reader] of [...clients].filter(([part]) => part !== 'rivalResearcher')) {
    for (const url of ROUTES.filter((route) => route.includes(':id'))) {
      const [a, b] = await Promise.all([one, three].map(async (need) => {
        const { status, body } = await read(reader, url.replaceAll(/:\w+/g, need))
        return { status, body: normal(body, { need, root: roots.get(need) ?? '' }) }
      }))
      probes += 1
      if (SECRET.test(a?.body ?? '')) t.fail(`${who} ${url} says what is sealed`)
      if (a?.status !== b?.status || a?.body !== b?.body) t.equal(b?.body, a?.body, `${who} ${url}`)
    }
    for (const bid of ids) t.equal((await read(reader, `/api/v1/bids/${bid}`)).status, who ? 404 : 401)
  }
  t.ok(probes > 200, `${probes} probes`)
})

t.test('after the opening too, rivals, strangers and those without a part in it see no content', async (t) => {
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher', CANARIES)
  await openBids(app, need)
  const hash = (await app.services.bids.find(bid))?.receipt?.hash ?? ''
  for (const [who, reader] of [...clients].filter(([part]) => part !== 'owner' && part !== 'officer')) {
    for (const url of addresses({ need, bid, hash })) {
      const { body } = await read(reader, url)
      if (SECRET.test(body)) t.fail(`${who ?? 'nobody'} ${url} says what is in a bid`)
    }
  }
  t.match((await (await app.as('owner')).get(`/bids/${bid}`)).body, 'CANARYROUTE', 'the probe finds it where it is shown')
})
