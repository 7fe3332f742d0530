import type { Clock } from '../../kernel/clock.ts'
import type { Outbox, QueuedMail } from '../../mail/outbox.ts'
import type { Chore } from '../../relay/background.ts'
import type { Person } from '../accounts/person.ts'
import type { Digest } from './digest.ts'
import { digestOf, dueAmong, type Due, type PlanParts, proposalsFor } from './digest-plan.ts'

export interface DigestParts extends PlanParts {
  people: { page(search: typeof MEMBERS, cursor: string, limit: number): Promise<Person[]> }
  outbox: Outbox
  clock: Clock
}

/** Every clock of the world shows a full quarter at the same moment. */
const QUARTER = 15 * 60_000
const DAY = 24 * 60 * 60_000
/** Enough for a round of everything else to come soon. */
const BATCH = 200
const MEMBERS = { organisation: undefined, membership: 'member', text: '', addresses: false } as const

/** One digest per person and period, with what is new and theirs; nothing to say, nothing sent. */
export function createDigestChore(parts: DigestParts): Chore {
  let lookedAt = -Infinity
  let cursor = ''
  return {
    name: 'digests',
    async run(goOn) {
      const now = parts.clock.now()
      const quarter = Math.floor(now.getTime() / QUARTER)
      // Digests become due on the quarter hour; the people need not be read twice a second.
      if (cursor === '' && quarter === lookedAt) return 0
      if (cursor === '') await queueForgotten(parts, now)
      while (goOn()) {
        const { due, next } = await nextDue(parts, cursor, now)
        await digestsFor(parts, due, now)
        cursor = next
        if (cursor === '') lookedAt = quarter
        if (due.length > 0 || cursor === '') return due.length
      }
      return 0
    },
  }
}

/** The next people in the order of their ids, and where to go on; an empty cursor: that was everybody. */
async function nextDue(parts: DigestParts, cursor: string, now: Date): Promise<{ due: Due[]; next: string }> {
  const people = await parts.people.page(MEMBERS, cursor, BATCH)
  return { due: await dueAmong(parts, people, now), next: people.length < BATCH ? '' : (people.at(-1)?.id ?? '') }
}

/** The decisions first, in one write; the mails follow from them, also in another process or after a crash. */
async function digestsFor(parts: DigestParts, due: readonly Due[], now: Date): Promise<void> {
  if (due.length === 0) return
  const digests = (await proposalsFor(parts, due, now)).map((one) => digestOf(one, now))
  const decided = await parts.digests.decide(digests)
  await parts.outbox.queueAll(digests.filter((one) => decided.has(one.id) && one.state === 'told').map(mailOf))
}

/** Decided, but perhaps not queued: whoever decided died in between. Queueing twice is once. */
async function queueForgotten({ digests, outbox }: DigestParts, now: Date): Promise<void> {
  const told = await digests.toldSince(new Date(now.getTime() - 3 * DAY))
  await outbox.queueMissing(told.map((id) => mailOf({ id, person: id.slice(0, id.lastIndexOf(':')) })))
}

const mailOf = ({ id, person }: Pick<Digest, 'id' | 'person'>): QueuedMail =>
  ({ id: `digest:${id}`, to: person, template: 'digest', model: { digest: id }, privacy: 'open' })
