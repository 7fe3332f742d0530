import { type BidEvent, BID_EVENTS } from '../bids/bid.ts'
import { type NeedEvent, NEED_EVENTS } from '../competition/decide.ts'
import type { Need } from '../competition/need.ts'
import { isActive } from '../competition/panel.ts'

/**
 * Who is told. People of the issuer; officers; `awaited-openers`: the side whose confirmation is missing;
 * `new-reviewers`: those just appointed; `awaited-reviewers`: those whose sheet is missing; `former-winner`: who was
 * passed over; `counterparty`: who has to sign next; `bidders`: all who handed in; `bidder`: who wrote this bid.
 */
export const AUDIENCES = [
  'issuer', 'officers', 'awaited-openers', 'new-reviewers', 'awaited-reviewers', 'winner', 'former-winner', 'losers', 'bidders',
  'counterparty', 'objector', 'bidder',
] as const
export type Audience = (typeof AUDIENCES)[number]

/** Where the one link of a notice leads; also names the words on it. */
export const PLACES = {
  need: (id: string) => `/needs/${id}`,
  edit: (id: string) => `/needs/${id}/edit`,
  review: (id: string) => `/staff/needs/${id}/review`,
  opening: (id: string) => `/needs/${id}/opening`,
  panel: (id: string) => `/staff/needs/${id}/panel`,
  score: (id: string) => `/reviews/${id}`,
  award: (id: string) => `/needs/${id}/award`,
  confirm: (id: string) => `/staff/needs/${id}/award`,
  objections: (id: string) => `/staff/needs/${id}/objections`,
  contract: (id: string) => `/needs/${id}/contract`,
  bids: () => '/my/bids',
} as const
export type Place = keyof typeof PLACES

export interface Notice {
  to: Audience
  place: Place
  /** Said only while this holds. */
  when?: (need: Need) => boolean
  /** Said once for each time the need enters its state, however many such events there are. */
  oncePerState?: boolean
}

/** Nobody is told, and why. */
interface Silence { none: string }
export type NoticeRule = readonly Notice[] | Silence

const allScored = ({ panel }: Need): boolean => panel.filter(isActive).every((one) => one.submitted)
const bothSigned = ({ contract }: Need): boolean => contract?.signatures.length === 2
const issuer = (place: Place): Notice => ({ to: 'issuer', place })
const officers = (place: Place): Notice => ({ to: 'officers', place })
const objector: Notice = { to: 'objector', place: 'need' }

/** Who learns of which decision. A new event does not compile until somebody has decided this. */
export const NEED_NOTICES: Record<NeedEvent, NoticeRule> = {
  'need-drafted': { none: 'nobody but the author has anything to do with a draft' },
  'need-edited': { none: 'nobody but the author has anything to do with a draft' },
  'need-submitted': [officers('review')],
  'need-returned': [issuer('edit')],
  'need-rejected': [issuer('need')],
  'need-approved': [issuer('need')],
  'need-published': [issuer('need')],
  'need-extended': [issuer('need'), { to: 'bidders', place: 'bids' }],
  'need-withdrawal-requested': [officers('review')],
  'need-withdrawal-refused': [issuer('need')],
  'need-withdrawn': [issuer('need'), { to: 'bidders', place: 'bids' }],
  'need-closed': [issuer('opening'), officers('opening')],
  'need-failed': [issuer('need'), officers('need'), { to: 'bidders', place: 'bids' }],
  'opening-confirmed': [{ to: 'awaited-openers', place: 'opening' }],
  'bids-opened': [issuer('need'), officers('panel'), { to: 'bidders', place: 'bids' }],
  'panel-appointed': [{ to: 'new-reviewers', place: 'score' }],
  'conflict-declared': [officers('panel')],
  'no-conflict-declared': { none: 'the reviewer goes on to score; nobody else has to act' },
  'reviewer-replaced': { none: 'the replacement is told by panel-appointed' },
  'scores-submitted': [{ ...issuer('award'), when: allScored, oncePerState: true }],
  'award-proposed': [officers('confirm')],
  'award-returned': [issuer('award'), { to: 'awaited-reviewers', place: 'score' }],
  'award-first-confirmed': [officers('confirm')],
  'award-confirmed': [issuer('need'), { to: 'winner', place: 'need' }, { to: 'losers', place: 'bids' }],
  'objection-filed': [officers('objections')],
  'objection-accepted': [objector, issuer('need')],
  'objection-inadmissible': [objector],
  'objection-upheld': [objector, issuer('need')],
  'objection-dismissed': [objector, issuer('need')],
  'objection-withdrawn': [officers('objections')],
  'objection-lapsed': [objector],
  'publicity-ended': [issuer('contract'), { to: 'winner', place: 'contract' }],
  'award-declined': [issuer('need'), officers('need')],
  'signing-missed': [issuer('need'), officers('need'), { to: 'former-winner', place: 'bids' }],
  'next-rank-proposed': [issuer('need'), { to: 'winner', place: 'need' }],
  'contract-drafted': [{ to: 'winner', place: 'contract' }],
  'contract-signed': [{ to: 'counterparty', place: 'contract' }, { ...officers('contract'), when: bothSigned }],
  'contract-registered': [issuer('contract'), { to: 'winner', place: 'contract' }],
}

export const BID_NOTICES: Record<BidEvent, NoticeRule> = {
  'bid-drafted': { none: 'only its own author knows of a draft' },
  'bid-submitted': [{ to: 'bidder', place: 'bids' }],
  'bid-withdrawn': [{ to: 'bidder', place: 'bids' }],
  'bid-opened': { none: 'bids-opened tells every bidder' },
  'bid-settled': { none: 'the decision on the need that settled it tells every bidder' },
}

export type NoticeEvent = NeedEvent | BidEvent

/** What to say about an event; nothing about events of other kinds. */
export function noticesOf(type: string): readonly Notice[] {
  if (!isNoticeEvent(type)) return []
  const rule: NoticeRule = { ...NEED_NOTICES, ...BID_NOTICES }[type]
  return 'none' in rule ? [] : rule
}

export const isNoticeEvent = (type: string): type is NoticeEvent => ([...NEED_EVENTS, ...BID_EVENTS] as string[]).includes(type)
