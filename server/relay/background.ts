import type { Lease } from './lease.ts'
import type { Relay } from './relay.ts'

/** Work that somebody has to do again and again: due dates, mail, digests. */
export interface Chore {
  name: string
  /** Returns how much there was. Long work asks `goOn` between its pieces and leaves the rest when told so. */
  run(goOn: () => boolean): Promise<number>
}

export interface BackgroundLog { error(details: object, message: string): void }

/** A rush of events in the loop's own rounds must not keep it from ever being idle. */
const MOST_ROUNDS = 10_000

/**
 * The one loop behind the pages. Whoever holds the lease takes events, serves the shared followers and does the
 * chores; every process keeps its own followers up to date. Rounds never overlap within a process.
 */
export function createBackground(parts: { lease: Lease; relay: Relay; chores: readonly Chore[]; log: BackgroundLog; everyMs?: number }) {
  const { lease, relay, chores, log, everyMs = 500 } = parts
  let timer: NodeJS.Timeout | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let leading = false
  let stopped = false
  let reported = new Map<string, string>()
  const goOn = (): boolean => leading && !stopped

  function round(): Promise<number> {
    const mine = queue.then(() => (stopped ? 0 : once()))
    queue = mine.catch(() => undefined)
    return mine
  }

  async function once(): Promise<number> {
    await keepLease()
    const heart = setInterval(() => void keepLease().catch(() => { leading = false }), lease.milliseconds / 3)
    try {
      return (leading ? await lead() : 0) + (await relay.bring('local'))
    } finally {
      clearInterval(heart)
      reportFailures()
    }
  }

  async function keepLease(): Promise<void> {
    const led = leading
    leading = await lease.hold()
    if (leading && !led) relay.resume()
  }

  /** One part that fails does not keep the others from their work. */
  async function lead(): Promise<number> {
    let moved = await attempt('relay', relay.take)
    moved += await attempt('followers', () => relay.bring('shared'))
    for (const chore of chores) if (goOn()) moved += await attempt(chore.name, () => chore.run(goOn))
    return moved
  }

  async function attempt(name: string, work: () => Promise<number>): Promise<number> {
    return work().catch((error: unknown) => complain(name, error))
  }

  function complain(chore: string, error: unknown): number {
    log.error({ err: error, chore }, 'background work failed')
    return 0
  }

  /** Said once for each reason, not at every attempt. */
  function reportFailures(): void {
    const failures = relay.failures()
    for (const [follower, why] of failures) if (reported.get(follower) !== why) log.error({ follower, why }, 'follower waits')
    reported = new Map(failures)
  }

  /** At once while there is something to do: ten thousand digests are many rounds. */
  function again(moved = 0): void {
    if (stopped) return
    timer = setTimeout(() => void attempt('round', round).then(again), moved > 0 ? 0 : everyMs)
    timer.unref()
  }

  return {
    start: () => again(),
    /** Runs until nothing moves any more: tests and commands wait for everything that follows a decision. */
    async settle(): Promise<void> {
      for (let rounds = 0; (await round()) > 0; rounds += 1) if (rounds > MOST_ROUNDS) throw new Error('background work never ends')
    },
    /** Finishes the piece in hand and gives the lease back. */
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await queue
      await lease.release()
    },
    isLeading: (): boolean => leading,
  }
}

export type Background = ReturnType<typeof createBackground>
