import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export interface OutsideService {
  url: string
  /** Bodies received so far. */
  received: { authorization: string | undefined; body: Record<string, unknown> }[]
  /** What the next answers are: a status, a body, or silence. */
  answer: (body: Record<string, unknown>) => { status?: number; body?: unknown; silent?: boolean }
}

/** A service outside with fixed answers. */
export async function startOutsideService(t: Test, answer: OutsideService['answer']): Promise<OutsideService> {
  const service: OutsideService = { url: '', received: [], answer }
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
      service.received.push({ authorization: request.headers.authorization, body })
      const { status = 200, body: given = {}, silent = false } = service.answer(body)
      if (silent) return
      response.writeHead(status, { 'content-type': 'application/json' }).end(typeof given === 'string' ? given : JSON.stringify(given))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/answers`
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return service
}

/** Texts about welding lie along the first axis, all others along the second. */
export function embeddings({ input }: Record<string, unknown>) {
  const data = (input as string[]).map((text, index) => ({ index, embedding: /焊|weld/.test(text) ? [2, 0, 0] : [0, 1, 0] }))
  return { body: { data: data.reverse(), model: 'any' } }
}

/** The longer the better. */
export function rerank({ documents }: Record<string, unknown>) {
  return { body: { results: (documents as string[]).map((text, index) => ({ index, relevance_score: text.length })) } }
}
