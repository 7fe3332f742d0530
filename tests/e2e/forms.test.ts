import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import type { Role } from '../../server/kernel/actor.ts'
import { type Client, clientFor } from '../support/client.ts'
import { type Demonstration, startDemonstration } from './browser.ts'
import { formsIn } from './forms.ts'

const FAR_AWAY = new Date('2099-01-01T00:00:00Z')
const SCRIPT = '<script>alert(1)</script>"\'>'
const EMOJI = '🧪🚀 试'

/** What nobody means to type, in every control of a form. */
const ABSURD: Record<string, unknown> = {
  nothing: '', markup: SCRIPT, emoji: EMOJI, 'a number too large': '-1e999', 'no end': '长'.repeat(30_000), group: { $ne: '', x: 'x' }, list: ['1', '2'],
}

t.setTimeout(300_000)
const app = await startDemonstration(t, { rateLimits: false })

t.test('every form, with what nobody means to type', async (t) => {
  const forms = await formsIn(app)
  const restore = await restorer(app)
  const routes = app.routes.filter(({ config }) => config?.kind === 'form').map(({ url }) => url)
  t.same(routes.filter((url) => !forms.has(url)), [], 'every form is sent here')
  for (const [route, form] of forms) {
    await t.test(route, async (t) => {
      const client = await clientOf(app, form.who)
      const controls = controlsOf((await client.get(form.page)).body, form.action)
      const send = async (values: object): Promise<LightMyRequestResponse> => {
        const response = await client.submit(form.action, { ...Object.fromEntries(controls.carried), ...values }, { page: form.page })
        if (response.statusCode === 303) await restore()
        return response
      }
      for (const [what, value] of Object.entries(ABSURD)) {
        const response = await send(Object.fromEntries(controls.names.map((name) => [name, value])))
        t.same(faultsOf(response, value === EMOJI && controls.typed.length > 0, form.action), [], what)
      }
      const stray = await send({ $where: '1', 'constructor[prototype][x]': '1', 'intent[x]': '1' })
      t.ok(stray.statusCode < 500, `unknown fields: ${stray.statusCode}`)
    })
  }
})

t.test('every action of the API, with bodies nobody means to send', async (t) => {
  const bodies: unknown[] = [undefined, {}, [], 'text', 7, null, { $where: '1' }, { id: { $ne: null } }, { title: SCRIPT, reason: 7, email: {}, reviewers: 'x', marks: {}, body: [] }]
  for (const { method, url, config } of app.routes) {
    if (config?.kind !== 'api' || ['GET', 'HEAD'].includes(String(method))) continue
    const token = await tokenOf(app, personFor(config.access))
    for (const body of bodies) {
      const response = await call(app, String(method), addressOf(url), body, token)
      t.same(problemsOf(response), [], `${String(method)} ${url} ${JSON.stringify(body)}`)
    }
    const broken = await app.http.inject({ method: method as 'POST', url: addressOf(url), payload: '{"a":', headers: { 'content-type': 'application/json', ...token } })
    t.same(problemsOf(broken), [], `${String(method)} ${url} broken JSON`)
  }
})

async function clientOf(app: Demonstration, who?: string): Promise<Client> {
  if (!who) return clientFor(app.http)
  const { id } = await app.services.sessions.start(who, app.clock.now(), FAR_AWAY)
  return clientFor(app.http, app.http.jwt.sign({ sid: id }))
}

async function tokenOf(app: Demonstration, who?: string): Promise<Record<string, string>> {
  if (!who) return {}
  const { id } = await app.services.sessions.start(who, app.clock.now(), FAR_AWAY)
  return { authorization: `Bearer ${app.http.jwt.sign({ sid: id })}` }
}

const KEPT = ['needs', 'bids', 'people', 'organisations', 'achievements', 'teams', 'parks', 'policy_notices', 'imports', 'verdicts'] as const

/** Sent forms do things; before the next one everything is as it was. */
async function restorer({ services: { connection } }: Demonstration): Promise<() => Promise<void>> {
  const kept = await Promise.all(KEPT.map(async (name) => ({ collection: connection.collection(name), documents: await connection.collection(name).find({}).toArray() })))
  return async () => {
    for (const { collection, documents } of kept) {
      await collection.deleteMany({})
      await collection.insertMany(documents)
    }
  }
}

interface Controls { names: string[]; typed: string[]; carried: [string, string][] }

/** Names of what can be filled in, which of it by typing, and what the form carries along, its first button included. */
function controlsOf(html: string, action: string): Controls {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/g)].find(([, to]) => to === action)?.[2] ?? ''
  const all = [...form.matchAll(/<(input|textarea|select|button)\b([^>]*)>/g)].map(([, tag = '', text = '']) => {
    const attribute = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? ''
    return { tag, name: attribute('name'), type: attribute('type'), value: attribute('value') }
  }).filter(({ name, type }) => name !== '' && name !== '_csrf' && name !== 'intent' && type !== 'file')
  const isCarried = ({ tag, type }: { tag: string; type: string }): boolean => tag === 'button' || type === 'hidden'
  const filled = all.filter((one) => !isCarried(one))
  return {
    names: [...new Set(filled.map(({ name }) => name.replace(/\[\]$/, '')))],
    typed: filled.filter(({ tag, type }) => tag === 'textarea' || (tag === 'input' && !['checkbox', 'radio', 'password'].includes(type))).map(({ name }) => name),
    carried: all.filter(isCarried).reverse().map(({ name, value }) => [name, value]),
  }
}

/** A refused form is a page with the input in it, escaped, and every sentence of blame tied to its control. */
function faultsOf(response: LightMyRequestResponse, isTyped: boolean, action: string): string[] {
  const { statusCode, body } = response
  if (statusCode === 303 || statusCode === 404 || (statusCode === 200 && !body.includes('error-summary'))) return []
  if (statusCode >= 500 || statusCode < 400) return [`answers ${statusCode}`]
  const faults = String(response.headers['content-type']).startsWith('text/html') ? [] : ['is no page']
  if (body.includes('<script>alert')) faults.push('lets markup through')
  if (statusCode === 422 && !body.includes('class="error-summary"')) faults.push('does not say what is wrong')
  const isThere = body.includes(`action="${action}"`)
  if (isThere && isTyped && !body.includes(EMOJI)) faults.push('loses what was typed')
  return isThere ? [...faults, ...untied(body)] : faults
}

function untied(html: string): string[] {
  const errors = [...html.matchAll(/class="field-error" id="([^"]+)"/g)].map(([, id]) => id ?? '')
  const described = [...html.matchAll(/aria-describedby="([^"]+)"/g)].flatMap(([, ids]) => (ids ?? '').split(' '))
  const targets = [...html.matchAll(/<li><a href="#([^"]+)">/g)].map(([, id]) => id ?? '')
  return [
    ...errors.filter((id) => !described.includes(id)).map((id) => `${id} belongs to no control`),
    ...targets.filter((id) => !html.includes(`id="${id}"`)).map((id) => `#${id} leads nowhere`),
  ]
}

function problemsOf({ statusCode, headers, body }: LightMyRequestResponse): string[] {
  if (statusCode < 400) return []
  if (statusCode >= 500) return [`answers ${statusCode}: ${body}`]
  if (!String(headers['content-type']).startsWith('application/problem+json')) return [`answers ${headers['content-type']}`]
  const problem = JSON.parse(body) as { code?: string; status?: number; title?: string }
  const isWhole = /^[a-z][a-z0-9-]+$/.test(problem.code ?? '') && problem.status === statusCode && problem.title
  return isWhole ? [] : [body]
}

function call(app: Demonstration, method: string, url: string, body: unknown, headers: Record<string, string>): Promise<LightMyRequestResponse> {
  const sent = body === undefined ? {} : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
  return app.http.inject({ method: method as 'POST', url, headers, ...sent } as never) as unknown as Promise<LightMyRequestResponse>
}

const BY_ROLE: Record<Role, string> = {
  issuer: 'person-lin-yue', researcher: 'person-gu-cheng', reviewer: 'person-hua-yan', officer: 'person-cao-ping', manager: 'person-shao-heng',
  administrator: 'person-jin-ce', auditor: 'person-du-di',
}
function personFor(access: unknown): string | undefined {
  if (access === 'anyone') return undefined
  return BY_ROLE[Array.isArray(access) ? (access[0] as Role) : 'issuer']
}

const IDS: Record<string, string> = {
  needs: 'need-antibacterial', bids: 'bid-mooring-jianghai', evaluations: 'need-methanol-supply', awards: 'need-landing-pad', contracts: 'need-gate-driver',
  'policy-notices': 'policy-vouchers',
  achievements: 'ach-rope-fatigue', teams: 'team-mooring', parks: 'haian-kfq', organisations: 'org-haiyue', people: 'person-lin-yue', policies: 'nantong-default',
}
function addressOf(url: string): string {
  const kind = /^\/api\/v1\/([\w-]+)/.exec(url)?.[1] ?? ''
  return url.replace(/:id\b/, IDS[kind] ?? 'unknown').replaceAll(/:\w+/g, 'unknown')
}
