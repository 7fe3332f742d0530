import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayEnter } from '../http/access.ts'
import type { NotFound } from './errors.ts'

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i
const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i
const BOUNDARY = /;\s*boundary=(?:"[^"\r\n]{1,70}"|[^\s;,"]{1,70})/i

/**
 * What a request may bring, decided before a byte of it is read: the API takes JSON, forms take what browsers send. A
 * form with a file says how long it is, and only those who may use it are let in with more than everybody else.
 */
export function bodyLimitsPlugin(app: FastifyInstance, { most, notFound }: { most: number; notFound: NotFound }): void {
  app.addHook('onRequest', async (request, reply) => {
    // Nothing is read for an address that nobody serves.
    if (request.is404) return notFound(request, reply)
    const type = request.headers['content-type']
    if (type === undefined || request.method === 'GET' || request.method === 'HEAD') return
    if (!isTaken(request, type)) throw refusal(415)
    if (/^multipart\//i.test(type)) checkLength(request, most)
  })
}

function isTaken(request: FastifyRequest, type: string): boolean {
  const { kind } = request.routeOptions.config
  if (kind === 'api') return JSON_TYPE.test(type)
  if (/^multipart\//i.test(type) && !BOUNDARY.test(type)) return false
  return kind === undefined || FORM_TYPE.test(type)
}

/** Files are read into memory as they come, past the limit the server has for other bodies. */
function checkLength(request: FastifyRequest, most: number): void {
  const { access = 'anyone', uploadLimit = most } = request.routeOptions.config
  const length = Number(request.headers['content-length'])
  if (!Number.isSafeInteger(length)) throw refusal(411)
  if (length > (mayEnter(access, request.viewer) ? uploadLimit : most)) throw refusal(413)
}

const refusal = (statusCode: number): Error => Object.assign(new Error('not taken'), { statusCode })
