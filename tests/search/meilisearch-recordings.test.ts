import t, { type Test } from 'tap'
import { startFakeMeilisearch, type FakeMeilisearch } from '../support/fake-meilisearch.ts'
import { missingRecordings, notReliedOn, readScene, type Exchange } from './recorded-exchanges.ts'

/** Words that the real server's dictionary knows; the fake's segmenter is simpler. */
const words = ['焊缝', '机器人', '检出率', '无损', '叶片', '晓岚', '隔膜', '薄膜', '显微', '周期', '检出', '联检', '爬壁', '相控阵']

const scenes = ['01-server', '02-index-lifecycle', '03-documents', '04-search', '05-vectors', '08-swap', '09-tasks']

/** From here on the last scene cancels and deletes tasks, which the adapter never does. */
const lastStep = 'latest tasks'

const keys = { master: 'Bearer MASTER_KEY', indexer: 'Bearer MASTER_KEY', 'search-only': 'Bearer SEARCH_KEY', other: 'Bearer OTHER', none: undefined }

t.test('the fake server answers as the recorded one did', { skip: missingRecordings }, async (t) => {
  const fake = await startFakeMeilisearch({ key: 'MASTER_KEY', words })
  t.teardown(() => fake.close())
  let compared = 0
  for (const exchange of scenes.flatMap(readScene)) {
    if (exchange.step === lastStep) break
    if (exchange.step === 'enqueue without waiting') fake.stall()
    const got = await send(fake, exchange)
    if (notReliedOn.has(exchange.step)) continue
    compared += 1
    compare(t, exchange, got)
  }
  t.ok(compared >= 100, `${compared} exchanges compared`)
})

async function send(fake: FakeMeilisearch, { request }: Exchange): Promise<Exchange['response']> {
  const authorization = keys[request.auth]
  const headers = { ...(authorization === undefined ? {} : { authorization }), ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }) }
  const body = request.body === undefined || request.body === null ? undefined : bodyText(request.body)
  const response = await fetch(fake.url + request.path, { method: request.method, headers, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  await new Promise(setImmediate)
  return { status: response.status, body: text === '' ? null : JSON.parse(text) as unknown }
}

/** Malformed and line-wise bodies were recorded as they were sent. */
function bodyText(body: unknown): string {
  const raw = (body as { raw?: unknown }).raw
  return typeof raw === 'string' ? raw : JSON.stringify(body)
}

function compare(t: Test, { step, request, response }: Exchange, got: Exchange['response']): void {
  const name = `${step}: ${request.method} ${request.path}`
  t.equal(got.status, response.status, `${name}, status`)
  t.same(comparable(got.body), comparable(response.body), name)
}

const volatile = new Set(['processingTimeMs', 'requestUid', 'duration', 'enqueuedAt', 'startedAt', 'finishedAt', 'createdAt', 'updatedAt', 'batchUid',
  'rawDocumentDbSize', 'avgDocumentSize', 'message', 'queryVector'])

/** What must agree: everything but volatile fields, wording of messages, order within a page and exact scores. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([field]) => !volatile.has(field))
  return Object.fromEntries(entries.map(([field, inner]) => [field, field === 'hits' ? inAnyOrder(inner as object[]) : scoreless(field, comparable(inner))]))
}

function scoreless(field: string, value: unknown): unknown {
  return field === '_rankingScore' ? typeof value : value
}

function inAnyOrder(hits: readonly object[]): unknown[] {
  return hits.map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
