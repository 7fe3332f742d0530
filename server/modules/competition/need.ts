import type { Aggregate } from '../../kernel/events.ts'
import type { Yuan } from '../../kernel/money.ts'

/** The states of a need in the order of the straight path, then the ends (lifecycle of the open competition). */
export const NEED_STATUSES = [
  'draft', 'submitted', 'approved', 'published', 'closed', 'evaluating', 'proposed', 'publicised', 'contracting', 'executing',
  'rejected', 'withdrawn', 'failed',
] as const
export type NeedStatus = (typeof NEED_STATUSES)[number]

/** Nothing moves a need on from here. `executing` is followed by milestones, which this version does not track. */
export const END_STATUSES: readonly NeedStatus[] = ['executing', 'rejected', 'withdrawn', 'failed']
/** From publication on, anybody may see that the competition exists. */
export const PUBLIC_STATUSES: readonly NeedStatus[] = [
  'published', 'closed', 'evaluating', 'proposed', 'publicised', 'contracting', 'executing', 'failed',
]

export const COMPARATORS = ['at-least', 'at-most', 'equal', 'between', 'described'] as const
export const IP_TERMS = ['issuer-owns', 'bidder-owns', 'shared', 'licence'] as const
export const FUNDING_KINDS = ['budget', 'bounty'] as const

export interface Indicator {
  name: string
  comparator: (typeof COMPARATORS)[number]
  /** A number in plain notation; `low~high` for `between`; words for `described`. */
  value: string
  unit: string
}

export interface Criterion {
  id: string
  name: string
  /** Share of 100. */
  weight: number
}

export interface Attachment { id: string; name: string; type: string; bytes: number }

/** What the issuer writes. Changing it after publication makes a new `contentVersion`. */
export interface NeedContent {
  title: string
  summary: string
  /** Signed-in readers only. */
  background: string
  indicators: Indicator[]
  /** Signed-in readers only. */
  constraints: string
  /** Technology readiness now and wanted, 1 to 9 (GB/T 22900). */
  trlNow: number | null
  trlWanted: number | null
  funding: { kind: (typeof FUNDING_KINDS)[number]; amount: Yuan } | null
  ipTerms: (typeof IP_TERMS)[number] | null
  bidderConditions: string
  deadline: Date | null
  park: string | null
  tracks: string[]
  keywords: string[]
  /** Only the issuer, staff and the winner ever see it. */
  annex: string
  criteria: Criterion[]
  attachments: Attachment[]
}

/**
 * What of a published need may still be changed: what bidders answer. How they are measured and paid, criteria, terms and
 * money, stays as it was published.
 */
export const AMENDABLE = ['summary', 'background', 'indicators', 'constraints', 'bidderConditions', 'trlNow', 'trlWanted'] as const
export type AmendableField = (typeof AMENDABLE)[number]
export type AmendableContent = Pick<NeedContent, AmendableField>

/** A change the issuer asks for while bids are taken; it waits for the staff. */
export interface Amendment {
  by: string
  at: Date
  content: AmendableContent
  /** A later deadline that comes with it; null leaves it to the rules. */
  deadline: Date | null
  reason: string
  /** Id of the question whose answer made it necessary. */
  question: string | null
}

/** How one version of a published need differs from the version before. Only fields that changed are there. */
export interface Revision {
  version: number
  at: Date
  reason: string
  question: string | null
  before: Partial<AmendableContent & Pick<NeedContent, 'deadline'>>
  after: Partial<AmendableContent & Pick<NeedContent, 'deadline'>>
}

export interface Remark { field: string; text: string }

/** One of the two people who open the bids: one of the staff, one of the issuer. */
export interface OpeningConfirmation { side: 'staff' | 'issuer'; person: string; at: Date }

/** The minutes of the opening: who opened, when, and which receipts were there. */
export interface OpeningMinutes { at: Date; by: string[]; receipts: string[] }

export interface PanelMember {
  person: string
  organisation: string
  conflict: 'undeclared' | 'none' | 'declared'
  reason: string
  submitted: boolean
}

/** A bid's place after scoring. `total` is the mean weighted score of the unconflicted reviewers, 0 to 100. */
export interface RankedBid { bid: string; organisation: string; rank: number; total: number; feedback: string }

export interface Award {
  ranking: RankedBid[]
  /** Rank of the proposed or confirmed winner; grows when a winner declines. */
  winner: string
  winnerOrganisation: string
  reason: string
  proposedBy: string
  /** Of a lone bid one officer's confirmation is not enough: who gave the first, while a second is awaited. */
  firstConfirmedBy?: string | null
  confirmedBy: string | null
  publicityEnds: Date | null
  declined: string[]
}

/** `lapsed`: the publicity it was about ended before anybody decided on it. */
export const OBJECTION_STATUSES = ['filed', 'accepted', 'inadmissible', 'upheld', 'dismissed', 'withdrawn', 'lapsed'] as const
export type ObjectionStatus = (typeof OBJECTION_STATUSES)[number]

export interface Objection {
  id: string
  person: string
  organisation: string
  realName: string
  text: string
  filedAt: Date
  status: ObjectionStatus
  answer: string
  decidedBy: string | null
}

export const CONTRACT_CATEGORIES = ['development', 'transfer', 'licence', 'consulting', 'service'] as const

export interface Contract {
  category: (typeof CONTRACT_CATEGORIES)[number]
  amount: Yuan
  terms: string
  draftedBy: string
  signatures: { side: 'issuer' | 'performer'; person: string; at: Date }[]
  /** Number in the national technology-contract register (技术合同认定登记), once staff have entered it. */
  registration: string | null
}

export const DUE_KINDS = ['publish', 'close', 'end-publicity', 'end-signing'] as const
export interface Due { what: (typeof DUE_KINDS)[number]; at: Date }

/** A need and the competition for it: one document, so that each decision is one conditional write. */
export interface Need extends Aggregate {
  /** Human-readable, unique: `NT-2026-0001`. */
  number: string
  organisation: string
  createdBy: string
  /** Who handed it to the staff last; like whoever drafted it, they cannot approve it. */
  submittedBy: string | null
  content: NeedContent
  contentVersion: number
  status: NeedStatus
  /** When each state was entered last. */
  entered: Partial<Record<NeedStatus, Date>>
  /** The policy pack pinned at publication. */
  policy: { id: string; version: number } | null
  remarks: Remark[]
  /** Why it was rejected, withdrawn or failed. */
  reason: string
  publishAt: Date | null
  withdrawalRequest: { by: string; reason: string; at: Date } | null
  amendment: Amendment | null
  /** Every amendment of the published need, the oldest first. */
  history: Revision[]
  opening: OpeningConfirmation[]
  minutes: OpeningMinutes | null
  /** Stands for the receipts that were there at the closing, without telling their number. */
  receiptsRoot: string | null
  panel: PanelMember[]
  award: Award | null
  objections: Objection[]
  contract: Contract | null
  signingEnds: Date | null
  due: Due | null
  /** Identity in the file a need was imported from, so that a repeated import finds it. */
  source: string | null
}
