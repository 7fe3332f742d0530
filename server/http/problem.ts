import type { FastifyReply } from 'fastify'
import type { Words } from '../kernel/words.ts'

/** RFC 9457, with a stable `code` and the fields it is about. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  errors?: FieldProblem[]
}

export interface FieldProblem { field: string; code: string; message: string }

export function sendProblem(reply: FastifyReply, problem: Omit<Problem, 'type'>): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').send({ type: 'about:blank', ...problem })
}

/** A catalogue key with the values its sentence needs. */
export interface FieldError { key: string; values?: Record<string, string | number> }

/** A refusal's `details` as field errors. */
export const asFields = (details: Record<string, string> = {}): Record<string, FieldError> =>
  Object.fromEntries(Object.entries(details).map(([field, key]) => [field, { key }]))

/** Fields of a refusal or of a failed validation, each with its sentence. */
export function fieldProblems(fields: Record<string, FieldError>, words: Words): FieldProblem[] {
  return Object.entries(fields).map(([field, error]) => ({ field, code: error.key, message: fieldSentence(field, error, words) }))
}

export function fieldSentence(field: string, { key, values }: FieldError, words: Words): string {
  return words(key, { label: labelOf(field, words), ...values })
}

/** `indicators.0.name` is called what `field.name` says. */
export function labelOf(field: string, words: Words): string {
  const leaf = field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? 'this'
  const key = `field.${leaf}`
  try {
    const label = words(key)
    return label === key ? words('field.this') : label
  } catch {
    return words('field.this')
  }
}
