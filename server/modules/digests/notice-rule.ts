import type { Need } from '../competition/need.ts'

/**
 * Who is told. People of the issuer; officers; `second-officer`: one more, when the others are late; `awaited-openers`:
 * the side whose confirmation is missing; `new-reviewers`: those just appointed; `awaited-reviewers`: those whose sheet
 * is missing; `late-reviewers`: those and whoever has not declared yet; `former-winner`: who was passed over;
 * `counterparty`: who has to sign next; `awaited-signers`: who has not signed; `bidders`: all whose bid counts, or was
 * opened; `stale-bidders`: whose bid is for an earlier version; `drafters`: who began a bid and has not handed it in;
 * `bidder`: who wrote this bid; `followers`: who asked to hear of the need; `asker`: whose question it is; `referrer`:
 * who proposed to invite an expert; `managers`: of the organisation; `member`: the person themselves.
 */
export const AUDIENCES = [
  'issuer', 'officers', 'second-officer', 'awaited-openers', 'new-reviewers', 'awaited-reviewers', 'late-reviewers', 'winner',
  'former-winner', 'losers', 'bidders', 'stale-bidders', 'drafters', 'counterparty', 'awaited-signers', 'objector', 'bidder',
  'followers', 'asker', 'referrer', 'managers', 'member',
] as const
export type Audience = (typeof AUDIENCES)[number]

/** Where the one link of a notice leads; also names the words on it. */
export const PLACES = {
  need: (id: string) => `/needs/${id}`,
  edit: (id: string) => `/needs/${id}/edit`,
  review: (id: string) => `/staff/needs/${id}/review`,
  amendment: (id: string) => `/needs/${id}/amendment`,
  history: (id: string) => `/needs/${id}/history`,
  questions: (id: string) => `/needs/${id}/questions`,
  bid: (id: string) => `/needs/${id}/bid`,
  opening: (id: string) => `/needs/${id}/opening`,
  panel: (id: string) => `/staff/needs/${id}/panel`,
  score: (id: string) => `/reviews/${id}`,
  award: (id: string) => `/needs/${id}/award`,
  confirm: (id: string) => `/staff/needs/${id}/award`,
  objections: (id: string) => `/staff/needs/${id}/objections`,
  contract: (id: string) => `/needs/${id}/contract`,
  bids: () => '/my/bids',
  queue: () => '/staff/queue',
  invitations: () => '/staff/experts',
  referrals: () => '/my/invitations',
  organisations: () => '/staff/organisations',
  organisation: () => '/my/organisation',
  home: () => '/',
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

/** Mail that tells that somebody bids, asks or takes an interest; `sealed` means that nobody else learns that it exists. */
const UNTIL_OPENING: readonly Audience[] = ['bidder', 'bidders']
const FOR_EVER: readonly Audience[] = ['stale-bidders', 'drafters', 'followers', 'asker']

export function privacyOf(to: Audience, need: Pick<Need, 'minutes'> | undefined): 'open' | 'sealed' {
  if (FOR_EVER.includes(to)) return 'sealed'
  return UNTIL_OPENING.includes(to) && !need?.minutes ? 'sealed' : 'open'
}
