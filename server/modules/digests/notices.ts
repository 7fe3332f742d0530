import { BID_EVENTS, type BidEvent } from '../bids/bid.ts'
import { NEED_EVENTS, type NeedEvent } from '../competition/decide.ts'
import type { Need } from '../competition/need.ts'
import { isActive } from '../competition/panel.ts'
import { EXPERT_EVENTS, type ExpertEvent } from '../invitations/expert-invitation.ts'
import { QUESTION_EVENTS, type QuestionEvent } from '../questions/question.ts'
import type { Notice, NoticeRule, Place } from './notice-rule.ts'
import { QUIET } from './quiet-events.ts'
import { type ReminderKind, REMINDERS } from './reminder.ts'

const allScored = ({ panel }: Need): boolean => panel.filter(isActive).every((one) => one.submitted)
const bothSigned = ({ contract }: Need): boolean => contract?.signatures.length === 2
const issuer = (place: Place): Notice => ({ to: 'issuer', place })
const officers = (place: Place): Notice => ({ to: 'officers', place })
const followers = (place: Place): Notice => ({ to: 'followers', place })
const bidders: Notice = { to: 'bidders', place: 'bids' }
const objector: Notice = { to: 'objector', place: 'need' }
const referrer: Notice = { to: 'referrer', place: 'referrals' }

/**
 * Who learns of which decision, at once. A new event does not compile until somebody has decided this. The words are
 * `emails.notice.<event>.<audience>`. The market ends with the registered contract: milestones are not tracked here, so there
 * is nothing that could tell of one that is due or late.
 */
export const NEED_NOTICES: Record<NeedEvent, NoticeRule> = {
  'need-drafted': { none: 'nobody but the author has anything to do with a draft' },
  'need-edited': { none: 'nobody but the author has anything to do with a draft' },
  'need-submitted': [officers('review')],
  'need-returned': [issuer('edit')],
  'need-rejected': [issuer('need')],
  'need-approved': [issuer('need')],
  'need-published': [issuer('need')],
  'publication-missed': [issuer('need'), officers('review')],
  'need-extended': [issuer('need'), bidders, followers('need')],
  'need-withdrawal-requested': [officers('review')],
  'need-withdrawal-refused': [issuer('need')],
  'need-withdrawn': [issuer('need'), bidders, followers('need')],
  'amendment-proposed': [officers('amendment')],
  'amendment-taken-back': { none: 'it disappears from the queue; nobody has to act any more' },
  'amendment-refused': [issuer('amendment')],
  'need-amended': [issuer('history'), { to: 'stale-bidders', place: 'bid' }, { to: 'drafters', place: 'history' }, followers('history')],
  'need-closed': [issuer('opening'), officers('opening'), { to: 'stale-bidders', place: 'bids' }],
  'need-failed': [issuer('need'), officers('need'), bidders, followers('need')],
  'opening-confirmed': [{ to: 'awaited-openers', place: 'opening' }],
  'bids-opened': [issuer('need'), officers('panel'), bidders],
  'panel-appointed': [{ to: 'new-reviewers', place: 'score' }],
  'conflict-declared': [officers('panel')],
  'no-conflict-declared': { none: 'the reviewer goes on to score; nobody else has to act' },
  'reviewer-replaced': { none: 'the replacement is told by panel-appointed' },
  'scores-submitted': [{ ...issuer('award'), when: allScored, oncePerState: true }],
  'award-proposed': [officers('confirm')],
  'award-returned': [issuer('award'), { to: 'awaited-reviewers', place: 'score' }],
  'award-first-confirmed': [officers('confirm')],
  'award-confirmed': [issuer('need'), { to: 'winner', place: 'need' }, { to: 'losers', place: 'bids' }, followers('need')],
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

/** The issuer hears of a question when staff pass it on, not when it is asked: the time could tell who asked. */
export const QUESTION_NOTICES: Record<QuestionEvent, NoticeRule> = {
  'question-asked': [officers('questions')],
  'question-released': [issuer('questions')],
  'question-rejected': [{ to: 'asker', place: 'questions' }],
  'question-answered': [{ to: 'asker', place: 'questions' }, { to: 'bidders', place: 'questions' }, followers('questions')],
}

export const EXPERT_NOTICES: Record<ExpertEvent, NoticeRule> = {
  'expert-proposed': [officers('invitations')],
  'expert-approved': [referrer],
  'expert-refused': [referrer],
  'expert-revoked': [referrer],
  'expert-joined': [referrer],
  'expert-expired': { none: 'the referrer sees it on their list; nobody can act any more' },
}

/** People and organisations on their way in, and whoever has to let them. */
export const ACCOUNT_NOTICES = {
  'organisation-registered': [officers('organisations')],
  'organisation-edited': [officers('organisations')],
  'organisation-verified': [{ to: 'managers', place: 'organisation' }],
  'organisation-refused': [{ to: 'managers', place: 'organisation' }],
  'person-registered': [{ to: 'managers', place: 'organisation' }],
  'member-accepted': [{ to: 'member', place: 'home' }],
  'member-declined': [{ to: 'member', place: 'home' }],
} as const satisfies Record<string, NoticeRule>
export type AccountEvent = keyof typeof ACCOUNT_NOTICES

/** Said because of a date: before something is due, or once it is overdue (reminder.ts says when). */
export const REMINDER_NOTICES: Record<ReminderKind, { timing: 'before' | 'overdue'; notices: readonly Notice[] }> = {
  'closing-soon': { timing: 'before', notices: [{ to: 'drafters', place: 'bid' }, followers('need')] },
  'stale-bid': { timing: 'before', notices: [{ to: 'stale-bidders', place: 'bid' }] },
  'opening-soon': { timing: 'before', notices: [issuer('need'), officers('need')] },
  'staff-due': { timing: 'before', notices: [officers('queue')] },
  'staff-late': { timing: 'overdue', notices: [{ to: 'second-officer', place: 'queue' }] },
  'issuer-late': { timing: 'overdue', notices: [issuer('need')] },
  'scores-due': { timing: 'overdue', notices: [{ to: 'late-reviewers', place: 'score' }] },
  'objections-closing': { timing: 'before', notices: [{ to: 'losers', place: 'need' }] },
  'signing-due': { timing: 'before', notices: [{ to: 'awaited-signers', place: 'contract' }] },
  'question-late': { timing: 'overdue', notices: [officers('questions')] },
  'answer-due': { timing: 'overdue', notices: [issuer('questions')] },
}

export type NoticeEvent = NeedEvent | BidEvent | QuestionEvent | ExpertEvent | AccountEvent | ReminderKind

const reminders = Object.fromEntries(REMINDERS.map((what) => [what, REMINDER_NOTICES[what].notices])) as Record<ReminderKind, NoticeRule>
const TOLD: Record<NoticeEvent, NoticeRule> =
  { ...NEED_NOTICES, ...BID_NOTICES, ...QUESTION_NOTICES, ...EXPERT_NOTICES, ...ACCOUNT_NOTICES, ...reminders }

/** Everything that can happen, with who is told of it or why nobody is. */
export const NOTICES: Readonly<Record<string, NoticeRule>> = { ...QUIET, ...TOLD }

/** What to say about an event; nothing about events of other kinds. */
export function noticesOf(type: string): readonly Notice[] {
  if (!Object.hasOwn(NOTICES, type)) return []
  const rule = NOTICES[type]
  return !rule || 'none' in rule ? [] : rule
}

/** Events of these sources are about a need. */
export const isAboutNeed = (type: string): boolean =>
  ([...NEED_EVENTS, ...BID_EVENTS, ...QUESTION_EVENTS, ...EXPERT_EVENTS, ...REMINDERS] as string[]).includes(type)
