import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../kernel/ids.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { TicketStore } from './ticket-store.ts'

/**
 * Hand-ins and withdrawals under way, and their end. Two processes that have no clock in common agree by two flags:
 * whoever hands in takes a ticket, then looks whether the intake has ended; whoever ends it says so, then looks for
 * tickets. At least one sees the other. So nothing is written after the count that was not refused before it.
 */
export interface Intake {
  during<T>(decide: () => Promise<T>): Promise<T>
  /** Answers when nothing is under way any more that could still count. False: somebody held a ticket too long. */
  end(need: string, deadline: Date): Promise<boolean>
}

export interface IntakeParts { tickets: TicketStore; vault: Pick<KeyVault, 'endIntake'>; ticketMs?: number }

/** A process that holds a ticket longer has died, or will find its bid frozen. Wall time, in milliseconds. */
const TICKET_MS = 30_000
const POLL_MS = 20

export function createIntake({ tickets, vault, ticketMs = TICKET_MS }: IntakeParts): Intake {
  const here = new Set<Promise<unknown>>()

  async function withTicket<T>(decide: () => Promise<T>): Promise<T> {
    const id = newId()
    await tickets.take({ id, takenAt: new Date() })
    try {
      return await decide()
    } finally {
      await tickets.giveBack(id)
    }
  }

  async function waitFor(ids: ReadonlySet<string>, until: number): Promise<boolean> {
    const left = (await tickets.all()).filter((one) => ids.has(one.id))
    if (left.length === 0) return true
    const dead = left.filter((one) => Date.now() - one.takenAt.getTime() > ticketMs)
    if (dead.length > 0 || performance.now() > until) {
      await Promise.all(left.map((one) => tickets.giveBack(one.id)))
      return false
    }
    await sleep(POLL_MS)
    return waitFor(ids, until)
  }

  return {
    async during(decide) {
      // Counted from the moment it came in, not from the moment its ticket is written.
      const work = withTicket(decide)
      here.add(work)
      try {
        return await work
      } finally {
        here.delete(work)
      }
    },
    async end(need, deadline) {
      await Promise.allSettled([...here])
      await vault.endIntake(need, deadline)
      const held = new Set((await tickets.all()).map((one) => one.id))
      return waitFor(held, performance.now() + ticketMs)
    },
  }
}
