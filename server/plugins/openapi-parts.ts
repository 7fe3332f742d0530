import type { RouteOptions } from 'fastify'

/** A route's schema as it was declared, and as the description adds to it. */
export interface Described {
  hide?: boolean
  body?: unknown
  response?: Record<string, unknown>
  security?: object[]
  operationId?: string
}

/** Every answer that is no success, in one place. */
const PROBLEMS: Record<number, string> = {
  400: 'The request does not fit its schema, or is no JSON', 401: 'Sign in first, or sign in again',
  403: 'Signed in by cookie, and the token of a form of ours is missing', 404: 'Does not exist, or not for the caller',
  409: 'Not in this state, or changed meanwhile', 410: 'Was used, or is no longer valid', 413: 'More than this call takes', 415: 'Only application/json is taken here',
  422: 'A rule refuses; `errors` names fields', 429: 'Too many requests or attempts', 431: 'Address and headers are longer than 16 KB', 500: 'A fault on our side',
}
const ALWAYS = [400, 404, 429, 431, 500]
/** Whoever sends something may send too much of it, something else, or without the token. */
const WHEN_SENT = [403, 413, 415]

/** The declared success, the refusals of the route's rules, and what may happen to any request. */
export function answersOf(schema: Described, route: RouteOptions): Record<string, unknown> {
  const { access, refusals = [] } = route.config ?? {}
  const statuses = new Set([
    ...ALWAYS, ...refusals, ...(access === 'anyone' ? [] : [401]), ...(String(route.method) === 'GET' ? [] : WHEN_SENT),
  ])
  const problems = [...statuses].sort().map((status) => [status, problem(status)] as const)
  return { ...Object.fromEntries(problems), ...successes(schema) }
}

function problem(status: number): object {
  const description = PROBLEMS[status] ?? 'Refused; `code` says why'
  const headers = status === 429 ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait' } } } : {}
  return { description, ...headers, content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } }
}

function successes({ response = {} }: Described): Record<string, unknown> {
  return Object.fromEntries(Object.entries(response).map(([status, schema]) => [status, { description: status === '201' ? 'Created' : 'Done', ...(schema as object) }]))
}

/** What has a default may be left out, so the description must not ask for it. */
export function takenBody(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(takenBody)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.entries(schema).map(([key, value]) => [key, key === 'default' || key === 'enum' ? value : takenBody(value)])
  const taken = Object.fromEntries(parts) as { required?: unknown; properties?: Record<string, object> }
  if (!Array.isArray(taken.required)) return taken
  const { required, ...rest } = taken as { required: string[]; properties?: Record<string, object> }
  const needed = required.filter((name) => !('default' in (rest.properties?.[name] ?? {})))
  return needed.length > 0 ? { ...rest, required: needed } : rest
}

/** `GET /api/v1/needs/:id` → `getNeedsById`: what generated clients call it. */
export function operationId(method: string, url: string): string {
  const words = url.replace('/api/v1/', '').split('/').map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part)).join('-').split(/[^a-z0-9]+/i)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
