import { CLOCK } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { AggregateStore } from '../../store/aggregate-store.ts'
import { decideAgain } from '../../store/decide-again.ts'
import type { Person } from '../accounts/person.ts'

export const GONE = '■'

/** Nobody's address, unique as the store asks for (RFC 2606). */
const addressOf = (id: string): string => `${id}@erased.invalid`
export const isErased = ({ id, email }: Pick<Person, 'id' | 'email'>): boolean => email === addressOf(id)

type Parts = Pick<Services, 'people' | 'secondFactors' | 'needs' | 'teams' | 'verdicts' | 'scoreSheets' | 'questions' | 'experts' | 'personalData' | 'outboxStore' | 'clock' | 'keptMails'>

/**
 * Takes a person out of every place the table of holdings names; their id stays and is a pseudonym from then on. The account
 * goes last, so that an interrupted erasure begins again with everything it has to look for.
 */
export async function erasePerson(parts: Parts, id: string, also: readonly string[]): Promise<void> {
  const person = await parts.people.find(id)
  if (!person || isErased(person)) return
  const words = [person.email, person.name, ...also].filter((word) => word.trim().length > 1)
  await emptyAccount(parts, id, { active: false, membership: 'refused', roles: [], roleProposal: null, reset: null, passwordHash: '', sessionEpoch: person.sessionEpoch + 1 })
  await emptyWhatTheyWrote(parts, id, words)
  await emptyQuestions(parts, id, words)
  await parts.secondFactors.decide(id, (factor) => done({ ...factor, secret: null, offered: null, recovery: [], enrolledAt: null, revision: factor.revision + 1 }))
  await parts.personalData.deleteRows(person)
  await parts.outboxStore.trustAddress(person.email)
  await parts.keptMails?.forget(person.email)
  await emptyAccount(parts, id, { name: `#${id.slice(-4)}`, email: addressOf(id) })
}

async function emptyAccount({ people, clock }: Parts, id: string, changes: Partial<Person>): Promise<void> {
  await mustDecide(people, id, (person) => erased(person, changes, clock.now()))
}

/** Words of theirs in decisions stay, without what names them; other people's stay as they are. */
async function emptyWhatTheyWrote({ needs, teams, verdicts, scoreSheets, clock }: Parts, id: string, words: readonly string[]): Promise<void> {
  const now = clock.now()
  for (const team of await teams.withMember(id)) {
    await mustDecide(teams, team.id, (one) => erased(one, { ...without(words, textsOf(one)), members: one.members.filter((member) => member !== id) }, now))
  }
  for (const need of await needs.list({ $or: [{ 'objections.person': id }, { 'panel.person': id }] })) {
    await mustDecide(needs, need.id, (one) => erased(one, {
      objections: one.objections.map((each) => (each.person === id ? { ...each, realName: GONE, text: without(words, each.text) } : each)),
      panel: one.panel.map((each) => (each.person === id ? { ...each, reason: without(words, each.reason) } : each)),
    }, now))
  }
  for (const verdict of await verdicts.list({ by: id })) {
    await mustDecide(verdicts, verdict.id, (one) => erased(one, { reason: without(words, one.reason) }, now))
  }
  for (const sheet of await scoreSheets.list({ reviewer: id })) {
    await mustDecide(scoreSheets, sheet.id, (one) => erased(one, { marks: without(words, one.marks), final: without(words, one.final) }, now))
  }
}

/** Without an event: its time beside the erasure's would tell the trail's readers who had asked. */
async function emptyQuestions({ questions, experts }: Parts, id: string, words: readonly string[]): Promise<void> {
  for (const question of await questions.list({ asker: id })) {
    await mustDecide(questions, question.id, (one) => ({ ...one, asker: '', text: without(words, one.text), shown: without(words, one.shown), revision: one.revision + 1 }))
  }
  for (const invitation of await experts.list({ referrer: id })) {
    await mustDecide(experts, invitation.id, (one) => ({ ...one, why: without(words, one.why), revision: one.revision + 1 }))
  }
}

const textsOf = ({ name, profile, keywords }: { name: string; profile: string; keywords: string[] }) => ({ name, profile, keywords })

const erased = <A extends Aggregate>(before: A, changes: Partial<A>, now: Date): A =>
  record(before, changes, { type: 'personal-data-erased', by: CLOCK.id, at: now })

/** Whoever decides at the same moment wins; then it is done again. */
async function mustDecide<A extends Aggregate>(store: AggregateStore<A>, id: string, change: (current: A) => A): Promise<void> {
  const outcome = await decideAgain(() => store.decide(id, (current) => done(change(current))))
  if (outcome && !outcome.ok) throw new Error(`${id} is changed all the time: its erasure has to be tried again`)
}

/** The same value with every word replaced, in texts at any depth, however it is capitalised. */
export function without<T>(words: readonly string[], value: T): T {
  if (words.length === 0) return value
  const pattern = new RegExp(words.toSorted((a, b) => b.length - a.length).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'), 'giu')
  const cleaned = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replaceAll(pattern, GONE)
    if (Array.isArray(one)) return one.map(cleaned)
    if (typeof one !== 'object' || one === null || one instanceof Date) return one
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, cleaned(each)]))
  }
  return cleaned(value) as T
}
