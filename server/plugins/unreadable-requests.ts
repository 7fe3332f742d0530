import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** Node's parser gave up, by its code; everything else is 400. */
const STATUSES: Record<string, { status: number; code: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large' }, ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'timeout' },
}

/** What never became a request reaches no hook and no route: it is answered on the socket, in the form of every other refusal. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, code } = STATUSES[error.code ?? ''] ?? { status: 400, code: 'bad-request' }
  const title = STATUS_CODES[status] ?? ''
  const body = JSON.stringify({ type: 'about:blank', title, status, code })
  const headers = [
    'Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none'", 'Cache-Control: private, no-store', 'Connection: close',
  ]
  if (socket.writable) socket.write([`HTTP/1.1 ${status} ${title}`, ...headers, '', body].join('\r\n'))
  socket.destroy(error)
}
