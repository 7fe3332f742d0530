import http from 'node:http'
import https from 'node:https'

/** What the search server answered when it would not do as asked. */
export class MeilisearchRefusal extends Error {
  override readonly name = 'MeilisearchRefusal'
  readonly status: number
  /** The server's own error code, such as `index_not_found`. */
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface NodeHttpClient {
  request(url: string | URL | Request, init?: RequestInit): Promise<unknown>
  close(): void
}

/**
 * Requests with head and body in one packet over kept connections. The built-in fetch sends two packets and then
 * waits 40 ms for a delayed acknowledgement, on every search.
 */
export function nodeHttpClient(): NodeHttpClient {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  return {
    request: (url, init = {}) => send(new URL(String(url)), init, agents),
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  }
}

type Agents = { 'http:': http.Agent; 'https:': https.Agent }

function send(url: URL, init: RequestInit, agents: Agents): Promise<unknown> {
  const secure = url.protocol === 'https:'
  const body = typeof init.body === 'string' ? init.body : ''
  const headers = { ...Object.fromEntries(new Headers(init.headers)), 'content-length': String(Buffer.byteLength(body)) }
  const options = { method: init.method ?? 'GET', headers, agent: secure ? agents['https:'] : agents['http:'] }
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, options, (response) => read(response).then(resolve, reject))
    const abort = () => { request.destroy(); reject(init.signal?.reason) }
    init.signal?.addEventListener('abort', abort, { once: true })
    request.on('error', reject)
    request.on('close', () => init.signal?.removeEventListener('abort', abort))
    request.end(body)
  })
}

async function read(response: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const status = response.statusCode ?? 0
  if (status < 200 || status > 299) throw refusal(status, text)
  return text === '' ? undefined : JSON.parse(text)
}

function refusal(status: number, text: string): MeilisearchRefusal {
  const { code, message } = parsed(text)
  return new MeilisearchRefusal(status, code ?? 'unknown', message ?? `status ${status}`)
}

/** Something between us and the server may answer with a page instead of JSON. */
function parsed(text: string): { code?: string; message?: string } {
  try {
    return (JSON.parse(text) ?? {}) as { code?: string; message?: string }
  } catch {
    return {}
  }
}
