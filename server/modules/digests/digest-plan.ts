import type { Journal } from '../../relay/journal.ts'
import type { Person } from '../accounts/person.ts'
import { type DigestTopic, rhythmOf, topicsOf } from '../accounts/preferences.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import { chosen, CITY_ZONE, civilDay, type Covered, type Digest, type DigestPart, dueTopics, periodsAt, type Periods } from './digest.ts'
import type { DigestReader, DigestSection } from './digest-section.ts'
import type { DigestStore } from './digest-store.ts'

/** The best ones show their evidence; with all of them a digest would be a report. */
const EXPLAINED = 3

export interface PlanParts {
  digestSections: readonly DigestSection[]
  digests: DigestStore
  journal: Pick<Journal, 'last'>
  policies: Pick<PolicyStore, 'current'>
}

/** Somebody whose digest has to be decided now, and what it is about. */
export interface Due { person: Person; periods: Periods; topics: DigestTopic[]; last: Digest | undefined }

/** What one person would be told, and where the looking stops. */
export interface Proposal extends Due { seq: number; parts: DigestPart[] }

/** Those of these people whose turn it is, by their own clock and the calendar of the city. */
export async function dueAmong({ policies, digests }: PlanParts, people: readonly Person[], now: Date): Promise<Due[]> {
  const calendar = await policies.current()
  const readers = people.flatMap((person) => {
    const periods = periodsAt(now, person.preferences.timeZone, calendar)
    return person.active && person.membership === 'member' && periods ? [{ person, periods }] : []
  })
  const last = await digests.lastOf(readers.map((one) => one.person.id))
  return readers.flatMap(({ person, periods }) => {
    const known = last.get(person.id)
    // A second one on the same day would be decided in vain: its id is taken.
    if ((known?.period ?? '') >= periods.day) return []
    const topics = dueTopics(topicsOf(person.roles), person.preferences, known, periods)
    return topics.length > 0 ? [{ person, periods, topics, last: known }] : []
  })
}

/** As if the turn of all their topics had come. */
export async function asIfDue({ digests }: PlanParts, people: readonly Person[], now: Date): Promise<Due[]> {
  const last = await digests.lastOf(people.map((one) => one.id))
  return people.map((person) => {
    const day = civilDay(now, person.preferences.timeZone ?? CITY_ZONE)
    const topics = topicsOf(person.roles).filter((topic) => rhythmOf(person.preferences, topic) !== 'off')
    return { person, periods: { day, week: day }, topics, last: last.get(person.id) }
  })
}

/** Changes nothing: also what the dry run shows. */
export async function proposalsFor(parts: PlanParts, dues: readonly Due[], now: Date): Promise<Proposal[]> {
  const seq = await parts.journal.last()
  const told = await parts.digests.toldTo(dues.map((one) => one.person.id))
  const proposals = new Map(dues.map((due) => [due.person.id, { ...due, seq, parts: [] as DigestPart[] }]))
  for (const section of parts.digestSections) await propose(section, proposals, told, now)
  return [...proposals.values()]
}

async function propose(section: DigestSection, proposals: ReadonlyMap<string, Proposal>, told: ReadonlyMap<string, Set<string>>, now: Date): Promise<void> {
  const { topic } = section
  const readers = [...proposals.values()].filter((one) => one.topics.includes(topic)).map((due) => readerOf(due, topic, told))
  if (readers.length === 0) return
  const found = await section.choose(readers, now)
  const few = readers.map((reader) => ({ reader, ...chosen(found.get(reader.person.id) ?? [], reader.told) })).filter((one) => one.items.length > 0)
  const first = few.flatMap((one) => one.items.slice(0, EXPLAINED))
  const explained = new Map((await section.explain?.(first) ?? first).map((item, i) => [first[i], item]))
  for (const { reader: { person }, items, more } of few) {
    const rhythm = rhythmOf(person.preferences, topic)
    proposals.get(person.id)?.parts.push({ topic, rhythm, items: items.map((item) => explained.get(item) ?? item), more })
  }
}

function readerOf({ person, last }: Due, topic: DigestTopic, told: ReadonlyMap<string, Set<string>>): DigestReader {
  const prefix = `${topic} `
  const known = [...(told.get(person.id) ?? [])].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  return { person, after: last?.covered[topic]?.seq ?? null, told: new Set(known) }
}

/** The decision as it is kept. Topics whose turn it was not keep the place from which they will look. */
export function digestOf({ person, periods, topics, last, seq, parts }: Proposal, now: Date): Digest {
  const here: Covered = { period: periods.day, seq }
  const covered = { ...last?.covered, ...Object.fromEntries(topics.map((topic) => [topic, here])) }
  return { id: `${person.id}:${periods.day}`, person: person.id, period: periods.day, at: now, covered, parts, state: parts.length > 0 ? 'told' : 'nothing' }
}
