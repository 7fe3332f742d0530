import { type Actor, hasRole } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { decide } from './decide.ts'
import type { Criterion, Indicator, Need, NeedContent } from './need.ts'

export type DraftRefusal = 'not-issuer' | 'not-verified' | 'not-draft' | 'incomplete'

export const EMPTY_CONTENT: NeedContent = {
  title: '', summary: '', background: '', indicators: [], constraints: '', trlNow: null, trlWanted: null, funding: null,
  ipTerms: null, bidderConditions: '', deadline: null, park: null, tracks: [], keywords: [], annex: '', criteria: [],
  attachments: [],
}

/** A need nobody but its organisation can see yet. `number` comes from the store, which keeps it unique. */
export function draftNeed(
  ids: { id: string; number: string; source?: string },
  content: NeedContent,
  actor: Actor,
  now: Date,
): Outcome<Need, DraftRefusal> {
  if (!mayDraft(actor)) return refused('not-issuer')
  return done(decide(blankNeed(ids, content, actor), 'need-drafted', actor, now, { entered: { draft: now } }))
}

/** Issuers draft their own needs; officers draft those collected from enterprises on paper or by spreadsheet. */
export function mayDraft(actor: Actor): boolean {
  return hasRole(actor, 'issuer') || hasRole(actor, 'officer')
}

export function isIssuerOf(need: Pick<Need, 'organisation'>, actor: Actor): boolean {
  return actor.organisation === need.organisation && mayDraft(actor)
}

export function editNeed(need: Need, content: NeedContent, actor: Actor, now: Date): Outcome<Need, DraftRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  if (need.status !== 'draft') return refused('not-draft')
  return done(decide(need, 'need-edited', actor, now, { content, contentVersion: need.contentVersion + 1 }))
}

/** Hands a draft to the staff. Everything a bidder must know has to be there; what lacks is named field by field. */
export function submitNeed(need: Need, actor: Actor, now: Date): Outcome<Need, DraftRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  if (!actor.verified) return refused('not-verified')
  if (need.status !== 'draft') return refused('not-draft')
  const missing = missingIn(need.content, now)
  if (Object.keys(missing).length > 0) return refused('incomplete', missing)
  return done(decide(need, 'need-submitted', actor, now, { status: 'submitted', submittedBy: actor.id, remarks: [] }))
}

/** What a need still lacks before it may be submitted: dotted field → catalogue key. Empty when complete. */
export function missingIn(content: NeedContent, now: Date): Record<string, string> {
  const missing: Record<string, string> = {}
  for (const field of ['title', 'summary', 'bidderConditions'] as const) {
    if (content[field].trim() === '') missing[field] = 'error.required'
  }
  if (content.indicators.length === 0) missing['indicators'] = 'error.required'
  if (content.tracks.length === 0) missing['tracks'] = 'error.required'
  if (!content.funding || content.funding.amount <= 0) missing['funding.amount'] = 'error.required'
  if (!content.ipTerms) missing['ipTerms'] = 'error.required'
  if (!content.deadline) missing['deadline'] = 'error.required'
  else if (content.deadline <= now) missing['deadline'] = 'error.past'
  return { ...missing, ...wrongIndicators(content.indicators), ...wrongWeights(content.criteria) }
}

export function wrongIndicators(indicators: Indicator[]): Record<string, string> {
  const wrong = indicators.flatMap((indicator, i) =>
    indicatorHolds(indicator) ? [] : [[`indicators.${i}.value`, 'error.indicator'] as const])
  return Object.fromEntries(wrong)
}

const NUMBER = String.raw`-?\d+(\.\d+)?`
const SHAPES: Record<Indicator['comparator'], RegExp> = {
  'at-least': new RegExp(`^${NUMBER}$`),
  'at-most': new RegExp(`^${NUMBER}$`),
  equal: new RegExp(`^${NUMBER}$`),
  between: new RegExp(`^${NUMBER}~${NUMBER}$`),
  described: /\S/,
}

/** Whether the value has the shape its comparator asks for. */
export function indicatorHolds(indicator: Indicator): boolean {
  return indicator.name.trim() !== '' && SHAPES[indicator.comparator].test(indicator.value.trim())
}

function wrongWeights(criteria: Criterion[]): Record<string, string> {
  const sum = criteria.reduce((total, criterion) => total + criterion.weight, 0)
  return criteria.length > 0 && sum === 100 ? {} : { criteria: 'error.weights' }
}

function blankNeed(ids: { id: string; number: string; source?: string }, content: NeedContent, actor: Actor): Need {
  return {
    id: ids.id, number: ids.number, source: ids.source ?? null, revision: 0, events: [],
    organisation: actor.organisation, createdBy: actor.id, submittedBy: null, content, contentVersion: 1, status: 'draft', entered: {},
    policy: null, remarks: [], reason: '', publishAt: null, withdrawalRequest: null, amendment: null, history: [], opening: [], minutes: null, receiptsRoot: null, panel: [],
    award: null, objections: [], contract: null, signingEnds: null, due: null,
  }
}
