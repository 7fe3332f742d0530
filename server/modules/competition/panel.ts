import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { decide } from './decide.ts'
import type { Need, PanelMember } from './need.ts'

export type PanelRefusal =
  | 'not-staff' | 'not-evaluating' | 'panel-size' | 'panel-even' | 'reviewer-twice' | 'reviewer-conflicted' | 'not-reviewer'
  | 'already-declared' | 'conflict-undeclared' | 'already-submitted' | 'reason-missing'

export interface Candidate { person: string; organisation: string }

/** An odd panel of at least three, none of them from the issuer or a bidder. `bidders` are organisations. */
export function appointPanel(
  need: Need, policy: Policy, reviewers: Candidate[], facts: { bidders: string[] }, actor: Actor, now: Date,
): Outcome<Need, PanelRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (need.status !== 'evaluating') return refused('not-evaluating')
  // Results are known by now: whoever joined would decide, not judge.
  if (hasQuorum(need, policy)) return refused('already-submitted')
  if (reviewers.length === 0) return refused('panel-size', { reviewers: 'refusal.panel-size' })
  const panel = [...need.panel, ...reviewers.map(asMember)]
  const wrong = wrongPanel(need, policy, panel, facts.bidders)
  if (wrong) return refused(wrong, { reviewers: `refusal.${wrong}` })
  return done(decide(need, 'panel-appointed', actor, now, { panel }, { reviewers: reviewers.map((one) => one.person) }))
}

function wrongPanel(need: Need, policy: Policy, panel: PanelMember[], bidders: string[]): PanelRefusal | undefined {
  if (new Set(panel.map((member) => member.person)).size < panel.length) return 'reviewer-twice'
  const members = panel.filter(isActive)
  if (members.some((member) => member.organisation === need.organisation || bidders.includes(member.organisation))) {
    return 'reviewer-conflicted'
  }
  if (members.length < policy.panel.min || members.length > policy.panel.max) return 'panel-size'
  return members.length % 2 === 0 ? 'panel-even' : undefined
}

export interface Replacement { replaced: string; substitute: Candidate; reason: string }

/** A reviewer who does not come to it gives their seat to another; scores that are handed in protect from this. */
export function replaceReviewer(
  need: Need, policy: Policy, { replaced, substitute, reason }: Replacement, facts: { bidders: string[] }, actor: Actor, now: Date,
): Outcome<Need, PanelRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (need.status !== 'evaluating') return refused('not-evaluating')
  const member = need.panel.find((one) => one.person === replaced && isActive(one))
  if (!member) return refused('not-reviewer', { replaced: 'error.choice' })
  if (member.submitted) return refused('already-submitted')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const rest = need.panel.filter((one) => one !== member)
  const panel = [...rest, asMember(substitute)]
  const wrong = substitute.person === replaced ? 'reviewer-twice' : wrongPanel(need, policy, panel, facts.bidders)
  if (wrong) return refused(wrong, { substitute: `refusal.${wrong}` })
  const left = decide(need, 'reviewer-replaced', actor, now, { panel: rest }, { replaced, reason })
  return done(decide(left, 'panel-appointed', actor, now, { panel }, { reviewers: [substitute.person] }))
}

/**
 * A reviewer says, before seeing anything, whether a conflict of interest exists. With one, they are out. One that
 * shows later is declared as well, and scores that were handed in no longer count.
 */
export function declareConflict(
  need: Need, declaration: { conflict: boolean; reason: string }, actor: Actor, now: Date,
): Outcome<Need, PanelRefusal> {
  const member = need.panel.find((one) => one.person === actor.id)
  if (!member) return refused('not-reviewer')
  if (need.status !== 'evaluating') return refused('not-evaluating')
  if (member.conflict === 'declared' || (member.conflict === 'none' && !declaration.conflict)) return refused('already-declared')
  if (declaration.conflict && declaration.reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const conflict = declaration.conflict ? 'declared' : 'none'
  const panel = change(need.panel, actor.id, { conflict, reason: declaration.reason })
  return done(decide(need, declaration.conflict ? 'conflict-declared' : 'no-conflict-declared', actor, now, { panel }))
}

/** The reviewer's scores are final; the sheet itself is kept by the evaluation module. */
export function submitScores(need: Need, actor: Actor, now: Date): Outcome<Need, PanelRefusal> {
  const why = whyNotScore(need, actor)
  if (why) return refused(why)
  return done(decide(need, 'scores-submitted', actor, now, { panel: change(need.panel, actor.id, { submitted: true }) }))
}

/** Why this person may not score now; undefined when they may. */
export function whyNotScore(need: Need, actor: Actor): PanelRefusal | undefined {
  const member = need.panel.find((one) => one.person === actor.id)
  if (!member || member.conflict === 'declared') return 'not-reviewer'
  if (need.status !== 'evaluating') return 'not-evaluating'
  if (member.conflict === 'undeclared') return 'conflict-undeclared'
  return member.submitted ? 'already-submitted' : undefined
}

/** Those who count: everybody who has not declared a conflict. */
export const isActive = (member: PanelMember): boolean => member.conflict !== 'declared'

/** Enough unconflicted reviewers, an odd number of them, and every one has handed in. */
export function hasQuorum(need: Need, policy: Policy): boolean {
  const active = need.panel.filter(isActive)
  return active.length >= policy.panel.min && active.length % 2 === 1 && active.every((member) => member.submitted)
}

function asMember(candidate: Candidate): PanelMember {
  return { ...candidate, conflict: 'undeclared', reason: '', submitted: false }
}

function change(panel: PanelMember[], person: string, changes: Partial<PanelMember>): PanelMember[] {
  return panel.map((member) => (member.person === person ? { ...member, ...changes } : member))
}
