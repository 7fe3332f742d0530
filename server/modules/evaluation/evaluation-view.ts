import type { Viewer } from '../../kernel/actor.ts'
import type { BidView } from '../bids/bid-view.ts'
import type { NeedContent, Need, NeedStatus, PanelMember } from '../competition/need.ts'
import { type Mark, marksFor, type ScoreSheet } from './scoresheet.ts'

/** `closed`: the evaluation went on without this reviewer's scores. */
export type ReviewState = 'undeclared' | 'recused' | 'scoring' | 'handed-in' | 'closed'

/** What a reviewer sees of one task of theirs. */
export interface EvaluationView {
  id: string
  need: string
  number: string
  title: string
  state: ReviewState
  /** The evaluation goes on. */
  running: boolean
  criteria: NeedContent['criteria']
  /** Organisations that bid: what a conflict would be with. Not shown to those who are out. */
  bidders?: string[]
  bids?: BidView[]
  marks?: Mark[]
  revision?: number
  handedInAt?: Date | null
}

/** The one place that decides what a reviewer sees; undefined for everybody who is not on the panel. */
export function viewEvaluation(need: Need, sheet: ScoreSheet, bids: readonly BidView[], viewer: Viewer): EvaluationView | undefined {
  const member = need.panel.find((one) => one.person === viewer?.id)
  if (!member || sheet.reviewer !== member.person) return undefined
  const { title, criteria } = need.content
  const state = stateOf(need, member)
  const task = { id: need.id, need: need.id, number: need.number, title, state, running: need.status === 'evaluating', criteria }
  if (state === 'recused') return task
  const bidders = [...new Set(bids.map((bid) => bid.organisation))]
  return member.conflict === 'none' ? { ...task, bidders, ...forReviewer(need, sheet, bids) } : { ...task, bidders }
}

function forReviewer(need: Need, sheet: ScoreSheet, bids: readonly BidView[]): Partial<EvaluationView> {
  const marks = marksFor({ bids: bids.map((bid) => bid.id), criteria: need.content.criteria }, sheet.marks)
  return { bids: [...bids], marks, revision: sheet.revision, handedInAt: sheet.handedInAt }
}

export function stateOf(need: Need, member: PanelMember): ReviewState {
  if (member.conflict === 'declared') return 'recused'
  if (member.submitted) return 'handed-in'
  if (need.status !== 'evaluating') return 'closed'
  return member.conflict === 'none' ? 'scoring' : 'undeclared'
}

/** A registered reviewer as staff choose one. */
export interface Candidate {
  person: string
  name: string
  organisation: string
  organisationName: string
  /** Sheets still to be handed in elsewhere. */
  load: number
  /** Their organisation is the issuer or bids. */
  conflicted: boolean
}

/** The panel as staff see it. */
export interface PanelView {
  id: string
  status: NeedStatus
  members: (PanelMember & { name: string; organisationName: string; state: ReviewState })[]
  candidates: Candidate[]
}
