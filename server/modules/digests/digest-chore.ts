import type { Clock } from '../../kernel/clock.ts'
import type { Role } from '../../kernel/actor.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { Chore } from '../../relay/background.ts'
import type { Journal } from '../../relay/journal.ts'
import type { Person } from '../accounts/person.ts'
import type { Need } from '../competition/need.ts'
import type { NeedMatch } from '../matching/match-service.ts'
import { chosen, type Digest, firstSince, periodOf, type Rhythm } from './digest.ts'
import type { DigestStore } from './digest-store.ts'

export interface DigestParts {
  people: { withRole(role: Role): Promise<Person[]> }
  needs: { inStatus(statuses: readonly Need['status'][]): Promise<Need[]> }
  matching: { needsFor(person: string, limit: number, now: Date): Promise<NeedMatch[]> }
  digests: DigestStore
  journal: Journal
  outbox: Outbox
  clock: Clock
}

/** What one person would be told now, and why. */
export interface Proposal { person: Person; rhythm: Rhythm; period: string; seq: number; needs: string[]; more: number; matches: NeedMatch[] }

const MINUTE = 60_000
const BATCH = 50
/** Everything that fits, so that what is new is found however low it ranks. */
const ALL = 500

/** One digest per person and period, with what is new and fits; nothing to say, nothing sent. */
export function createDigestChore(parts: DigestParts): Chore {
  let lookedAt = -Infinity
  return {
    name: 'digests',
    async run(goOn) {
      const now = parts.clock.now()
      // Dates change slowly; the people need not be read twice a second.
      if (Math.abs(now.getTime() - lookedAt) < MINUTE) return 0
      for (const digest of await parts.digests.decided(BATCH)) await queue(parts, digest)
      const due = (await duePeople(parts, now)).slice(0, BATCH)
      for (const person of due) if (goOn()) await digestFor(parts, person, now)
      if (due.length < BATCH && goOn()) lookedAt = now.getTime()
      return due.length
    },
  }
}

/** Those whose digest of this period has not been decided. */
export async function duePeople({ people, digests }: Pick<DigestParts, 'people' | 'digests'>, now: Date): Promise<Person[]> {
  const readers = (await people.withRole('researcher')).filter((one) => one.preferences.digest !== 'off')
  const known = await digests.known(readers.map((one) => idOf(one, now)))
  return readers.filter((one) => !known.has(idOf(one, now)))
}

const idOf = (person: Person, now: Date): string => `${person.id}:${periodOf(rhythmOf(person), now)}`
const rhythmOf = ({ preferences }: Person): Rhythm => (preferences.digest === 'daily' ? 'daily' : 'weekly')

/** The decision first, in one write; the mail follows from it, also in another process or after a crash. */
async function digestFor(parts: DigestParts, person: Person, now: Date): Promise<void> {
  const { rhythm, period, seq, needs, more } = await proposalFor(parts, person, now)
  const state = needs.length > 0 ? 'decided' : 'nothing'
  const digest: Digest = { id: idOf(person, now), person: person.id, period, rhythm, at: now, seq, needs, more, state }
  if ((await parts.digests.decide(digest)) && state === 'decided') await queue(parts, digest)
}

async function queue({ outbox, digests }: DigestParts, { id, person }: Digest): Promise<void> {
  await outbox.queue({ id: `digest:${id}`, to: person, template: 'digest', model: { digest: id }, privacy: 'open' })
  await digests.queued(id)
}

/** Changes nothing: also what the dry run shows. */
export async function proposalFor(parts: Omit<DigestParts, 'outbox' | 'people'>, person: Person, now: Date): Promise<Proposal> {
  const rhythm = rhythmOf(person)
  const seq = await parts.journal.last()
  const fresh = await freshNeeds(parts, person.id, rhythm, seq, now)
  const head = { person, rhythm, period: periodOf(rhythm, now), seq }
  if (fresh.size === 0) return { ...head, needs: [], more: 0, matches: [] }
  const [ranked, told] = await Promise.all([parts.matching.needsFor(person.id, ALL, now), parts.digests.toldTo(person.id)])
  const { needs, more } = chosen(ranked.map((one) => one.need.id), fresh, told)
  return { ...head, needs, more, matches: ranked.filter((one) => needs.includes(one.need.id)) }
}

/** Published since the last digest, by the journal's numbers: by date, what was written late would be lost for ever. */
async function freshNeeds(
  { digests, journal, needs }: Omit<DigestParts, 'outbox' | 'people'>, person: string, rhythm: Rhythm, upTo: number, now: Date,
): Promise<Set<string>> {
  const last = await digests.lastOf(person)
  if (last) return new Set((await journal.ofType('need-published', last.seq)).filter((one) => one.seq <= upTo).map((one) => one.subject))
  const since = firstSince(rhythm, now)
  const open = await needs.inStatus(['published'])
  return new Set(open.filter(({ entered }) => entered.published && entered.published >= since).map((need) => need.id))
}
