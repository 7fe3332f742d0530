import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldProblems, sendProblem } from '../http/problem.ts'
import { fieldErrors } from '../http/validation.ts'
import type { Renderer } from './renderer.ts'

export interface ErrorOptions {
  renderer: Renderer
  /** Methods a path of the API knows. */
  methodsOf(url: string): string[]
}

export type NotFound = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Refusals render, faults log. The API answers problem+json with a stable code, pages answer a page. */
export function errorsPlugin(app: FastifyInstance, options: ErrorOptions): { notFound: NotFound } {
  const notFound: NotFound = (request, reply) => {
    const methods = options.methodsOf(request.url)
    if (methods.length === 0 || methods.includes(request.method)) return answer(request, reply, options.renderer, 404, 'not-found')
    return answer(request, reply.header('allow', methods.join(', ')), options.renderer, 405, 'method-not-allowed')
  }
  app.setNotFoundHandler(notFound)
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation) return invalid(error, request, reply, options.renderer)
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error({ err: error }, 'fault')
    return answer(request, reply, options.renderer, status, codeOf(error, status))
  })
  return { notFound }
}

const CODES: Record<number, string> = {
  400: 'bad-request', 401: 'not-signed-in', 403: 'forbidden', 404: 'not-found', 411: 'length-required', 413: 'too-large', 415: 'unsupported-media-type',
  429: 'too-many-requests', 503: 'unavailable',
}

function codeOf(error: FastifyError, status: number): string {
  if (error.code?.startsWith('FST_CSRF')) return 'csrf'
  return CODES[status] ?? (status >= 500 ? 'fault' : 'bad-request')
}

function invalid(error: FastifyError, request: FastifyRequest, reply: FastifyReply, renderer: Renderer): FastifyReply {
  // An address that does not fit its schema names nothing that exists.
  if (error.validationContext === 'params') return answer(request, reply, renderer, 404, 'not-found')
  const words = renderer.words(request.locale)
  const errors = fieldProblems(fieldErrors((error.validation ?? []) as never), words)
  if (!isApi(request)) return answer(request, reply, renderer, 400, 'bad-request')
  return sendProblem(reply, { title: words('refusal.invalid'), status: 400, code: 'invalid', errors })
}

const isApi = (request: FastifyRequest): boolean => request.url.startsWith('/api/') || request.routeOptions.config.kind === 'api'

function answer(request: FastifyRequest, reply: FastifyReply, renderer: Renderer, status: number, code: string): FastifyReply {
  const words = renderer.words(request.locale)
  const title = words(`refusal.${code}`)
  if (isApi(request)) return sendProblem(reply, { title, status, code })
  const template = status === 404 ? 'errors/not-found' : status >= 500 ? 'errors/fault' : 'errors/refused'
  return reply.showPage({ template, title, model: { code, reason: title, request: request.id }, status })
}

/** An address that cannot be read (`/%zz`) reaches no route, no hook and no renderer. */
export function answerBadAddress(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' })
  return sendProblem(reply, { title: 'Bad request', status: 400, code: 'bad-request' })
}
