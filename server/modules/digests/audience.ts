import type { Role } from '../../kernel/actor.ts'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Organisation } from '../accounts/organisation.ts'
import type { Person } from '../accounts/person.ts'
import { type BidFacts, isStale } from '../bids/bid.ts'
import { isOpened } from '../bids/bid-view.ts'
import type { Need } from '../competition/need.ts'
import type { ExpertInvitation } from '../invitations/expert-invitation.ts'
import type { Question } from '../questions/question.ts'
import { secondOfficer } from './escalation.ts'
import type { Audience } from './notice-rule.ts'

/** What a notice is about: a need with its competition, or an organisation and its people. */
export type About = { need: Need } | { organisation: Organisation }

/** What has to be known to say who is concerned. Bids never leave here: they only lead to the people who wrote them. */
export interface AudienceStores {
  people: { find(id: string): Promise<Person | undefined>; withRole(role: Role): Promise<Person[]>; ofOrganisation(id: string): Promise<Person[]> }
  bids: { find(id: string): Promise<BidFacts | undefined>; ofNeed(need: string): Promise<BidFacts[]> }
  organisations: { find(id: string): Promise<Organisation | undefined> }
  questions: { find(id: string): Promise<Question | undefined> }
  experts: { find(id: string): Promise<ExpertInvitation | undefined> }
  follows: { ofNeed(need: string): Promise<string[]> }
  journal: { about(subject: string): Promise<JournalEntry[]> }
}

/** Told even of what they did themselves: it is their receipt. */
const ALSO_OF_OWN: readonly Audience[] = ['bidder', 'objector']

/** Ids of the people to be told, each once. */
export async function peopleOf(stores: AudienceStores, to: Audience, about: About, entry: JournalEntry): Promise<string[]> {
  const found = 'need' in about ? await FINDERS[to](stores, about.need, entry) : await INSIDERS[to]?.(stores, about.organisation, entry)
  const others = (found ?? []).filter((id) => ALSO_OF_OWN.includes(to) || id !== entry.by)
  return [...new Set(others)]
}

type Finder<T> = (stores: AudienceStores, about: T, entry: JournalEntry) => Promise<string[]> | string[]

const nobody = (): string[] => []

const FINDERS: Record<Audience, Finder<Need>> = {
  issuer: issuersOf,
  officers: ({ people }) => idsOf(people.withRole('officer')),
  'second-officer': escalated,
  'awaited-openers': (stores, need, entry) => (need.opening[0]?.side === 'issuer' ? FINDERS.officers : FINDERS.issuer)(stores, need, entry),
  'new-reviewers': (_, need, { data }) => need.panel.map((one) => one.person).filter((id) => listed(data['reviewers']).includes(id)),
  'awaited-reviewers': (_, need) =>
    need.status === 'evaluating' ? need.panel.filter((one) => one.conflict === 'none' && !one.submitted).map((one) => one.person) : [],
  'late-reviewers': (_, need) => need.panel.filter((one) => one.conflict === 'undeclared' || (one.conflict === 'none' && !one.submitted)).map((one) => one.person),
  winner: (stores, need, { data }) => authorOf(stores, data['winner'] ?? need.award?.winner),
  'former-winner': (stores, _, { data }) => authorOf(stores, data['winner']),
  losers: losersOf,
  bidders: biddersOf,
  'stale-bidders': async ({ bids }, need) => authorsOf(await bids.ofNeed(need.id), (bid) => isStale(bid, need)),
  drafters: async ({ bids }, need) => authorsOf(await bids.ofNeed(need.id), (bid) => bid.receipt === null),
  counterparty: (stores, need, entry) => (entry.data['side'] === 'issuer' ? FINDERS.winner : FINDERS.issuer)(stores, need, entry),
  'awaited-signers': awaitedSigners,
  objector: (_, need, { data }) => need.objections.filter((one) => one.id === data['objection']).map((one) => one.person),
  bidder: (stores, _, { subject }) => authorOf(stores, subject),
  followers: followersOf,
  asker: askerOf,
  referrer: async ({ experts }, _, { subject }) => [(await experts.find(subject))?.referrer ?? []].flat(),
  managers: nobody, member: nobody,
}

/** Who is concerned by what happens to an organisation and its people. */
const INSIDERS: Partial<Record<Audience, Finder<Organisation>>> = {
  officers: ({ people }, { verification }) => (verification === 'pending' ? idsOf(people.withRole('officer')) : []),
  managers: managersOf,
  member: (_, __, { subject }) => [subject],
}

/** Whoever writes needs there; where nobody does any more, whoever manages the organisation. */
async function issuersOf({ people }: AudienceStores, need: Need): Promise<string[]> {
  const all = (await people.ofOrganisation(need.organisation)).filter((one) => one.active)
  const issuers = all.filter((one) => one.roles.includes('issuer') || one.id === need.createdBy)
  return (issuers.length > 0 ? issuers : all.filter((one) => one.roles.includes('manager'))).map((one) => one.id)
}

/** A person who is already in has nobody to let them in; the one who founded an organisation neither. */
async function managersOf({ people }: AudienceStores, { id }: Organisation, { source, subject }: JournalEntry): Promise<string[]> {
  if (source === 'people' && (await people.find(subject))?.membership !== 'requested') return []
  return (await people.ofOrganisation(id)).filter((one) => one.active && one.roles.includes('manager')).map((one) => one.id)
}

async function escalated({ people, journal }: AudienceStores, need: Need): Promise<string[]> {
  const officers = (await people.withRole('officer')).filter((one) => one.active).map((one) => one.id)
  const last = (await journal.about(need.id)).findLast(({ by }) => officers.includes(by))?.by
  return [secondOfficer(officers, need, last) ?? []].flat()
}

async function losersOf({ bids }: AudienceStores, need: Need): Promise<string[]> {
  const ranked = need.award?.ranking.map((one) => one.bid) ?? []
  return authorsOf(await bids.ofNeed(need.id), (bid) => ranked.includes(bid.id) && bid.id !== need.award?.winner)
}

/** Everybody who handed in; once bids are opened, those whose bid was. The asker of a question is told as such. */
async function biddersOf(stores: AudienceStores, need: Need, entry: JournalEntry): Promise<string[]> {
  const asker = await askerOf(stores, need, entry)
  const all = authorsOf(await stores.bids.ofNeed(need.id), (bid) => bid.receipt !== null && (!need.minutes || isOpened(bid, need)))
  return all.filter((id) => !asker.includes(id))
}

/** Those who hear of it in another part are told once. */
async function followersOf(stores: AudienceStores, need: Need, entry: JournalEntry): Promise<string[]> {
  const told = [...authorsOf(await stores.bids.ofNeed(need.id), () => true), ...(await askerOf(stores, need, entry))]
  return (await stores.follows.ofNeed(need.id)).filter((id) => !told.includes(id))
}

async function askerOf({ questions }: AudienceStores, _: Need, { source, subject }: JournalEntry): Promise<string[]> {
  return source === 'questions' ? [(await questions.find(subject))?.asker ?? []].flat() : []
}

async function awaitedSigners(stores: AudienceStores, need: Need, entry: JournalEntry): Promise<string[]> {
  const sides = need.contract?.signatures.map((one) => one.side) ?? []
  const [issuer, winner] = [await FINDERS.issuer(stores, need, entry), await FINDERS.winner(stores, need, entry)]
  return [...(sides.includes('issuer') ? [] : issuer), ...(sides.includes('performer') ? [] : winner)]
}

async function authorOf({ bids }: AudienceStores, bid: unknown): Promise<string[]> {
  const found = typeof bid === 'string' ? await bids.find(bid) : undefined
  return found ? [found.bidder] : []
}

const authorsOf = (bids: readonly BidFacts[], which: (bid: BidFacts) => boolean): string[] => bids.filter(which).map((bid) => bid.bidder)
const idsOf = async (people: Promise<Person[]>): Promise<string[]> => (await people).map((one) => one.id)
const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
