import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { addressesOf } from './samples.ts'
import { type FullScene, fullScene } from './scene.ts'

t.setTimeout(200_000)
const scene = await fullScene(t, { PUBLIC_URL: 'https://jiebang.example' })
const inject = (options: object): Promise<LightMyRequestResponse> => scene.http.inject(options as never) as unknown as Promise<LightMyRequestResponse>
const first = (route: FullScene['routes'][number]): string | undefined => addressesOf(route, scene.places)[0]
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const session = { '__Host-jiebang': (await scene.tokenOf('officer')) ?? '' }

t.test('no form changes anything without the token of a page of ours', async (t) => {
  const forms = scene.routes.filter(({ config }) => config?.kind === 'form')
  const before = await scene.services.journal.last()
  for (const route of forms) {
    const url = first(route)
    for (const [what, headers] of Object.entries({ none: {}, foreign: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })) {
      const response = await inject({ method: 'POST', url, headers: { ...FORM, ...headers }, cookies: session, payload: '_csrf=wrong' })
      t.ok([403, 404].includes(response.statusCode), `${route.url} with ${what} token: ${response.statusCode}`)
    }
  }
  for (const route of scene.routes.filter(({ config, method }) => config?.kind === 'api' && !['GET', 'HEAD'].includes(String(method)))) {
    const response = await inject({ method: route.method, url: first(route), cookies: session, payload: {} })
    t.ok([403, 404].includes(response.statusCode), `${route.url} by cookie alone: ${response.statusCode}`)
  }
  await scene.background.settle()
  t.equal(await scene.services.journal.last(), before, 'nothing was decided')
  t.ok(forms.length > 50, `${forms.length} forms`)
})

t.test('every answer says how it may be shown and kept', async (t) => {
  for (const route of scene.routes.filter(({ method }) => String(method) === 'GET')) {
    const url = first(route)
    if (!url) continue
    const headers = route.config?.kind === 'api' ? { authorization: `Bearer ${session['__Host-jiebang']}` } : {}
    const response = await inject({ url, headers, cookies: session })
    const { headers: said } = response
    t.equal(said['x-content-type-options'], 'nosniff', url)
    t.match(said['strict-transport-security'], /max-age=31536000/, url)
    t.match(said['content-security-policy'], "default-src 'none'", url)
    t.notMatch(String(said['content-security-policy']), /unsafe|\*|https?:/, url)
    t.match(said['content-security-policy'], "frame-ancestors 'none'", url)
    t.equal(said['access-control-allow-origin'], undefined, `${url}: no other site reads this`)
    t.notOk(said['server'] ?? said['x-powered-by'], url)
    if (route.config?.kind !== 'asset') t.match(said['cache-control'], /no-store|private/, `${url} is kept by no shared cache`)
    for (const cookie of response.cookies) t.match(cookie, { secure: true, httpOnly: true, path: '/', sameSite: 'Lax' }, `${url} ${cookie.name}`)
    for (const { name } of response.cookies) t.match(name, /^__Host-|^lang$/, `${url}: bound to this host`)
    t.match(said['content-type'] ?? 'none', /^(?:none|application\/(?:problem\+)?json; charset=utf-8|application\/(?:problem\+)?json|text\/html; charset=utf-8|text\/(?:plain|csv|css|calendar)|application\/(?:pdf|yaml|x-yaml|javascript)|image\/|font\/)/, url)
  }
})

t.test('what is asked in another way', async (t) => {
  for (const url of ['/needs', '/api/v1/needs', '/needs/need-mooring']) {
    const [whole, head] = [await inject({ url }), await inject({ method: 'HEAD', url })]
    t.equal(head.statusCode, whole.statusCode)
    t.equal(head.body, '')
  }
  for (const method of ['TRACE', 'OPTIONS', 'PROPFIND', 'QUERY'] as const) {
    const response = await inject({ method, url: '/needs', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } })
    t.ok([404, 405].includes(response.statusCode), `${method} ${response.statusCode}`)
    t.equal(response.headers['access-control-allow-origin'], undefined)
    t.notMatch(response.body, 'evil.example', 'nothing is echoed')
  }
  t.equal((await inject({ url: '/%zz' })).statusCode, 400)
  t.equal((await inject({ url: `/needs/${'x'.repeat(5000)}` })).statusCode, 404)
  const host = await inject({ url: '/sign-in', headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } })
  t.notMatch(host.body + JSON.stringify(host.headers), 'evil.example', 'addresses come from PUBLIC_URL')
})

t.test('nobody is sent to another site', async (t) => {
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/.//evil.example', '/%09/evil.example']) {
    const page = await inject({ url: `/sign-in?next=${encodeURIComponent(next)}` })
    t.notMatch(page.body, /(?:href|value|action)="(?:https?:)?\/\/evil|"javascript:/, next)
    const referer = await inject({ method: 'POST', url: '/needs/new', headers: { ...FORM, referer: next }, payload: '' })
    t.notMatch(referer.headers['location'], /evil|javascript/, next)
  }
})

t.test('strangers cannot make the server hold much', async (t) => {
  const big = 'a='.padEnd(1_200_000, 'x')
  t.equal((await inject({ method: 'POST', url: '/needs/new', headers: FORM, payload: big })).statusCode, 413)
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
  const file = `--x\r\nContent-Disposition: form-data; name="content"; filename="a.pdf"\r\n\r\n${'x'.repeat(2_000_000)}\r\n--x--\r\n`
  const forms = scene.routes.filter(({ config }) => config?.kind === 'form' || config?.kind === 'link')
  for (const route of forms) {
    const response = await inject({ method: 'POST', url: first(route), headers: multipart, payload: file })
    t.equal(response.statusCode, 413, `${route.url} from a stranger`)
  }
  t.equal((await inject({ method: 'POST', url: '/nowhere', headers: multipart, payload: file })).statusCode, 404, 'nothing is read for nobody')
  const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
  const packed = await inject({ method: 'POST', url: '/api/v1/sessions', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, payload: bomb })
  t.ok([400, 413, 415].includes(packed.statusCode), `a packed body is ${packed.statusCode}`)
  const odd = await inject({ method: 'POST', url: '/api/v1/sessions', headers: { 'content-type': 'application/json', 'content-encoding': 'rot13' }, payload: '{}' })
  t.ok(odd.statusCode < 500, `an unknown packing is ${odd.statusCode}`)
})

t.test('one request is one request', async (t) => {
  await scene.http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = scene.http.server.address() as AddressInfo
  const BOTH = 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
  const cases = {
    'two lengths': BOTH,
    'two different lengths': 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
    'a length with a sign': 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}',
    'a folded header': 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c: d\r\n\r\n',
    'a space before the colon': 'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n',
    'bare line feeds in chunks': 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n',
    'no host': 'GET /healthz HTTP/1.1\r\n\r\n',
  }
  for (const [name, request] of Object.entries(cases)) {
    const answer = await said(port, request)
    t.match(answer, /^HTTP\/1\.1 400 /, name)
    t.notMatch(answer, '"status":"ok"', `${name}: nothing hidden in it is answered`)
  }
})

t.test('what is too long to be a request is refused like everything else, and named', async (t) => {
  const { port } = scene.http.server.address() as AddressInfo
  const long = 'x'.repeat(17_000)
  const cases = { address: `GET /api/v1/needs?q=${long} HTTP/1.1\r\nHost: a\r\n\r\n`, header: `GET /needs HTTP/1.1\r\nHost: a\r\nX-Long: ${long}\r\n\r\n` }
  for (const [name, request] of Object.entries(cases)) {
    const answer = await said(port, request)
    t.match(answer, /^HTTP\/1\.1 431 /, name)
    t.match(answer, /content-type: application\/problem\+json/i)
    t.match(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))), { status: 431, code: 'too-large' })
  }
  t.match(await said(port, 'NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400 [^]*problem\+json[^]*"code":"bad-request"/)
})

function said(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1')
    const end = (): void => { socket.destroy(); resolve(answer) }
    socket.setTimeout(3000, end).on('data', (bytes) => { answer += bytes.toString() }).on('end', end).on('error', end)
    socket.write(request)
  })
}
