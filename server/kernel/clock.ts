/** Where the time comes from. Rules never ask for it: they are told. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests and demonstrations: it stands still until moved. */
export class MovableClock implements Clock {
  #now: number

  constructor(start: Date) {
    this.#now = start.getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  /** Moves on by milliseconds. */
  advance(milliseconds: number): void {
    this.#now += milliseconds
  }

  set(to: Date): void {
    this.#now = to.getTime()
  }
}
