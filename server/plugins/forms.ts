import csrf from '@fastify/csrf-protection'
import formbody from '@fastify/formbody'
import multipart, { type MultipartFile, type MultipartValue } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parse } from 'qs'
import { cookieName, cookieOptions } from './session.ts'

const MAX_UPLOAD = 20 * 1024 * 1024

/** A file as a form brought it. */
export interface Upload { filename: string; bytes: Buffer }

/** Forms as nested values, files as buffers, and no change of state by cookie without a token. */
export async function formsPlugin(app: FastifyInstance, options: { secure: boolean }): Promise<void> {
  await app.register(formbody, { parser: (body) => parse(body, { depth: 4, arrayLimit: 200, parameterLimit: 2000 }) })
  await app.register(multipart, { attachFieldsToBody: true, limits: { fileSize: MAX_UPLOAD, files: 5, fields: 200 } })
  await app.register(csrf, {
    cookieKey: cookieName(options.secure, 'csrf'),
    cookieOpts: cookieOptions(options.secure),
    getToken: (request) => tokenOf(request),
  })
  app.decorateRequest('formValues', undefined)
  app.decorateRequest('intent', '')
  app.addHook('preValidation', async (request, reply) => {
    const { kind, fromForm } = request.routeOptions.config
    if (kind === 'form') await readForm(app, request, reply, fromForm)
    if (kind === 'api' && request.byCookie && request.method !== 'GET') await checkToken(app, request, reply)
  })
}

async function readForm(
  app: FastifyInstance, request: FastifyRequest, reply: FastifyReply,
  fromForm: ((values: Record<string, unknown>, request: FastifyRequest) => unknown) | undefined,
): Promise<void> {
  const all = request.isMultipart() ? await readParts(request.body) : ((request.body ?? {}) as Record<string, unknown>)
  const { _csrf, intent, ...values } = all
  request.intent = typeof intent === 'string' ? intent : ''
  request.headers['x-csrf-token'] = typeof _csrf === 'string' ? _csrf : ''
  request.formValues = values
  await checkToken(app, request, reply)
  request.body = fromForm ? fromForm(values, request) : values
}

const tokenOf = (request: FastifyRequest): string => String(request.headers['x-csrf-token'] ?? '')

function checkToken(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  return new Promise((resolve, reject) => {
    app.csrfProtection(request, reply, (error?: unknown) => (error ? reject(error as Error) : resolve()))
  })
}

async function readParts(body: unknown): Promise<Record<string, unknown>> {
  const parts = Object.entries((body ?? {}) as Record<string, MultipartFile | MultipartValue | (MultipartFile | MultipartValue)[]>)
  const read = parts.map(async ([name, part]) => [name, await (Array.isArray(part) ? Promise.all(part.map(valueOf)) : valueOf(part))])
  return Object.fromEntries(await Promise.all(read)) as Record<string, unknown>
}

async function valueOf(part: MultipartFile | MultipartValue): Promise<unknown> {
  if (part.type !== 'file') return part.value
  return { filename: part.filename, bytes: await part.toBuffer() } satisfies Upload
}
