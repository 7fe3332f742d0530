import type { Clock } from '../../kernel/clock.ts'
import type { Outbox, QueuedMail } from '../../mail/outbox.ts'
import type { Chore } from '../../relay/background.ts'
import type { Person } from '../accounts/person.ts'
import type { Digest } from './digest.ts'
import { digestOf, dueAmong, type PlanParts, type Proposal, proposalsFor } from './digest-plan.ts'

export interface DigestParts extends PlanParts {
  people: { page(search: typeof MEMBERS, cursor: string, limit: number): Promise<Person[]> }
  outbox: Outbox
  clock: Clock
}

/** Every clock of the world shows a full quarter at the same moment. */
const QUARTER = 15 * 60_000
const DAY = 24 * 60 * 60_000
/** Enough for a round of everything else to come soon. */
const BATCH = 100
const MEMBERS = { organisation: undefined, membership: 'member', text: '', addresses: false } as const

/**
 * One digest per person and period, with what is new and theirs; nothing to say, nothing sent. While the mail of some
 * goes out, what to tell the next is being found out.
 */
export function createDigestChore(parts: DigestParts): Chore {
  let lookedAt = -Infinity
  let ahead: Promise<Planned> | undefined
  return {
    name: 'digests',
    async run(goOn) {
      const now = parts.clock.now()
      const quarter = Math.floor(now.getTime() / QUARTER)
      // Digests become due on the quarter hour; the people need not be read twice a second.
      if (!ahead && quarter === lookedAt) return 0
      if (!ahead) await queueForgotten(parts, now)
      const current = ahead ?? plan(parts, '', now, goOn)
      ahead = undefined
      const planned = await current
      if (planned.next !== '') ahead = begun(plan(parts, planned.next, now, goOn))
      else if (goOn()) lookedAt = quarter
      await decide(parts, planned.proposals, now)
      return planned.proposals.length
    },
  }
}

/** `next`: where to go on; empty when that was everybody. */
interface Planned { proposals: Proposal[]; next: string }

/** Waited for in a later round, so a fault must not count as one that nobody caught. */
function begun(planned: Promise<Planned>): Promise<Planned> {
  planned.catch(() => undefined)
  return planned
}

/** What to tell the next people, in the order of their ids, whose turn it is. */
async function plan(parts: DigestParts, cursor: string, now: Date, goOn: () => boolean): Promise<Planned> {
  const people = goOn() ? await parts.people.page(MEMBERS, cursor, BATCH) : []
  const due = await dueAmong(parts, people, now)
  const next = people.length < BATCH ? '' : (people.at(-1)?.id ?? '')
  if (due.length === 0 && next !== '') return plan(parts, next, now, goOn)
  return { proposals: due.length > 0 ? await proposalsFor(parts, due, now) : [], next }
}

/** The decisions first, in one write; the mails follow from them, also in another process or after a crash. */
async function decide(parts: DigestParts, proposals: readonly Proposal[], now: Date): Promise<void> {
  if (proposals.length === 0) return
  const digests = proposals.map((one) => digestOf(one, now))
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
