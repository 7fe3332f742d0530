import { type Actor, hasRole } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** Why somebody's data can't be erased yet. `needs`: numbers of the competitions it is about. */
export const OBLIGATIONS = ['staff-role', 'need-under-way', 'bid-under-way', 'panel-seat', 'objection-open', 'last-manager'] as const
export interface Obligation { kind: (typeof OBLIGATIONS)[number]; needs: string[] }

export const ERASURE_STATES = ['asked', 'decided', 'done', 'refused', 'withdrawn'] as const

/** A person asks to be forgotten; an administrator sees to it. `decided`: being carried out. */
export interface ErasureRequest extends Aggregate {
  person: string
  state: (typeof ERASURE_STATES)[number]
  /** What else to look for in what they wrote: a phone number, another spelling. Forgotten when it is done. */
  also: string[]
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  /** Why it was refused; shown to the person. */
  reason: string
}

export type ErasureRefusal = 'has-obligations' | 'already-asked' | 'not-asked' | 'not-administrator' | 'own-account' | 'not-own-request' | 'reason-missing'

export function askErasure(
  id: string, also: readonly string[], obligations: readonly Obligation[], actor: Actor, now: Date,
): Outcome<ErasureRequest, ErasureRefusal> {
  if (obligations.length > 0) return refused('has-obligations')
  const request: ErasureRequest = {
    id, revision: 0, events: [], person: actor.id, state: 'asked', also: [...also], askedAt: now, decidedBy: null, decidedAt: null, reason: '',
  }
  return done(record(request, {}, { type: 'erasure-asked', by: actor.id, at: now }))
}

/** Nobody erases what shows what they did themselves; and what was free of obligations when asked may not be any more. */
export function decideErasure(request: ErasureRequest, obligations: readonly Obligation[], actor: Actor, now: Date): Outcome<ErasureRequest, ErasureRefusal> {
  const why = whyNotDecide(request, actor)
  if (why) return refused(why)
  if (obligations.length > 0) return refused('has-obligations')
  return done(record(request, { state: 'decided', decidedBy: actor.id, decidedAt: now }, { type: 'erasure-decided', by: actor.id, at: now }))
}

export function refuseErasure(request: ErasureRequest, reason: string, actor: Actor, now: Date): Outcome<ErasureRequest, ErasureRefusal> {
  const why = whyNotDecide(request, actor)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const changes = { state: 'refused' as const, decidedBy: actor.id, decidedAt: now, reason: reason.trim(), also: [] }
  return done(record(request, changes, { type: 'erasure-refused', by: actor.id, at: now }))
}

export function withdrawErasure(request: ErasureRequest, actor: Actor, now: Date): Outcome<ErasureRequest, ErasureRefusal> {
  if (request.person !== actor.id) return refused('not-own-request')
  if (request.state !== 'asked') return refused('not-asked')
  return done(record(request, { state: 'withdrawn', also: [] }, { type: 'erasure-withdrawn', by: actor.id, at: now }))
}

/** Everything is gone; what to look for is forgotten, too. */
export const finishErasure = (request: ErasureRequest, now: Date): Outcome<ErasureRequest, never> =>
  done(request.state === 'decided' ? record(request, { state: 'done', also: [] }, { type: 'erasure-done', by: request.decidedBy ?? '', at: now }) : request)

function whyNotDecide(request: ErasureRequest, actor: Actor): ErasureRefusal | undefined {
  if (!hasRole(actor, 'administrator')) return 'not-administrator'
  if (request.person === actor.id) return 'own-account'
  return request.state === 'asked' ? undefined : 'not-asked'
}
