import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, Viewer } from '../kernel/actor.ts'
import type { Words } from '../kernel/words.ts'
import { type FieldError, fieldSentence } from './problem.ts'
import type { FormState, Frame, Locale } from './page.ts'

/** A refusal nobody has given a place to: some store or rule was asked that this route did not declare. */
export const UNIVERSAL_REFUSALS = { conflict: 409 } as const

/** Who asks, in which language, at what time. */
export interface Context<P = unknown, Q = unknown, B = unknown> {
  viewer: Viewer
  /** The signed-in actor; asking for it on a route that strangers may enter is a fault. */
  actor: Actor
  locale: Locale
  words: Words
  now: Date
  params: P
  query: Q
  body: B
  request: FastifyRequest
  reply: FastifyReply
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer
    /** What the frame prints about the signed-in person. */
    account: Frame['viewer']
    /** Id of the row that makes this session revocable. */
    session: string | undefined
    /** Signed in by cookie, so state may only be changed with a CSRF token. */
    byCookie: boolean
    locale: Locale
    /** What a browser sent, without the token and the button. */
    formValues: Record<string, unknown> | undefined
    /** Which button sent the form: `add-row:indicators` asks for one more row, nothing else. */
    intent: string
  }
}

export function contextOf<P, Q, B>(request: FastifyRequest, reply: FastifyReply, words: Words, now: Date): Context<P, Q, B> {
  return {
    viewer: request.viewer,
    get actor() {
      if (!request.viewer) throw new Error('this route needs access "signed-in" or a role')
      return request.viewer
    },
    locale: request.locale, words, now, request, reply,
    params: request.params as P, query: request.query as Q, body: request.body as B,
  }
}

/** What a refused form looks like to its reader. */
export function formState(
  values: Record<string, unknown>, fields: Record<string, FieldError>, words: Words, problem?: string,
): FormState {
  const errors = Object.fromEntries(Object.entries(fields).map(([field, error]) => [field, fieldSentence(field, error, words)]))
  return problem ? { values, errors, problem } : { values, errors }
}
