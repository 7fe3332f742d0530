import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Asked } from './fake-meilisearch-routes.ts'
import { FakeMarket } from './fake-meilisearch-state.ts'

export interface FakeMeilisearch {
  url: string
  /** From now on the server takes connections and drops them. */
  goDown(): void
  comeBack(): void
  /** Tasks stay enqueued until `work` is called. */
  stall(): void
  work(): void
  /** Names of the indexes that exist. */
  indexes(): string[]
  /** Requests so far. */
  requests: Asked[]
  close(): Promise<void>
}

export interface FakeOptions {
  /** Without one the server asks for no key. */
  key?: string
  /** Words that the segmenter keeps together. */
  words?: readonly string[]
  /** Documents that fail the task they are in, as one that the server chokes on would; `system` = a full disk. */
  chokesOn?: (document: Record<string, unknown>) => boolean | 'system'
}

/**
 * A Meilisearch of a few hundred lines for tests of the adapter. It claims nothing by itself:
 * meilisearch-recordings.test.ts holds it to what a real server answered.
 */
export async function startFakeMeilisearch({ key, words = [], chokesOn = () => false }: FakeOptions = {}): Promise<FakeMeilisearch> {
  const market = new FakeMarket(words, chokesOn)
  const requests: Asked[] = []
  let down = false
  const server = http.createServer((request, response) => {
    if (down) return void request.socket.destroy()
    void readAsked(request).then((asked) => {
      requests.push(asked)
      const { status, body } = answer(market, asked, key)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body === null ? '' : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    goDown: () => { down = true },
    comeBack: () => { down = false },
    stall: () => market.tasks.stall(),
    work: () => market.tasks.work(),
    indexes: () => [...market.indexes.keys()],
    requests,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); market.tasks.stop() }),
  }
}

async function readAsked(request: http.IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', 'http://fake')
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
