import { type AddressInfo, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import Fastify from 'fastify'
import t from 'tap'
import { isSealedRoute, loggingOptions, requestLog, requestLogPlugin } from '../../server/plugins/request-log.ts'
import { courseOf } from '../digests/competition-course.ts'
import { startApp } from '../support/app.ts'

t.test('what an operator asks', async (t) => {
  const app = await startApp(t)
  const http = app.http

  t.test('alive and ready', async (t) => {
    t.same((await http.inject('/healthz')).json(), { status: 'ok' })
    const ready = await http.inject('/readyz')
    t.equal(ready.statusCode, 200)
    t.same(ready.json(), { status: 'ok', checks: { database: true, search: true }, stuck: [] })
  })

  t.test('figures for this machine and for staff, for nobody else', async (t) => {
    await http.inject('/needs')
    const local = await http.inject('/metrics')
    t.equal(local.statusCode, 200)
    t.match(local.body, /jiebang_request_duration_seconds_count\{method="GET",route="\/needs",status="2xx"\} 1/)
    t.match(local.body, 'jiebang_outbox_messages{state="waiting"} 0')
    t.match(local.body, 'jiebang_follower_lag_seconds{follower="audit"}')
    t.equal((await http.inject({ url: '/metrics', remoteAddress: '192.0.2.7' })).statusCode, 404)
    t.equal((await http.inject({ url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } })).statusCode, 404, 'what came through a proxy is not local')
    const { id } = await app.services.sessions.start('person-jin-ce', app.clock.now(), new Date('2099-01-01'))
    const authorization = `Bearer ${http.jwt.sign({ sid: id })}`
    t.equal((await http.inject({ url: '/metrics', remoteAddress: '192.0.2.7', headers: { authorization } })).statusCode, 200)
  })

  t.test('sealed bids do not show in the figures', async (t) => {
    const course = courseOf(app)
    await course.published('0001')
    await app.settle()
    const figures = async () => (await http.inject('/metrics')).body.split('\n').filter((line) => /^jiebang_(?:outbox|follower)/.test(line))
    const before = await figures()
    const researcher = await app.as('researcher')
    await researcher.get('/needs/0001/bid')
    await researcher.api('POST', '/needs/0001/bids', {})
    await course.bidFor('0001', 'rivalResearcher')
    await app.settle()
    t.same(await figures(), before)
    t.notMatch((await http.inject('/metrics')).body, /route="[^"]*bid/)
    t.match(before.join(), 'jiebang_outbox_messages{state="sent"}')
  })

  t.test('each answer has an id that nobody outside chose', async (t) => {
    const response = await http.inject({ url: '/healthz', headers: { 'request-id': 'mine', 'x-request-id': 'mine' } })
    t.match(response.headers['x-request-id'], /^[0-9a-f-]{36}$/)
  })

  t.test('the interface is described, with its refusals', async (t) => {
    const document = (await http.inject('/api/docs/json')).json()
    t.equal(document.openapi, '3.1.0')
    const paths = Object.keys(document.paths)
    t.ok(paths.length > 40, `${paths.length} paths`)
    t.ok(paths.every((path) => path.startsWith('/api/v1/')), 'pages are not part of it')
    for (const [path, operations] of Object.entries<Record<string, { responses: Record<string, { content?: object }>; summary?: string }>>(document.paths)) {
      for (const [method, { responses, summary }] of Object.entries(operations)) {
        t.ok(summary, `${method} ${path}`)
        t.ok(responses['404']?.content && 'application/problem+json' in responses['404'].content, `${method} ${path}`)
      }
    }
    t.same(document.paths['/api/v1/audit'].get.security, [{ bearer: [] }])
    const page = await http.inject('/api/docs/')
    t.equal(page.statusCode, 200)
    t.notMatch(page.body, /<script>|<style|style=/, 'nothing inline')
    t.match(page.headers['content-security-policy'], "default-src 'none'")
    t.equal((await http.inject('/api/docs/static/swagger-ui.css')).statusCode, 200)
  })
})

t.test('a part that is gone is named, and a stuck follower is no reason to send nobody here', async (t) => {
  const app = await startApp(t)
  await app.services.search.close()
  app.services.search.health = () => Promise.reject(new Error('gone'))
  const ready = await app.http.inject('/readyz')
  t.equal(ready.statusCode, 503)
  t.match(ready.json(), { status: 'unavailable', checks: { database: true, search: false } })
})

t.test('a stop finishes what is under way', async (t) => {
  const app = await startApp(t)
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  const port = (app.http.server.address() as AddressInfo).port
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => { answer += chunk.toString() })
  socket.write('POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{')
  await wait(100)
  const started = performance.now()
  const closing = app.http.close()
  await wait(50)
  socket.write('}')
  await closing
  await wait(50)
  t.ok(performance.now() - started < 20_000, 'without waiting for idle connections')
  t.match(answer, /^HTTP\/1\.1 400 /, 'the request got its answer')
  await t.rejects(fetch(`http://127.0.0.1:${port}/healthz`), 'nobody new is let in')
})

t.test('the log knows routes and times, and nothing about people', async (t) => {
  const lines: string[] = []
  const { logger, ...options } = loggingOptions('info')
  const http = Fastify({ ...options, logger: { ...(logger as object), stream: { write: (line: string) => { lines.push(line) } } } })
  requestLogPlugin(http)
  const config = { access: 'anyone', kind: 'page' } as const
  http.get('/unsubscribe/:token', { config }, () => 'ok')
  http.post('/needs/:id/bid', { config }, () => 'ok')
  http.get('/broken', { config }, () => { throw new Error('E11000 dup key: { email: "gu.cheng@jianghai.example" }') })
  http.setErrorHandler((error, request, reply) => { request.log.error({ err: error }, 'fault'); return reply.code(500).send('') })
  const headers = { cookie: 'jiebang=COOKIE', authorization: 'Bearer TOKEN', 'user-agent': 'BROWSER' }
  await http.inject({ url: '/unsubscribe/SECRET?email=someone%40example.org', headers, remoteAddress: '192.0.2.9' })
  await http.inject({ method: 'POST', url: '/needs/0001/bid' })
  await http.inject({ url: '/broken' })
  const text = lines.join('')
  t.match(text, '"route":"/unsubscribe/:token"')
  t.match(text, '"status":200')
  for (const secret of ['SECRET', 'someone', 'COOKIE', 'TOKEN', 'BROWSER', '192.0.2.9', 'gu.cheng', 'bid']) t.notMatch(text, secret)
  t.match(text, '[address]')
  t.ok(requestLog.err(new Error('x')).stack)
})

t.test('which routes would count bids', (t) => {
  for (const route of ['/needs/:id/bid', '/api/v1/needs/:id/bids', '/my/bids', '/my/bids/:id', '/api/v1/bids/:id/withdrawal']) t.ok(isSealedRoute(route), route)
  for (const route of ['/needs', '/needs/:id', '/my/notices', '/staff/audit', '/forbidden']) t.notOk(isSealedRoute(route), route)
  t.end()
})
