import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { stringify } from 'qs'

/** A browser without JavaScript and an API client of one person, in one. */
export interface Client {
  /** Reads a page. */
  get(path: string): Promise<LightMyRequestResponse>
  /** Fills in the form on `page` and sends it to `path`, as a browser does: token, cookies, nested names. No page, no token. */
  submit(path: string, values?: object, options?: { page?: string }): Promise<LightMyRequestResponse>
  /** Sends a file by the form on `page`, as a browser does. */
  upload(path: string, file: { field: string; name: string; bytes: Buffer }, values?: Record<string, string>, options?: { page?: string }): Promise<LightMyRequestResponse>
  /** The API, below /api/v1, by bearer token. */
  api(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<LightMyRequestResponse>
}

export function clientFor(http: FastifyInstance, token?: string): Client {
  const cookies: Record<string, string> = token ? { jiebang: token } : {}

  async function send(options: object): Promise<LightMyRequestResponse> {
    const response = await http.inject({ cookies, ...options } as never) as unknown as LightMyRequestResponse
    for (const { name, value, maxAge } of response.cookies) {
      if (value === '' || maxAge === 0) delete cookies[name]
      else cookies[name] = value
    }
    return response
  }

  async function csrfToken(page: string): Promise<string> {
    const { body } = await send({ method: 'GET', url: page })
    return /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
  }

  return {
    get: (path) => send({ method: 'GET', url: path }),
    async submit(path, values = {}, { page = path } = {}) {
      const _csrf = page === '' ? '' : await csrfToken(page)
      const payload = stringify({ _csrf, ...values })
      return send({ method: 'POST', url: path, payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    },
    async upload(path, { field, name, bytes }, values = {}, { page = path } = {}) {
      const form = new FormData()
      for (const [key, value] of Object.entries({ _csrf: await csrfToken(page), ...values })) form.append(key, value)
      form.append(field, new Blob([new Uint8Array(bytes)]), name)
      const request = new Request('http://localhost', { method: 'POST', body: form })
      const headers = { 'content-type': request.headers.get('content-type') ?? '' }
      return send({ method: 'POST', url: path, payload: Buffer.from(await request.arrayBuffer()), headers })
    },
    api: (method, path, body) => http.inject({
      method, url: `/api/v1${path}`,
      ...(body ? { payload: body } : {}),
      headers: token ? { authorization: `Bearer ${token}` } : {},
    } as never) as unknown as Promise<LightMyRequestResponse>,
  }
}
