import t from 'tap'
import { mayEnter } from '../../server/http/access.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'

t.test('every route says who may come, what it takes and what it is', async (t) => {
  const app = await startApp(t)
  const routes = app.routes.filter((route) => route.method !== 'HEAD')
  t.ok(routes.length > 80, `${routes.length} routes`)

  for (const { method, url, schema, config } of routes) {
    const name = `${String(method)} ${url}`
    t.ok(config?.access, `${name} declares access`)
    t.ok(config?.kind, `${name} declares its kind`)
    t.ok(schema, `${name} declares a schema`)
    t.ok(schema?.summary, `${name} says what it is`)
    if (config?.kind === 'api') t.ok(url.startsWith('/api/v1/'), `${name} stands below /api/v1`)
    if (config?.kind === 'api') t.ok(schema?.response, `${name} declares what it answers`)
    if (['POST', 'PUT', 'PATCH'].includes(String(method))) t.ok(schema?.body, `${name} declares what it takes`)
    t.ok(isClosed(schema?.params), `${name} takes no undeclared parameters`)
    t.ok(isClosed(schema?.querystring), `${name} takes no undeclared query`)
    t.ok(isClosed(schema?.body), `${name} takes no undeclared fields`)
  }
})

/** Acts that go by another name in the API, and acts that only a browser has a use for. */
const COUNTERPARTS: Record<string, string> = {
  '/sign-in': '/api/v1/sessions',
  '/sign-in/code': '/api/v1/sessions',
  '/sign-out': '/api/v1/sessions/current',
  '/sign-up/confirm/:token': '/api/v1/people/confirmation',
  '/needs/new': '/api/v1/needs',
  '/needs/paste/confirmed': '/api/v1/needs',
  '/needs/:id/bid': '/api/v1/needs/:id/bids',
  '/reviews/:id/scores': '/api/v1/evaluations/:id/scores',
}

t.test('every action of a page can be done by the API too', async (t) => {
  const app = await startApp(t)
  const urls = new Set(app.routes.map((route) => route.url))
  const actions = (kind: string) => app.routes.filter((route) => route.config?.kind === kind && !['GET', 'HEAD'].includes(String(route.method)))
  const summaries = new Set(actions('api').map((route) => route.schema?.summary))
  for (const form of actions('form')) {
    const done = urls.has(COUNTERPARTS[form.url] ?? '') || summaries.has(form.schema?.summary ?? '')
    t.ok(done, `${form.url}: ${form.schema?.summary}`)
  }
})

t.test('strangers and the wrong role get nowhere', async (t) => {
  const app = await startApp(t)
  const parts = ['stranger', 'researcher', 'reviewer', 'officer', 'auditor'] as const
  for (const part of parts) {
    const client = await app.as(part)
    const viewer = actorOf(CAST[part])
    for (const { method, url, config } of app.routes) {
      if (method !== 'GET' || !config?.access || mayEnter(config.access, viewer) || url.includes('*')) continue
      const response = await client.get(url.replaceAll(/:\w+/g, 'unknown'))
      t.equal(response.statusCode, 404, `${part} ${url}`)
    }
  }
  for (const { method, url, config } of app.routes) {
    if (method !== 'GET' || config?.access === 'anyone' || url.includes('*')) continue
    const response = await app.anonymous.get(url.replaceAll(/:\w+/g, 'unknown'))
    t.equal(response.statusCode, config?.kind === 'api' ? 401 : 303, `nobody ${url}`)
  }
})

/** A schema that refuses what it does not name; one that is absent takes nothing in. */
function isClosed(schema: unknown): boolean {
  return schema === undefined || (schema as { additionalProperties?: unknown }).additionalProperties === false
}
