/** How often somebody may be wrong, and how long they wait then, in milliseconds. */
export interface AttemptLimit { free: number; firstWait: number; longestWait: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** So long without an attempt, and all is forgotten. */
export const FORGOTTEN_AFTER = 24 * HOUR

/**
 * Whom a wrong password counts against. `pair`: one account from one network address; `device`: a browser the account
 * was used in before; both wait a minute after ten wrong ones, then twice as long each time: at most 38 guesses a day.
 * `account`: all unknown browsers together, so that many addresses don't help; `address`: one address on all accounts.
 * Known browsers count against `device` alone: nobody else's guesses keep them out.
 */
export const ATTEMPT_LIMITS = {
  pair: { free: 10, firstWait: MINUTE, longestWait: HOUR },
  device: { free: 10, firstWait: MINUTE, longestWait: HOUR },
  account: { free: 100, firstWait: HOUR, longestWait: 24 * HOUR },
  address: { free: 200, firstWait: MINUTE, longestWait: HOUR },
} as const satisfies Record<string, AttemptLimit>
/** Nobody waits, not even a process whose clock is a little behind. */
const LONG_AGO = new Date(0)
export type AttemptKind = keyof typeof ATTEMPT_LIMITS

/** Attempts in a row of which none was right. */
export interface Attempts { count: number; lastAt: Date; blockedUntil: Date }

/**
 * One more attempt: what is noted before it is made, so that a hundred at once are not one. Undefined while it has to
 * wait. The last of the free ones starts the first wait.
 */
export function nextAttempt(before: Attempts | undefined, limit: AttemptLimit, now: Date): Attempts | undefined {
  const known = before && now.getTime() - before.lastAt.getTime() < FORGOTTEN_AFTER ? before : undefined
  if (known && now < known.blockedUntil) return undefined
  const count = (known?.count ?? 0) + 1
  const wait = waitAfter(count, limit)
  return { count, lastAt: now, blockedUntil: wait === 0 ? LONG_AGO : new Date(now.getTime() + wait) }
}

function waitAfter(count: number, { free, firstWait, longestWait }: AttemptLimit): number {
  const over = count - free
  return over < 0 ? 0 : Math.min(firstWait * 2 ** Math.min(over, 30), longestWait)
}
