import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import fc from 'fast-check'
import type { LightMyRequestResponse, RouteOptions } from 'fastify'
import { stringify } from 'qs'
import { actorOf, CAST, type Part } from '../../seed/demo/people.ts'
import { mayEnter } from '../../server/http/access.ts'
import { ONE_OF_EACH } from './leak-probe.ts'
import { NASTY_JSON, nastyValue } from './nasty-values.ts'
import { addressesOf } from './samples.ts'
import type { FullScene } from './scene.ts'
import { bodyFor, seldom } from './schema-values.ts'

interface Input { route: RouteOptions; who: Part | null; url: string; query: unknown; body: unknown; raw: string | undefined }
export interface FuzzReport { requests: number; accepted: number; faults: string[]; bypasses: string[]; statuses: Record<string, number> }

/** Ends sessions, so that everything after it would be asked by a stranger. */
const ENDS_SESSIONS = /sign-out|sessions\/current|people\/me\/password|deactivation|people\/:id\/roles/
const strict = formats.default(new Ajv({ allErrors: true, useDefaults: true, strict: false }))
const validators = new Map<unknown, ValidateFunction>()

/** So many generated requests over every route, as every role; the same seed asks the same. */
export async function fuzzInputs(scene: FullScene, { seed, requests, ms = Infinity }: { seed: number; requests: number; ms?: number }): Promise<FuzzReport> {
  const report: FuzzReport = { requests: 0, accepted: 0, faults: [], bypasses: [], statuses: {} }
  const sender = await senderFor(scene)
  const until = performance.now() + ms
  for (const input of fc.sample(inputs(scene), { numRuns: requests, seed })) {
    if (performance.now() > until) break
    judge(input, await sender(input), report)
  }
  if ('polluted' in {}) report.bypasses.push('a prototype was changed')
  return report
}

function inputs(scene: FullScene): fc.Arbitrary<Input> {
  const routes = scene.routes.filter(({ method, url }) => !String(method).includes('HEAD') && !url.includes('*') && !ENDS_SESSIONS.test(url))
  const [resources, pages] = [routes.filter(({ config }) => config?.kind === 'api'), routes.filter(({ config }) => config?.kind !== 'api')]
  const route = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...resources) }, { weight: 1, arbitrary: fc.constantFrom(...pages) })
  return route.chain((route) => fc.record({
    route: fc.constant(route), who: senderOf(route), url: addressFor(route, scene),
    query: route.schema?.querystring ? bodyFor(route.schema.querystring) : fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: nastyValue }),
    body: route.method === 'GET' ? fc.constant(undefined) : bodyFor((route.schema?.body ?? {}) as object),
    raw: route.method === 'GET' ? fc.constant(undefined) : seldom(fc.constantFrom(...NASTY_JSON)),
  }))
}

/** Mostly somebody whom the route is for: what others send goes no further than the door. */
function senderOf({ config }: RouteOptions): fc.Arbitrary<Part | null> {
  const wanted = ONE_OF_EACH.filter((who) => mayEnter(config?.access ?? 'anyone', who ? actorOf(CAST[who]) : null))
  return fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...ONE_OF_EACH) }, { weight: 2, arbitrary: fc.constantFrom(...(wanted.length > 0 ? wanted : ONE_OF_EACH)) })
}

function addressFor(route: RouteOptions, scene: FullScene): fc.Arbitrary<string> {
  const known = fc.constantFrom(...addressesOf(route, scene.places).map((url) => url.split('?')[0] ?? ''))
  const odd = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 90 }), fc.constantFrom('$ne', '__proto__', '..', 'x'.repeat(3000), '0', '\0')).map((id) =>
    route.url.replaceAll(/:\w+/g, encodeURIComponent(Buffer.from(id, 'utf8').toString('utf8')) || 'x'))
  return route.url.includes(':') ? fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: odd }) : known
}

type Sender = (input: Input) => Promise<LightMyRequestResponse>

async function senderFor(scene: FullScene): Promise<Sender> {
  const tokens = new Map<Part | null, string | undefined>()
  for (const who of ONE_OF_EACH) tokens.set(who, await scene.tokenOf(who))
  const page = await scene.http.inject({ url: '/sign-in' } as never) as unknown as LightMyRequestResponse
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const secret = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]))
  return async ({ route, who, url, query, body, raw }) => {
    const token = tokens.get(who)
    const asked = stringify(query) ? `${url}?${stringify(query)}` : url
    const common = { method: String(route.method), url: asked }
    if (route.config?.kind === 'api') {
      const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      return await scene.http.inject({ ...common, headers, ...(body === undefined ? {} : { payload: raw ?? JSON.stringify(body) ?? '' }) } as never) as unknown as LightMyRequestResponse
    }
    const cookies = { ...secret, ...(token ? { jiebang: token } : {}) }
    const headers = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const payload = body === undefined ? {} : { payload: `_csrf=${encodeURIComponent(csrf)}&${raw ?? stringify(body)}` }
    return await scene.http.inject({ ...common, cookies, headers, ...payload } as never) as unknown as LightMyRequestResponse
  }
}

function judge({ route, who, url, query, body, raw }: Input, response: LightMyRequestResponse, report: FuzzReport): void {
  const { statusCode } = response
  const said = (): string => `${who} ${String(route.method)} ${url} ${JSON.stringify({ query, body: raw ?? body }).slice(0, 400)} → ${statusCode}`
  report.requests += 1
  report.statuses[statusCode] = (report.statuses[statusCode] ?? 0) + 1
  if (statusCode >= 500) report.faults.push(said())
  if (route.config?.kind !== 'api' || statusCode >= 300 || route.method === 'GET') return
  report.accepted += 1
  if (!fits(route.schema?.body, raw ?? JSON.stringify(body))) report.bypasses.push(said())
}

/** Whether JSON text is what the schema says, asked of a validator that was told nothing else. */
function fits(schema: unknown, text: string | undefined): boolean {
  if (schema === undefined || text === undefined) return true
  const check = validators.get(schema) ?? strict.compile(schema as object)
  validators.set(schema, check)
  // Our parser takes a mark of the byte order, as RFC 8259 allows; JSON.parse does not.
  return check(JSON.parse(text.replace(/^\uFEFF/, '')))
}
