/** The result of asking a rule: the new value, or a typed reason why not. Exceptions are for faults. */
export type Outcome<T, R extends string> = { ok: true; value: T } | { ok: false; refusal: R }

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refused<R extends string>(refusal: R): { ok: false; refusal: R } {
  return { ok: false, refusal }
}
