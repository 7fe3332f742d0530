import type { Lease } from './lease.ts'
import type { Relay } from './relay.ts'

/** Work that somebody has to do again and again: due dates, mail, digests. Returns how much there was. */
export interface Chore { name: string; run(): Promise<number> }

export interface BackgroundLog { error(details: object, message: string): void }

/**
 * The one loop behind the pages. Whoever holds the lease takes events, serves the shared followers and does the
 * chores; every process keeps its own followers up to date.
 */
export function createBackground(parts: { lease: Lease; relay: Relay; chores: readonly Chore[]; log: BackgroundLog; everyMs?: number }) {
  const { lease, relay, chores, log, everyMs = 500 } = parts
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let leading = false
  let stopped = false

  async function round(): Promise<number> {
    const led = leading
    leading = await lease.hold()
    if (leading && !led) relay.resume()
    const moved = leading ? await lead() : 0
    return moved + (await relay.bring('local'))
  }

  async function lead(): Promise<number> {
    let moved = (await relay.take()) + (await relay.bring('shared'))
    for (const chore of chores) moved += await chore.run().catch((error: unknown) => complain(chore.name, error))
    return moved
  }

  function complain(name: string, error: unknown): number {
    log.error({ err: error, chore: name }, 'background work failed')
    return 0
  }

  function again(): void {
    if (stopped) return
    timer = setTimeout(() => { running = round().catch((error: unknown) => complain('round', error)).finally(again) }, everyMs)
    timer.unref()
  }

  return {
    start: again,
    /** Runs until nothing moves any more: tests and commands wait for everything that follows a decision. */
    async settle(): Promise<void> {
      await running
      for (let rounds = 0; rounds < 1000 && (await round()) > 0; rounds += 1);
      for (const [name, why] of relay.failures()) log.error({ follower: name, why }, 'follower failed')
    },
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
      await lease.release()
    },
    isLeading: (): boolean => leading,
  }
}

export type Background = ReturnType<typeof createBackground>
