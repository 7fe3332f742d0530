import { actorOf, CAST, type Part, PEOPLE } from '../../seed/demo/people.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import type { Actor, Role } from '../../server/kernel/actor.ts'
import type { App } from '../../server/app.ts'
import type { BidFacts } from '../../server/modules/bids/bid.ts'
import type { Need } from '../../server/modules/competition/need.ts'

export type Reader = Actor | null
export const readerOf = (who: Part | null): Reader => (who ? actorOf(CAST[who]) : null)

/** What is true in the scene when somebody reads. */
export interface Facts { needs: Map<string, Need>; bids: Map<string, BidFacts>; newDraft: string; newBid: string }

type Rule = (id: string, reader: Reader, facts: Facts) => boolean

const has = (reader: Reader, ...roles: Role[]): boolean => roles.some((role) => reader?.roles.includes(role))
const officer: Rule = (_id, reader) => has(reader, 'officer')
const isOf = (reader: Reader, organisation: string | undefined): boolean => organisation !== undefined && reader?.organisation === organisation
const issuerSide = (need: Need | undefined, reader: Reader): boolean => isOf(reader, need?.organisation) && has(reader, 'issuer', 'manager', 'officer')
const pair = (id: string): [string, string] => id.split('--') as [string, string]
const needOf = (id: string, { needs, newDraft }: Facts): Need | undefined => needs.get(id === 'new-draft' ? newDraft : id)
const bidOf = (id: string, { bids, newBid }: Facts): BidFacts | undefined => bids.get(id === 'new-bid' ? newBid : id)
const NEVER_PUBLIC = ['draft', 'submitted', 'approved', 'rejected']
const isPublic = (need: Need | undefined): boolean => need !== undefined && !NEVER_PUBLIC.includes(need.status) && need.entered.published !== undefined
const issuerOrOfficer: Rule = (id, reader, facts) => {
  const need = needOf(id, facts)
  return issuerSide(need, reader) || (has(reader, 'officer') && need?.status !== 'draft')
}
const ownBid = (bid: BidFacts | undefined, reader: Reader): boolean => isOf(reader, bid?.organisation) && has(reader, 'researcher', 'manager')
const isOpened = (bid: BidFacts | undefined, need: Need | undefined): boolean => need?.minutes?.receipts.includes(bid?.receipt?.hash ?? '') ?? false
const onPanel = (need: Need | undefined, reader: Reader): boolean => need?.panel.some((one) => one.person === reader?.id && one.conflict === 'none') ?? false
const winner = (need: Need | undefined, reader: Reader): boolean =>
  isOf(reader, need?.award?.winnerOrganisation) && has(reader, 'researcher') && ['contracting', 'executing'].includes(need?.status ?? '')
const bidContent: Rule = (id, reader, facts) => {
  const bid = bidOf(id, facts)
  const need = facts.needs.get(bid?.need ?? '')
  if (ownBid(bid, reader)) return true
  return isOpened(bid, need) && (issuerSide(need, reader) || has(reader, 'officer') || onPanel(need, reader))
}
const PUBLICISED = ['publicised', 'contracting', 'executing', 'failed']

/** Field by field, who may ever see it and when. Written from the rules of the competition, not from the code that shows. */
export const WHO_MAY_SEE: Record<string, Rule> = {
  'need.summary': (id, reader, facts) => isPublic(needOf(id, facts)) || issuerOrOfficer(id, reader, facts),
  'need.detail': (id, reader, facts) => (isPublic(needOf(id, facts)) && (reader?.verified ?? false)) || issuerOrOfficer(id, reader, facts),
  'need.annex': (id, reader, facts) => issuerOrOfficer(id, reader, facts) || winner(needOf(id, facts), reader),
  'need.remarks': (id, reader, facts) => issuerSide(needOf(id, facts), reader) || has(reader, 'officer'),
  'need.file': issuerOrOfficer,
  'policy-notice.withdrawn': (_id, reader) => has(reader, 'officer', 'auditor'),
  'bid.content': bidContent,
  'bid.file': (_id, reader, facts) => ownBid(bidOf('new-bid', facts), reader) || issuerSide(needOf('new-draft', facts), reader),
  'award.feedback': (id, reader, facts) => {
    const bid = bidOf(id, facts)
    const need = facts.needs.get(bid?.need ?? '')
    return issuerSide(need, reader) || has(reader, 'officer') || (ownBid(bid, reader) && PUBLICISED.includes(need?.status ?? ''))
  },
  'panel.reason': (id, reader) => has(reader, 'officer') || reader?.id === pair(id)[1],
  'sheet.comment': (id, reader) => has(reader, 'officer') || reader?.id === pair(id)[1],
  'objection.name': (id, reader) => has(reader, 'officer') || reader?.id === pair(id)[1],
  'objection.text': (id, reader, facts) => has(reader, 'officer') || reader?.id === pair(id)[1] || issuerSide(needOf(pair(id)[0], facts), reader),
  'contract.terms': (id, reader, facts) => issuerOrOfficer(id, reader, facts) || winner(needOf(id, facts), reader),
  'verdict.reason': officer,
  invitation: (id, reader) => has(reader, 'administrator') || (isOf(reader, id) && has(reader, 'manager')),
  'import.rows': officer,
  'person.email': (id, reader) => {
    const organisation = PEOPLE.find((one) => one.id === id)?.organisation
    return reader?.id === id || has(reader, 'administrator') || (isOf(reader, organisation) && has(reader, 'manager'))
  },
  'organisation.creditCode': (id, reader) => isOf(reader, id) || has(reader, 'officer', 'administrator', 'auditor'),
  'bid.salt': (id, reader, facts) => ownBid(bidOf(id, facts), reader),
  'person.passwordHash': () => false,
  'session.id': (id, reader) => reader?.id === id,
  'search.saved': (id, reader) => reader?.id === CAST[id as Part],
}

/** What needs no bird because its own value says whose it is: addresses, credit codes, salts, hashes, sessions. */
export async function knownValues({ services: { connection } }: Pick<App, 'services'>): Promise<Map<string, { field: string; id: string }>> {
  const rows = <T>(name: string) => connection.collection(name).find().toArray() as unknown as Promise<(T & { _id: string })[]>
  const [bids, people, sessions] = await Promise.all([
    rows<{ receipt?: { salt?: string } | null }>('bids'), rows<{ passwordHash: string }>('people'), rows<{ person: string }>('sessions'),
  ])
  return new Map<string, { field: string; id: string }>([
    ...PEOPLE.map(({ id, email }) => [email, { field: 'person.email', id }] as const),
    ...ORGANISATIONS.map(({ id, creditCode }) => [creditCode, { field: 'organisation.creditCode', id }] as const),
    ...bids.flatMap(({ _id, receipt }) => (receipt?.salt ? [[receipt.salt, { field: 'bid.salt', id: _id }] as const] : [])),
    ...people.map(({ _id, passwordHash }) => [passwordHash, { field: 'person.passwordHash', id: _id }] as const),
    ...sessions.map(({ _id, person }) => [String(_id), { field: 'session.id', id: person }] as const),
  ])
}

/** Words that could be one of them. */
export const VALUES = /(?<![\w.+-])[\w.+-]+@[\w.-]+\.example|\$argon2[\w$=,+/]+|\b[0-9A-Z]{18}\b|\b[0-9a-f]{32,64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
