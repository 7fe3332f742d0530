import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { ONE_OF_EACH } from './leak-probe.ts'
import { addressesOf } from './samples.ts'
import { fullScene } from './scene.ts'

t.setTimeout(200_000)
interface Operation {
  operationId: string; summary?: string; security: object[]
  requestBody?: { required: boolean; content: Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
const scene = await fullScene(t)
const document = (await scene.http.inject('/api/docs/json')).json() as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } }
const ajv = formats.default(new Ajv({ strict: false, allErrors: true, validateFormats: true }))
ajv.addSchema({ $id: 'doc', components: document.components })
const API = scene.routes.filter(({ config, method }) => config?.kind === 'api' && method !== 'HEAD')

const operationOf = (url: string, method: string): Operation | undefined =>
  document.paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]

const checks = new Map<object, ValidateFunction>()
/** Compiled once; references lead into the whole document. */
function checkOf(schema: object): ValidateFunction {
  const known = checks.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')) as object)
  checks.set(schema, known)
  return known
}

/** What is wrong with an answer by the description of its operation; undefined when nothing is. */
function broken(operation: Operation, response: LightMyRequestResponse): string | undefined {
  const declared = operation.responses[String(response.statusCode)]
  if (!declared) return `status ${response.statusCode} is not described`
  const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? ''
  const media = declared.content?.[type]
  if (!media) return response.body === '' && !declared.content ? undefined : `${response.statusCode} came as "${type}", described is ${Object.keys(declared.content ?? {}).join()}`
  const check = checkOf(media.schema)
  return check(response.json()) ? undefined : `${response.statusCode}: ${ajv.errorsText(check.errors)}`
}

t.test('every resource is described, by a name of its own', (t) => {
  const names = Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId))
  t.equal(new Set(names).size, names.length, 'no operationId twice')
  for (const { url, method } of API) t.ok(operationOf(url, String(method)), `${String(method)} ${url}`)
  t.end()
})

t.test('what may be left out is not asked for', (t) => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations)) t.same(wronglyRequired(operation.requestBody), [], path)
  }
  t.end()
})

t.test('every field of an answer says what it is', (t) => {
  for (const [path, operations] of Object.entries(document.paths)) for (const [method, { responses }] of Object.entries(operations)) {
    for (const [status, { content = {} }] of Object.entries(responses)) for (const { schema } of Object.values(content)) {
      // A copy of somebody's data has rows of every collection: what they are called is all they have in common.
      t.same(saysNothing(schema).filter((field) => !/^\.holdings\./.test(field)), [], `${method} ${path} ${status}`)
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) t.same(saysNothing(schema), [], name)
  for (const name of ['Need', 'Bid', 'Evaluation', 'Achievement', 'Question', 'Problem']) t.ok(name in document.components.schemas, `a type called ${name}`)
  t.notMatch(JSON.stringify(document), '"nullable"', 'which OpenAPI 3.1 does not know')
  t.end()
})

t.test('who writes a program finds an example of what to send, and it fits', (t) => {
  const EXAMPLES = ['postSessions', 'postNeeds', 'postNeedsByIdBids', 'postBidsByIdSubmission', 'postAwardsByIdProposal', 'postMatchesByIdVerdicts', 'putEvaluationsByIdScores', 'postNeedsByIdQuestions']
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  const shown = operations.flatMap(({ operationId, requestBody }) => Object.values(requestBody?.content ?? {}).flatMap(({ schema, example, examples = {} }) =>
    [example, ...Object.values(examples).map(({ value }) => value)].filter((one) => one !== undefined).map((one) => ({ operationId, schema, one }))))
  t.same(EXAMPLES.filter((name) => !shown.some(({ operationId }) => operationId === name)), [])
  for (const { operationId, schema, one } of shown) t.ok(checkOf(schema)(one), `${operationId}: ${ajv.errorsText(checkOf(schema).errors)}`)
  t.end()
})

/** Wrong in every way a caller can be wrong; right where a route takes nothing. */
const PAYLOADS: { payload?: unknown; type?: string; status?: number }[] = [
  { payload: '{}' }, { payload: '{"nobodyKnowsThisField":1}' }, { payload: 'null' }, { payload: '[]' }, { payload: '{' }, { payload: '"text"' },
  { payload: 'a=b', type: 'application/x-www-form-urlencoded', status: 415 }, { payload: '--x', type: 'multipart/form-data', status: 415 },
  { payload: '<a/>', type: 'application/xml', status: 415 }, { payload: 'x', type: 'text/plain', status: 415 }, {},
]

t.test('every answer fits the description', async (t) => {
  let answers = 0
  const wrong = new Map<string, string>()
  for (const [i, who] of ONE_OF_EACH.entries()) {
    const token = await scene.tokenOf(who)
    for (const route of API) {
      const [method, all] = [String(route.method), addressesOf(route, scene.places)]
      const operation = operationOf(route.url, method)
      const bodies = method === 'GET' ? [{}] : [PAYLOADS[i % PAYLOADS.length], PAYLOADS[(i + 5) % PAYLOADS.length]]
      for (const body of bodies) {
        const url = all[(i * 7) % all.length] ?? ''
        const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body?.payload === undefined ? {} : { 'content-type': body.type ?? 'application/json' }) }
        const response = await scene.http.inject({ method, url, headers, ...(body?.payload === undefined ? {} : { payload: body.payload }) } as never) as unknown as LightMyRequestResponse
        answers += 1
        const why = operation ? broken(operation, response) : 'not described'
        if (why) wrong.set(`${method} ${route.url}`, `${why} for ${who} with ${JSON.stringify(body)}`)
        if (response.statusCode >= 500) wrong.set(`${method} ${route.url}`, `fault for ${JSON.stringify(body)}`)
        if (body?.status && ![body.status, 401, 404].includes(response.statusCode)) wrong.set(`${method} ${route.url}`, `${body.type} was answered ${response.statusCode}`)
      }
    }
  }
  t.same(Object.fromEntries(wrong), {})
  t.ok(answers > 2000, `${answers} answers`)
})

t.test('methods that a resource does not know are named', async (t) => {
  for (const { url } of API) {
    const path = url.replaceAll(/:\w+/g, 'x')
    const response = await scene.http.inject({ method: 'OPTIONS', url: path })
    const described = Object.keys(document.paths[url.replaceAll(/:(\w+)/g, '{$1}')] ?? {}).map((one) => one.toUpperCase())
    t.equal(response.statusCode, 405, url)
    t.same(String(response.headers['allow']).split(', ').filter((one) => one !== 'HEAD'), described.sort(), url)
  }
})

function wronglyRequired(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { required, properties } = schema as { required?: unknown; properties?: Record<string, object> }
  const own = Array.isArray(required) ? (required as string[]).filter((name) => 'default' in (properties?.[name] ?? {})) : []
  return [...own.map((name) => `${path}.${name}`), ...Object.entries(schema).flatMap(([key, value]) => wronglyRequired(value, `${path}.${key}`))]
}

/** Paths of a schema's parts that anything would fit. */
function saysNothing(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, patternProperties = {}, additionalProperties, items, anyOf = [], ...rest } = schema as {
    properties?: Record<string, unknown>; patternProperties?: Record<string, unknown>; additionalProperties?: unknown; items?: unknown; anyOf?: unknown[]
  }
  const parts: [string, unknown][] = [
    ...Object.entries(properties), ...Object.values(patternProperties).map((one): [string, unknown] => ['*', one]), ['*', additionalProperties], ['0', items],
    ...anyOf.map((one): [string, unknown] => ['', one]),
  ]
  const empty = parts.every(([, part]) => part === undefined) && !['type', '$ref', 'const', 'enum'].some((key) => key in rest)
  return [...(empty ? [path] : []), ...parts.flatMap(([name, part]) => saysNothing(part, name === '' ? path : `${path}.${name}`))]
}
