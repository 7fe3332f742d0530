import type { Role } from '../../kernel/actor.ts'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Person } from '../accounts/person.ts'
import type { BidFacts } from '../bids/bid.ts'
import type { Need } from '../competition/need.ts'
import type { Audience } from './notices.ts'

/** What has to be known to say who is concerned. Bids never leave here: they only lead to the people who wrote them. */
export interface AudienceStores {
  people: { find(id: string): Promise<Person | undefined>; withRole(role: Role): Promise<Person[]>; ofOrganisation(id: string): Promise<Person[]> }
  bids: { find(id: string): Promise<BidFacts | undefined>; ofNeed(need: string): Promise<BidFacts[]> }
}

/** Told even of what they did themselves: it is their receipt. */
const ALSO_OF_OWN: readonly Audience[] = ['bidder', 'objector']

/** Ids of the people to be told, each once. */
export async function peopleOf(stores: AudienceStores, to: Audience, need: Need, entry: JournalEntry): Promise<string[]> {
  const found = await FINDERS[to](stores, need, entry)
  const others = ALSO_OF_OWN.includes(to) ? found : found.filter((id) => id !== entry.by)
  return [...new Set(others)]
}

type Finder = (stores: AudienceStores, need: Need, entry: JournalEntry) => Promise<string[]> | string[]

const FINDERS: Record<Audience, Finder> = {
  issuer: issuersOf,
  officers: ({ people }) => idsOf(people.withRole('officer')),
  'awaited-openers': (stores, need, entry) => (need.opening[0]?.side === 'issuer' ? FINDERS.officers : FINDERS.issuer)(stores, need, entry),
  'new-reviewers': (_, need, { data }) => need.panel.map((one) => one.person).filter((id) => listed(data['reviewers']).includes(id)),
  'awaited-reviewers': (_, need) =>
    need.status === 'evaluating' ? need.panel.filter((one) => one.conflict === 'none' && !one.submitted).map((one) => one.person) : [],
  winner: (stores, need, { data }) => authorOf(stores, data['winner'] ?? need.award?.winner),
  'former-winner': (stores, _, { data }) => authorOf(stores, data['winner']),
  losers: losersOf,
  bidders: biddersOf,
  counterparty: (stores, need, entry) => (entry.data['side'] === 'issuer' ? FINDERS.winner : FINDERS.issuer)(stores, need, entry),
  objector: (_, need, { data }) => need.objections.filter((one) => one.id === data['objection']).map((one) => one.person),
  bidder: (stores, _, { subject }) => authorOf(stores, subject),
}

/** Whoever writes needs there; where nobody does any more, whoever manages the organisation. */
async function issuersOf({ people }: AudienceStores, need: Need): Promise<string[]> {
  const all = (await people.ofOrganisation(need.organisation)).filter((one) => one.active)
  const issuers = all.filter((one) => one.roles.includes('issuer') || one.id === need.createdBy)
  return (issuers.length > 0 ? issuers : all.filter((one) => one.roles.includes('manager'))).map((one) => one.id)
}

async function losersOf({ bids }: AudienceStores, need: Need): Promise<string[]> {
  const ranked = need.award?.ranking.map((one) => one.bid) ?? []
  return (await bids.ofNeed(need.id)).filter((bid) => ranked.includes(bid.id) && bid.id !== need.award?.winner).map((bid) => bid.bidder)
}

async function biddersOf({ bids }: AudienceStores, need: Need): Promise<string[]> {
  return (await bids.ofNeed(need.id)).filter((bid) => bid.receipt !== null).map((bid) => bid.bidder)
}

async function authorOf({ bids }: AudienceStores, bid: unknown): Promise<string[]> {
  const found = typeof bid === 'string' ? await bids.find(bid) : undefined
  return found ? [found.bidder] : []
}

const idsOf = async (people: Promise<Person[]>): Promise<string[]> => (await people).map((one) => one.id)
const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
