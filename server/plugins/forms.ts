import csrf from '@fastify/csrf-protection'
import formbody from '@fastify/formbody'
import multipart, { type MultipartFile, type MultipartValue } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parse } from 'qs'
import { mayEnter } from '../http/access.ts'
import type { Page } from '../http/page.ts'
import { cookieName, cookieOptions, sendToSignIn } from './session.ts'

const MAX_UPLOAD = 20 * 1024 * 1024
/** Outlives the session and the browser: a form that was left open overnight can still show that it is ours. */
const TOKEN_DAYS = 30

export interface FormOptions {
  secure: boolean
  /** The page that asks a stranger to sign in and keeps what they sent; undefined when it cannot be kept. */
  askToSignIn(request: FastifyRequest): Page | undefined
}

/** A file as a form brought it. */
export interface Upload { filename: string; bytes: Buffer }

/** Forms as nested values, files as buffers, and no change of state by cookie without a token. */
export async function formsPlugin(app: FastifyInstance, options: FormOptions): Promise<void> {
  await app.register(formbody, { parser: (body) => parse(body, { depth: 4, arrayLimit: 200, parameterLimit: 2000 }) })
  await app.register(multipart, { attachFieldsToBody: true, limits: { fileSize: MAX_UPLOAD, files: 5, fields: 200 } })
  await app.register(csrf, {
    cookieKey: cookieName(options.secure, 'csrf'),
    cookieOpts: { ...cookieOptions(options.secure), maxAge: TOKEN_DAYS * 86_400 },
    getToken: (request) => tokenOf(request),
  })
  app.decorateRequest('formValues', undefined)
  app.decorateRequest('intent', '')
  app.addHook('preValidation', async (request, reply) => {
    const { kind, fromForm, access = 'anyone' } = request.routeOptions.config
    if (kind === 'api' && request.byCookie && request.method !== 'GET') await checkToken(app, request)
    if (kind !== 'form') return
    await readForm(request)
    if (!mayEnter(access, request.viewer)) return keepForStranger(app, request, reply, options)
    await checkToken(app, request)
    request.body = fromForm ? fromForm(request.formValues ?? {}, request) : request.formValues
  })
}

/** Only what our own page sent is kept: another site must not put words into anybody's mouth. */
async function keepForStranger(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, options: FormOptions): Promise<FastifyReply> {
  const ours = (await hasToken(app, request)) || request.headers['sec-fetch-site'] === 'same-origin'
  const page = ours ? options.askToSignIn(request) : undefined
  return page ? reply.showPage({ ...page, status: 401 }) : sendToSignIn(request, reply)
}

async function readForm(request: FastifyRequest): Promise<void> {
  const all = request.isMultipart() ? await readParts(request.body) : ((request.body ?? {}) as Record<string, unknown>)
  const { _csrf, intent, ...values } = all
  request.intent = typeof intent === 'string' ? intent : ''
  request.headers['x-csrf-token'] = typeof _csrf === 'string' ? _csrf : ''
  request.formValues = values
}

const tokenOf = (request: FastifyRequest): string => String(request.headers['x-csrf-token'] ?? '')

/** The plugin answers a request without a token by itself; here the answer is left to whoever asked. */
function hasToken(app: FastifyInstance, request: FastifyRequest): Promise<boolean> {
  return new Promise((resolve) => {
    const reply = { send: () => resolve(false) } as unknown as FastifyReply
    app.csrfProtection(request, reply, () => resolve(true))
  })
}

async function checkToken(app: FastifyInstance, request: FastifyRequest): Promise<void> {
  if (await hasToken(app, request)) return
  throw Object.assign(new Error('no CSRF token, or a wrong one'), { statusCode: 403, code: 'FST_CSRF' })
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
