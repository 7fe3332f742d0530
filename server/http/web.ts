import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import Type, { type Static, type TSchema } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import type { Outcome, Refused } from '../kernel/outcome.ts'
import type { Words } from '../kernel/words.ts'
import type { Access } from './access.ts'
import { type Context, contextOf, formState, UNIVERSAL_REFUSALS } from './context.ts'
import type { FormState, Locale, Page } from './page.ts'
import { asFields, type FieldError, fieldProblems, sendProblem } from './problem.ts'
import { fieldErrors, formValidator, jsonValidator } from './validation.ts'

const API = '/api/v1'

/** Routes that guess at accounts or send mail are slowed down more than the others (plugins/rate-limit.ts). */
export type Limit = 'credentials' | 'mail'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** `link`: whoever has the address may act, as a mail program does (RFC 8058). */
    kind?: 'page' | 'form' | 'api' | 'asset' | 'link'
    fromForm?: ((values: Record<string, unknown>, request: FastifyRequest) => unknown) | undefined
    /** Statuses of the refusals this route knows, for its description. */
    refusals?: readonly number[]
    /** Bytes of a form with a file; others bring no more than the server's limit. */
    uploadLimit?: number | undefined
  }
  interface FastifyReply {
    showPage(page: Page): FastifyReply
    flash(kind: 'success' | 'warning' | 'error', key: string): FastifyReply
  }
}

interface Common<P extends TSchema, Q extends TSchema> {
  path: string
  access: Access
  summary: string
  params?: P
  query?: Q
  /** A strict limit on how often, see plugins/rate-limit.ts. */
  limit?: Limit
}

/** A page. `undefined` means: not for this reader, 404. */
export interface PageRoute<P extends TSchema, Q extends TSchema> extends Common<P, Q> {
  load(context: Context<Static<P>, Static<Q>>): Promise<Page | undefined>
}

/** A resource of the API, below /api/v1. */
export interface ReadRoute<P extends TSchema, Q extends TSchema, R extends TSchema> extends Common<P, Q> {
  tag: string
  response: R
  load(context: Context<Static<P>, Static<Q>>): Promise<Static<R> | undefined>
}

/**
 * Something a person does: one rule, reachable by a form at `path` and by JSON at /api/v1 + `path`.
 * `refusals` gives each refusal its HTTP status; a refusal without one does not compile.
 */
export interface ActionRoute<P extends TSchema, B extends TSchema, A extends TSchema, T, R extends string> extends Common<P, TSchema> {
  tag: string
  /** Path below /api/v1 where it differs from the form's: `/awards/:id`. */
  api?: string
  body: B
  /** Schema of the API's answer. */
  response: A
  refusals: Record<Exclude<R, 'conflict'>, number>
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `api` or `form` alone where the other has no use. */
  only?: 'api' | 'form'
  successStatus?: 200 | 201
  /** Bytes the API takes, where a file is part of the body. */
  bodyLimit?: number
  /** Turns what a browser sends into the JSON body. Left out: the values as they are. */
  fromForm?: (values: Record<string, unknown>) => unknown
  run(context: Context<Static<P>, unknown, Static<B>>): Promise<Outcome<T, R | 'conflict'> | undefined>
  /** The API's answer. */
  answer(value: T, context: Context<Static<P>, unknown, Static<B>>): Static<A> | Promise<Static<A>>
  /** Where the browser goes next, and the catalogue key of what it is told there; or a page that is shown at once. */
  then(value: T, context: Context<Static<P>, unknown, Static<B>>): { to: string; flash?: string } | Page
  /** The page the form stands on, shown again with what was typed. */
  again(context: Context<Static<P>, unknown, Static<B>>, form: FormState): Promise<Page | undefined>
}

export interface Web {
  page<P extends TSchema, Q extends TSchema>(route: PageRoute<P, Q>): void
  read<P extends TSchema, Q extends TSchema, R extends TSchema>(route: ReadRoute<P, Q, R>): void
  action<P extends TSchema, B extends TSchema, A extends TSchema, T, R extends string>(route: ActionRoute<P, B, A, T, R>): void
}

export const NOTHING = Type.Object({}, { additionalProperties: false })
export const BY_ID = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }, { additionalProperties: false })

export function createWeb(app: FastifyInstance, parts: { words(locale: Locale): Words; clock: Clock }): Web {
  const contextFor = <P, Q, B>(request: FastifyRequest, reply: FastifyReply) =>
    contextOf<P, Q, B>(request, reply, parts.words(request.locale), parts.clock.now())
  return {
    page: (route) => definePage(app, route, contextFor),
    read: (route) => defineRead(app, route, contextFor),
    action: (route) => {
      if (route.only !== 'api') defineForm(app, route, contextFor)
      if (route.only !== 'form') defineCall(app, route, contextFor)
    },
  }
}

type ContextFor = <P, Q, B>(request: FastifyRequest, reply: FastifyReply) => Context<P, Q, B>

function definePage<P extends TSchema, Q extends TSchema>(app: FastifyInstance, route: PageRoute<P, Q>, contextFor: ContextFor): void {
  const options = optionsOf(route, 'page')
  app.get(route.path, options, async (request, reply) => {
    const page = await route.load(contextFor(request, reply))
    if (reply.sent) return reply
    return page ? reply.showPage(page) : notFound(reply)
  })
}

function defineRead<P extends TSchema, Q extends TSchema, R extends TSchema>(
  app: FastifyInstance, route: ReadRoute<P, Q, R>, contextFor: ContextFor,
): void {
  const options = optionsOf(route, 'api', { response: { 200: route.response }, tags: [route.tag] })
  app.get(API + route.path, options, async (request, reply) => {
    const found = await route.load(contextFor(request, reply))
    if (reply.sent) return reply
    return found === undefined ? notFound(reply) : reply.send(found)
  })
}

function defineCall<P extends TSchema, B extends TSchema, A extends TSchema, T, R extends string>(
  app: FastifyInstance, route: ActionRoute<P, B, A, T, R>, contextFor: ContextFor,
): void {
  const status = route.successStatus ?? 200
  const schema = { body: route.body, response: { [status]: route.response }, tags: [route.tag] }
  const options = optionsOf(route, 'api', schema)
  const refusals = Object.values<number>({ ...UNIVERSAL_REFUSALS, ...route.refusals })
  app.route({
    method: route.method ?? 'POST', url: API + (route.api ?? route.path), ...options, config: { ...options.config, refusals },
    ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}), validatorCompiler: jsonValidator,
    // Nothing to say is sent as nothing; `null` is something, and wrong.
    async preValidation(request) { if (request.body === undefined) request.body = {} },
    async handler(request, reply) {
      const context = contextFor<Static<P>, unknown, Static<B>>(request, reply)
      const outcome = await route.run(context)
      if (outcome === undefined) return notFound(reply)
      if (!outcome.ok) return refuseCall(reply, outcome, statusOf(route, outcome.refusal), context)
      return reply.code(status).send(await route.answer(outcome.value, context))
    },
  })
}

function refuseCall(reply: FastifyReply, outcome: Refused<string>, status: number, context: Context): FastifyReply {
  const { words } = context
  const errors = fieldProblems(asFields(outcome.details), words)
  const problem = { title: words(`refusal.${outcome.refusal}`), status, code: outcome.refusal }
  return sendProblem(reply, errors.length > 0 ? { ...problem, errors } : problem)
}

function defineForm<P extends TSchema, B extends TSchema, A extends TSchema, T, R extends string>(
  app: FastifyInstance, route: ActionRoute<P, B, A, T, R>, contextFor: ContextFor,
): void {
  const options = optionsOf(route, 'form', { body: route.body })
  const config = { ...options.config, fromForm: route.fromForm, uploadLimit: route.bodyLimit }
  app.post(route.path, { ...options, config, attachValidation: true, validatorCompiler: formValidator }, async (request, reply) => {
    const context = contextFor<Static<P>, unknown, Static<B>>(request, reply)
    const again = (fields: Record<string, FieldError>, status: number, problem?: string) =>
      showAgain(route, context, formState(request.formValues ?? {}, fields, context.words, problem), status)
    const invalid = request.validationError?.validation
    if (request.validationError && request.validationError.validationContext !== 'body') return notFound(reply)
    if (request.intent.startsWith('add-row:')) return again({}, 200)
    if (invalid) return again(fieldErrors(invalid as never), 422)
    const outcome = await route.run(context)
    if (outcome === undefined) return notFound(reply)
    if (!outcome.ok) return again(asFields(outcome.details), statusOf(route, outcome.refusal), context.words(`refusal.${outcome.refusal}`))
    const next = route.then(outcome.value, context)
    if ('template' in next) return reply.showPage(next)
    const { to, flash } = next
    if (flash) reply.flash('success', flash)
    return reply.redirect(to, 303)
  })
}

async function showAgain<P extends TSchema, B extends TSchema, A extends TSchema, T, R extends string>(
  route: ActionRoute<P, B, A, T, R>, context: Context<Static<P>, unknown, Static<B>>, form: FormState, status: number,
): Promise<FastifyReply> {
  const page = await route.again(context, form)
  return page ? context.reply.showPage({ ...page, status, form }) : notFound(context.reply)
}

function statusOf(route: { refusals: Record<string, number> }, refusal: string): number {
  return { ...UNIVERSAL_REFUSALS, ...route.refusals }[refusal] ?? 422
}

/** What a reader may not see does not exist for them. */
function notFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound()
  return reply
}

function optionsOf(route: Common<TSchema, TSchema>, kind: 'page' | 'form' | 'api', schema: object = {}): RouteShorthandOptions {
  const { summary, params = NOTHING, query, limit } = route
  const hidden = kind === 'api' ? {} : { hide: true }
  const described = { summary, params, ...(query ? { querystring: query } : {}), ...schema, ...hidden }
  return { schema: described as object, config: { access: route.access, kind, limit } }
}
