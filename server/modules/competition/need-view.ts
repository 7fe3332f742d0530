import { belongsTo, hasRole, isOfficer, type Viewer } from '../../kernel/actor.ts'
import type { Amendment, Contract, Need, NeedContent, NeedStatus, Objection, OpeningConfirmation, PanelMember, RankedBid, Revision } from './need.ts'
import { END_STATUSES, PUBLIC_STATUSES } from './need.ts'
import { type NextStep, nextStep } from './next-step.ts'

/** How somebody stands to a need; what they see follows from it and from the state alone. */
export interface Standing {
  issuer: boolean
  officer: boolean
  /** Reviewer without a declared conflict. */
  reviewer: boolean
  winner: boolean
  /** Belongs to an organisation that staff have verified. */
  verified: boolean
}

/** What one reader sees of one need. Absent fields are not theirs to see. */
export interface NeedView {
  id: string
  number: string
  status: NeedStatus
  title: string
  summary: string
  indicators: NeedContent['indicators']
  funding: NeedContent['funding']
  trlNow: number | null
  trlWanted: number | null
  ipTerms: NeedContent['ipTerms']
  tracks: string[]
  park: string | null
  keywords: string[]
  criteria: NeedContent['criteria']
  deadline: Date | null
  organisation: string
  entered: Need['entered']
  policy: Need['policy']
  reason: string
  next: NextStep
  standing: Standing
  revision: number
  contentVersion: number
  detail?: Pick<NeedContent, 'background' | 'constraints' | 'bidderConditions' | 'attachments'>
  annex?: string
  remarks?: Need['remarks']
  publishAt?: Date | null
  withdrawalRequest?: Need['withdrawalRequest']
  /** A change that waits for the staff: the issuer's and their business alone. */
  amendment?: Amendment
  /** How the published need has changed. `hidden`: something changed that only verified readers see. */
  history?: (Revision & { hidden: boolean })[]
  opening?: OpeningConfirmation[]
  /** How many bids there were: known to everybody, but only once they are opened. */
  received?: number
  receipts?: string[]
  /** From the closing on: stands for the receipts that were there, without telling their number. */
  receiptsRoot?: string
  panel?: PanelMember[]
  reviewers?: number
  ranking?: RankedBid[]
  winner?: { bid: string; organisation: string; publicityEnds: Date | null }
  objections?: (Omit<Objection, 'person' | 'organisation' | 'realName'> & Partial<Objection>)[]
  contract?: Contract
  signingEnds?: Date | null
}

export function standingOf(need: Need, viewer: Viewer): Standing {
  return {
    issuer: belongsTo(viewer, need.organisation) && (hasRole(viewer, 'issuer') || hasRole(viewer, 'manager') || isOfficer(viewer)),
    officer: isOfficer(viewer),
    reviewer: need.panel.some((one) => one.person === viewer?.id && one.conflict !== 'declared'),
    winner: need.award !== null && belongsTo(viewer, need.award.winnerOrganisation) && hasRole(viewer, 'researcher'),
    verified: viewer?.verified ?? false,
  }
}

/** The one place that decides what a reader sees of a need; undefined means it does not exist for them. */
export function viewNeed(need: Need, viewer: Viewer): NeedView | undefined {
  const standing = standingOf(need, viewer)
  if (!isVisible(need, standing)) return undefined
  return { ...open(need, standing), ...historyFor(need, standing), ...forVerified(need, standing), ...forInsiders(need, standing), ...afterOpening(need, standing, viewer) }
}

/** Whether strangers may know that this need exists: it has been published once. */
export const isPublic = (need: Pick<Need, 'status' | 'entered'>): boolean =>
  PUBLIC_STATUSES.includes(need.status) || (need.status === 'withdrawn' && need.entered.published !== undefined)

function isVisible(need: Need, standing: Standing): boolean {
  if (isPublic(need) || standing.issuer) return true
  return standing.officer && (need.status !== 'draft' || need.source !== null)
}

function open(need: Need, standing: Standing): NeedView {
  const { title, summary, indicators, funding, trlNow, trlWanted, ipTerms, tracks, park, keywords, criteria, deadline } = need.content
  return {
    id: need.id, number: need.number, status: need.status, title, summary, indicators, funding, trlNow, trlWanted, ipTerms, tracks,
    park, keywords, criteria, deadline, organisation: need.organisation, entered: need.entered, policy: need.policy,
    reason: mayReadReason(need, standing) ? need.reason : '', next: nextFor(need, standing), standing,
    revision: need.revision, contentVersion: need.contentVersion, ...(need.receiptsRoot ? { receiptsRoot: need.receiptsRoot } : {}),
  }
}

/** A change nobody has agreed to is not announced to bidders. */
const nextFor = (need: Need, { issuer, officer }: Standing): NextStep => nextStep(issuer || officer ? need : { ...need, amendment: null })

const DETAILS = ['background', 'constraints', 'bidderConditions'] as const
const withoutDetails = ({ background: _b, constraints: _c, bidderConditions: _o, ...rest }: Revision['after']): Revision['after'] => rest

function historyFor({ history }: Need, { verified, issuer }: Standing): Partial<NeedView> {
  if (history.length === 0) return {}
  return { history: history.map((one) => (verified || issuer ? { ...one, hidden: false } : openPart(one))) }
}

function openPart(revision: Revision): Revision & { hidden: boolean } {
  const hidden = DETAILS.some((field) => field in revision.after)
  return { ...revision, before: withoutDetails(revision.before), after: withoutDetails(revision.after), hidden }
}

/** Strangers read why a competition ended. Why staff sent a proposal back would tell them of sealed results. */
function mayReadReason({ status }: Need, { issuer, officer }: Standing): boolean {
  return issuer || officer || END_STATUSES.includes(status)
}

function forVerified(need: Need, standing: Standing): Partial<NeedView> {
  if (!standing.verified && !standing.issuer) return {}
  const { background, constraints, bidderConditions, attachments } = need.content
  return { detail: { background, constraints, bidderConditions, attachments } }
}

function forInsiders(need: Need, standing: Standing): Partial<NeedView> {
  const insider = standing.issuer || standing.officer
  const party = insider || (standing.winner && ['contracting', 'executing'].includes(need.status))
  return {
    ...(party ? { annex: need.content.annex, signingEnds: need.signingEnds, ...(need.contract ? { contract: need.contract } : {}) } : {}),
    ...(insider ? { remarks: need.remarks, publishAt: need.publishAt, withdrawalRequest: need.withdrawalRequest, opening: need.opening } : {}),
    ...(insider && need.amendment ? { amendment: need.amendment } : {}),
  }
}

function afterOpening(need: Need, standing: Standing, viewer: Viewer): Partial<NeedView> {
  if (!need.minutes) return {}
  return {
    received: need.minutes.receipts.length, receipts: need.minutes.receipts, reviewers: need.panel.length,
    ...panelFor(need, standing, viewer), ...awardFor(need, standing), ...objectionsFor(need, standing, viewer),
  }
}

function panelFor(need: Need, standing: Standing, viewer: Viewer): Partial<NeedView> {
  if (standing.officer) return { panel: need.panel }
  return standing.reviewer ? { panel: need.panel.filter((one) => one.person === viewer?.id) } : {}
}

function awardFor(need: Need, standing: Standing): Partial<NeedView> {
  if (!need.award) return {}
  const { winner, winnerOrganisation, publicityEnds, ranking } = need.award
  const shown = ['publicised', 'contracting', 'executing'].includes(need.status)
  return {
    ...(shown || standing.issuer || standing.officer ? { winner: { bid: winner, organisation: winnerOrganisation, publicityEnds } } : {}),
    ...(standing.issuer || standing.officer ? { ranking } : {}),
  }
}

/** Staff see who objects, the issuer what is objected, the objector their own, everybody else nothing. */
function objectionsFor(need: Need, standing: Standing, viewer: Viewer): Partial<NeedView> {
  if (standing.officer) return { objections: need.objections }
  if (standing.issuer) return { objections: need.objections.map(({ person: _p, organisation: _o, realName: _n, ...rest }) => rest) }
  const own = need.objections.filter((one) => one.person === viewer?.id)
  return own.length > 0 ? { objections: own } : {}
}
