/**
 * The result of asking a rule: the new value, or a typed reason why not. Exceptions are for faults.
 * `details` ties a refusal to fields: dotted path → catalogue key of the sentence shown beside it.
 */
export type Outcome<T, R extends string> = Done<T> | Refused<R>
export interface Done<T> { ok: true; value: T }
export interface Refused<R extends string> { ok: false; refusal: R; details?: Record<string, string> }

export function done<T>(value: T): Done<T> {
  return { ok: true, value }
}

export function refused<R extends string>(refusal: R, details?: Record<string, string>): Refused<R> {
  return details ? { ok: false, refusal, details } : { ok: false, refusal }
}
