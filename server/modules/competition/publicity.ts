import { type Actor, isClock, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Policy } from '../policies/policy.ts'
import { proposeNextRank } from './award.ts'
import { decide } from './decide.ts'
import type { Need, Objection, ObjectionStatus } from './need.ts'
import { isOpen, lapseObjections, settleObjection } from './objection.ts'

export { isOpen }

const DAY = 86_400_000

export type PublicityRefusal =
  | 'not-publicised' | 'window-closed' | 'is-winner' | 'name-missing' | 'reason-missing' | 'not-staff' | 'unknown-objection'
  | 'objection-decided' | 'not-objector' | 'consequence-missing' | 'open-objections' | 'not-due' | 'own-objection'

/** Anybody with an account may object under their real name while the publicity lasts; only staff learn who. */
export function fileObjection(
  need: Need, objection: { id: string; realName: string; text: string }, actor: Actor, now: Date,
): Outcome<Need, PublicityRefusal> {
  const ends = need.award?.publicityEnds
  if (need.status !== 'publicised' || !ends) return refused('not-publicised')
  if (now >= ends) return refused('window-closed')
  if (actor.organisation === need.award?.winnerOrganisation) return refused('is-winner')
  if (objection.realName.trim() === '') return refused('name-missing', { realName: 'error.required' })
  if (objection.text.trim() === '') return refused('reason-missing', { text: 'error.required' })
  const filed = asFiled(objection, actor, now)
  return done(decide(need, 'objection-filed', actor, now, { objections: [...need.objections, filed] }, { objection: filed.id }))
}

function asFiled(objection: { id: string; realName: string; text: string }, actor: Actor, now: Date): Objection {
  return { ...objection, person: actor.id, organisation: actor.organisation, filedAt: now, status: 'filed', answer: '', decidedBy: null }
}

/** First look: is this an objection at all? Inadmissible ones end here, with an answer. */
export function admitObjection(
  need: Need, id: string, ruling: { admissible: boolean; answer: string }, actor: Actor, now: Date,
): Outcome<Need, PublicityRefusal> {
  const why = whyNotDecide(need, id, ['filed'], actor)
  if (why) return refused(why)
  if (!ruling.admissible && ruling.answer.trim() === '') return refused('reason-missing', { answer: 'error.required' })
  return done(settleObjection(need, id, ruling.admissible ? 'accepted' : 'inadmissible', ruling.answer, actor, now))
}

export type Consequence = 're-evaluate' | 'next-rank' | 'fail'

/** The decision on an admitted objection. Upheld while the winner is publicised, it must say what follows. */
export function resolveObjection(
  need: Need, policy: Policy, id: string,
  ruling: { upheld: boolean; answer: string; consequence: Consequence | null }, actor: Actor, now: Date,
): Outcome<Need, PublicityRefusal> {
  const why = whyNotDecide(need, id, ['accepted'], actor)
  if (why) return refused(why)
  if (ruling.answer.trim() === '') return refused('reason-missing', { answer: 'error.required' })
  const follows = ruling.upheld && need.status === 'publicised'
  if (follows && !ruling.consequence) return refused('consequence-missing', { consequence: 'error.required' })
  const settled = settleObjection(need, id, ruling.upheld ? 'upheld' : 'dismissed', ruling.answer, actor, now)
  return done(follows && ruling.consequence ? applyConsequence(settled, policy, ruling.consequence, actor, now) : settled)
}

/** Only who filed it may take it back, and only while it is open. */
export function withdrawObjection(need: Need, id: string, actor: Actor, now: Date): Outcome<Need, PublicityRefusal> {
  const objection = need.objections.find((one) => one.id === id)
  if (!objection || objection.person !== actor.id) return refused('not-objector')
  if (!isOpen(objection)) return refused('objection-decided')
  return done(settleObjection(need, id, 'withdrawn', '', actor, now))
}

/** Publicity ends by the clock, unless an objection is still open. */
export function endPublicity(need: Need, policy: Policy, actor: Actor, now: Date): Outcome<Need, PublicityRefusal> {
  if (need.status !== 'publicised' || !need.award?.publicityEnds) return refused('not-publicised')
  if (!isClock(actor) || need.award.publicityEnds > now) return refused('not-due')
  if (need.objections.some(isOpen)) return refused('open-objections')
  const signingEnds = new Date(now.getTime() + policy.signingDays * DAY)
  return done(decide(need, 'publicity-ended', actor, now, { status: 'contracting', signingEnds }, { signingEnds }))
}

function whyNotDecide(need: Need, id: string, from: ObjectionStatus[], actor: Actor): PublicityRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  const objection = need.objections.find((one) => one.id === id)
  if (!objection) return 'unknown-objection'
  if (objection.person === actor.id) return 'own-objection'
  return from.includes(objection.status) ? undefined : 'objection-decided'
}

function applyConsequence(need: Need, policy: Policy, consequence: Consequence, actor: Actor, now: Date): Need {
  if (consequence === 'next-rank' && need.award) return proposeNextRank(need, policy, need.award, actor, now)
  const settled = lapseObjections(need, actor, now)
  const reason = 'objection-upheld'
  if (consequence === 'fail') return decide(settled, 'need-failed', actor, now, { status: 'failed', reason }, { reason })
  const panel = settled.panel.map((member) => ({ ...member, submitted: false }))
  return decide(settled, 'award-returned', actor, now, { status: 'evaluating', award: null, panel, reason }, { reason })
}
