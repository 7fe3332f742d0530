import type { LightMyRequestResponse } from 'fastify'
import { CAST, type Part } from '../../seed/demo/people.ts'
import { heardIn } from './canaries.ts'
import { addressesOf } from './samples.ts'
import type { FullScene } from './scene.ts'
import { type Facts, knownValues, readerOf, VALUES, WHO_MAY_SEE } from './who-may-see.ts'

/** Everybody in the cast, and a stranger without an account. */
export const EVERYBODY: readonly (Part | null)[] = [null, ...(Object.keys(CAST) as Part[])]
/** One of each role and standing. */
export const ONE_OF_EACH: readonly (Part | null)[] = [
  null, 'owner', 'manager', 'rivalIssuer', 'stranger', 'unverifiedIssuer', 'researcher', 'rivalResearcher', 'thirdResearcher',
  'reviewer', 'secondReviewer', 'officer', 'administrator', 'auditor', 'parkManager',
]

export interface LeakReport { probes: number; hits: number; leaks: string[]; faults: string[]; routes: Set<string> }
/** Who asks, and for how many addresses of a page and of a resource; each reader starts somewhere else among them. */
export interface Extent { readers: readonly (Part | null)[]; pages: number; resources: number }
export const EVERYTHING: Extent = { readers: EVERYBODY, pages: Infinity, resources: Infinity }

interface Probe { who: Part | null; method: string; url: string; route: string; kind: string | undefined }

export async function readEverything(scene: FullScene, { readers, pages, resources }: Extent): Promise<LeakReport> {
  const routes = scene.routes.filter(({ method }) => String(method) === 'GET')
  return probeEach(scene, readers, (who, i) => routes.flatMap((route) => {
    const kind = route.config?.kind
    return window(addressesOf(route, scene.places), kind === 'api' ? resources : pages, i).map((url) => ({ who, method: 'GET', url, route: route.url, kind }))
  }))
}

/** What nobody may do in this way: a field that no schema knows. Forms carry a token, so that the rules behind it answer. */
export async function refuseEverything(scene: FullScene, readers: Extent['readers']): Promise<LeakReport> {
  const routes = scene.routes.filter(({ method }) => !['GET', 'HEAD', 'HEAD,GET'].includes(String(method)))
  return probeEach(scene, readers, (who, i) => routes.flatMap((route) =>
    window(addressesOf(route, scene.places), 1, i).map((url) => ({ who, method: String(route.method), url, route: route.url, kind: route.config?.kind }))))
}

const window = <T>(all: T[], most: number, i: number): T[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, at) => all[(i * most + at) % all.length] as T)

async function probeEach(scene: FullScene, readers: Extent['readers'], probesOf: (who: Part | null, i: number) => Probe[]): Promise<LeakReport> {
  const report: LeakReport = { probes: 0, hits: 0, leaks: [], faults: [], routes: new Set() }
  for (const [i, who] of readers.entries()) await ask(scene, who, probesOf(who, i), report)
  return report
}

async function ask(scene: FullScene, who: Part | null, probes: Probe[], report: LeakReport): Promise<void> {
  const [token, facts, values] = [await scene.tokenOf(who), await factsOf(scene), await knownValues(scene)]
  const cookies = await cookiesFor(scene, token)
  for (const probe of probes) {
    const response = await scene.http.inject(requestFor(probe, token, cookies) as never) as unknown as LightMyRequestResponse
    report.probes += 1
    report.routes.add(`${probe.method} ${probe.route}`)
    if (response.statusCode >= 500) report.faults.push(`${who} ${probe.method} ${probe.url}: ${response.statusCode}`)
    const said = `${JSON.stringify(response.headers)}\n${response.body}`
    report.hits += judge(said, who, `${probe.method} ${probe.url}`, facts, values, report.leaks)
  }
}

/** A browser's secret and the token that goes with it, from a page with a form that everybody may open. */
async function cookiesFor({ http }: FullScene, token: string | undefined): Promise<{ jar: Record<string, string>; csrf: string }> {
  const session: Record<string, string> = token ? { jiebang: token } : {}
  const page = await http.inject({ url: '/sign-in', cookies: session } as never) as unknown as LightMyRequestResponse
  const jar = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]))
  return { jar: { ...jar, ...session }, csrf: /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '' }
}

function requestFor({ method, url, kind }: Probe, token: string | undefined, { jar, csrf }: { jar: Record<string, string>; csrf: string }): object {
  const headers = token && kind === 'api' ? { authorization: `Bearer ${token}` } : {}
  if (method === 'GET') return { method, url, headers, cookies: kind === 'api' ? {} : jar }
  if (kind === 'api') return { method, url, headers, payload: { nobodyKnowsThisField: true } }
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method, url, headers: type, cookies: jar, payload: `_csrf=${encodeURIComponent(csrf)}&nobodyKnowsThisField=1` }
}

export async function factsOf({ services, places }: FullScene): Promise<Facts> {
  const [needs, bids] = await Promise.all([services.needs.list({}), services.bids.all()])
  const newest = <T extends { id: string }>(all: T[], known: string): string => all.find(({ id }) => !id.startsWith(known))?.id ?? ''
  return {
    needs: new Map(needs.map((need) => [need.id, need])), bids: new Map(bids.map((bid) => [bid.id, bid])),
    newDraft: newest(needs, 'need-'), newBid: newest(bids.filter(({ id }) => places.bids.includes(id)), 'bid-'),
  }
}

/** Everything that can be heard in an answer, and whether this reader may. */
export function judge(said: string, who: Part | null, where: string, facts: Facts, values: Map<string, { field: string; id: string }>, leaks: string[]): number {
  const found = [...heardIn(said), ...[...said.matchAll(VALUES)].flatMap(([value]) => values.get(value) ?? [])]
  for (const { field, id } of found) {
    const rule = WHO_MAY_SEE[field]
    if (!rule) leaks.push(`${field} has no line in WHO_MAY_SEE`)
    else if (!rule(id, readerOf(who), facts)) leaks.push(`${who ?? 'nobody'} reads ${field} of ${id} at ${where}`)
  }
  return found.length
}
