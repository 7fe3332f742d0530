import { type Actor, hasRole, isOfficer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { isIssuerOf } from '../competition/draft.ts'
import type { Need } from '../competition/need.ts'
import { isOver } from '../competition/publication.ts'

export const EXPERT_STATUSES = ['proposed', 'approved', 'mailed', 'joined', 'refused', 'revoked', 'expired'] as const
export type ExpertStatus = (typeof EXPERT_STATUSES)[number]

/**
 * Somebody who is not here yet is asked to look at one need. Their name and address are theirs: nobody but the staff and
 * the person who knew them reads these, and they go as soon as they have served.
 */
export interface ExpertInvitation extends Aggregate {
  need: string
  /** Who knew them, and in which organisation; credited when they join. */
  referrer: string
  organisation: string
  name: string
  email: string
  /** Why they, in the referrer's words: for the staff and for the invited. */
  why: string
  locale: 'zh-CN' | 'en'
  status: ExpertStatus
  /** Why staff refused. */
  reason: string
  /** SHA-256 of the link; it works once, for the invited address alone. */
  link: { hash: string } | null
  /** From here on nothing works any more and nobody is named any more. */
  endsAt: Date
  /** The person they became. */
  person: string | null
}

export const EXPERT_EVENTS = ['expert-proposed', 'expert-approved', 'expert-refused', 'expert-revoked', 'expert-joined', 'expert-expired'] as const
export type ExpertEvent = (typeof EXPERT_EVENTS)[number]

export type ExpertRefusal =
  | 'not-referrer' | 'not-verified' | 'not-published' | 'deadline-passed' | 'already-invited' | 'too-many-invitations' | 'not-staff'
  | 'own-invitation' | 'already-decided' | 'reason-missing' | 'invitation-used' | 'link-invalid'

const DAY = 86_400_000
const LINK_DAYS = 14
/** Of one person at a time: mail to strangers in our name is not theirs to flood. */
export const MAX_OPEN = 5
/** What remains to be erased once nobody needs it. */
const NOBODY = { name: '', email: '', why: '', link: null } as const

type OpenNeed = Pick<Need, 'id' | 'organisation' | 'status' | 'content'>
export interface Expert { id: string; name: string; email: string; why: string; locale: ExpertInvitation['locale'] }

/** Why this person may not propose to invite somebody to this need now; undefined when they may. */
export function whyNotInvite(need: OpenNeed, actor: Actor, now: Date): ExpertRefusal | undefined {
  if (!isIssuerOf(need, actor) && !isOfficer(actor) && !hasRole(actor, 'researcher')) return 'not-referrer'
  if (!actor.verified) return 'not-verified'
  return whyNotOpen(need, now)
}

/** `open`: the invitations of this referrer that are not decided or not used yet. Whether the address is known is not looked up. */
export function proposeExpert(
  expert: Expert, need: OpenNeed, open: readonly Pick<ExpertInvitation, 'email' | 'need'>[], actor: Actor, now: Date,
): Outcome<ExpertInvitation, ExpertRefusal> {
  const why = whyNotInvite(need, actor, now)
  if (why) return refused(why)
  const email = expert.email.trim().toLowerCase()
  if (open.some((one) => one.email === email && one.need === need.id)) return refused('already-invited', { email: 'refusal.already-invited' })
  if (open.length >= MAX_OPEN) return refused('too-many-invitations')
  if (expert.why.trim() === '') return refused('reason-missing', { why: 'error.required' })
  const blank: ExpertInvitation = {
    ...expert, email, name: expert.name.trim(), why: expert.why.trim(), need: need.id, referrer: actor.id, organisation: actor.organisation,
    status: 'proposed', reason: '', link: null, endsAt: need.content.deadline ?? now, person: null, revision: 0, events: [],
  }
  return done(decided(blank, {}, 'expert-proposed', actor.id, now))
}

/** Staff agree, never to their own proposal. The link is made and mailed afterwards. */
export function approveExpert(invitation: ExpertInvitation, need: OpenNeed, actor: Actor, now: Date): Outcome<ExpertInvitation, ExpertRefusal> {
  const why = whyNotDecide(invitation, actor) ?? whyNotOpen(need, now)
  if (why) return refused(why)
  const endsAt = new Date(Math.min(now.getTime() + LINK_DAYS * DAY, need.content.deadline?.getTime() ?? Infinity))
  return done(decided(invitation, { status: 'approved', endsAt }, 'expert-approved', actor.id, now))
}

export function refuseExpert(invitation: ExpertInvitation, reason: string, actor: Actor, now: Date): Outcome<ExpertInvitation, ExpertRefusal> {
  const why = whyNotDecide(invitation, actor)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(decided(invitation, { ...NOBODY, status: 'refused', reason: reason.trim() }, 'expert-refused', actor.id, now))
}

/** The referrer or the staff think better of it: a link that was mailed stops working. */
export function revokeExpert(invitation: ExpertInvitation, actor: Actor, now: Date): Outcome<ExpertInvitation, ExpertRefusal> {
  if (!isOfficer(actor) && invitation.referrer !== actor.id) return refused('not-referrer')
  if (invitation.status === 'joined') return refused('invitation-used')
  if (!isPending(invitation)) return refused('already-decided')
  return done(decided(invitation, { ...NOBODY, status: 'revoked' }, 'expert-revoked', actor.id, now))
}

/** A link was made and its mail is on the way; only its hash is kept. */
export function expertMailed(invitation: ExpertInvitation, hash: string): Outcome<ExpertInvitation, never> {
  if (invitation.status !== 'approved') return done(invitation)
  return done({ ...invitation, status: 'mailed', link: hash === '' ? null : { hash }, revision: invitation.revision + 1 })
}

export const isPending = ({ status }: Pick<ExpertInvitation, 'status'>): boolean => ['proposed', 'approved', 'mailed'].includes(status)

export const isUsableLink = ({ status, link, endsAt }: ExpertInvitation, now: Date): boolean =>
  status === 'mailed' && link !== null && now < endsAt

/** The invited have an account now: the link is used up, their data is in the account, the referrer is credited. */
export function expertJoined(invitation: ExpertInvitation, person: string, now: Date): Outcome<ExpertInvitation, ExpertRefusal> {
  if (invitation.person === person) return done(invitation)
  if (invitation.status !== 'mailed') return refused('link-invalid')
  return done(decided(invitation, { ...NOBODY, status: 'joined', person }, 'expert-joined', person, now))
}

/** Nobody came, or nobody decided, in time. `over`: the need takes no bids any more, so there is nothing to come for. */
export function expireExpert(invitation: ExpertInvitation, over: boolean, actor: Actor, now: Date): Outcome<ExpertInvitation, never> {
  if (!isPending(invitation) || (!over && now < invitation.endsAt)) return done(invitation)
  return done(decided(invitation, { ...NOBODY, status: 'expired' }, 'expert-expired', actor.id, now))
}

/** Events are kept for ever, so they name the need and the referrer, never the invited. */
function decided(invitation: ExpertInvitation, changes: Partial<ExpertInvitation>, type: ExpertEvent, by: string, at: Date): ExpertInvitation {
  const { need, referrer } = invitation
  const reason = changes.reason ? { reason: changes.reason } : {}
  return record(invitation, changes, { type, by, at, data: { need, referrer, ...reason } })
}

function whyNotDecide(invitation: ExpertInvitation, actor: Actor): ExpertRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  if (invitation.referrer === actor.id) return 'own-invitation'
  return invitation.status === 'proposed' ? undefined : 'already-decided'
}

function whyNotOpen(need: OpenNeed, now: Date): 'not-published' | 'deadline-passed' | undefined {
  if (need.status !== 'published') return 'not-published'
  return isOver(need, now) ? 'deadline-passed' : undefined
}
