import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BID_EVENTS } from '../bids/bid.ts'
import { ANONYMOUS } from '../../kernel/actor.ts'
import { NEED_EVENTS } from '../competition/decide.ts'
import { EXPERT_EVENTS } from '../invitations/expert-invitation.ts'
import { QUESTION_EVENTS } from '../questions/question.ts'
import type { AuditRow } from './audit-store.ts'

type Reader = Pick<Context, 'words'>

/** An entry as staff see it: neither its number in the journal, from whose gaps hidden ones could be counted, nor what was decided in detail. */
export interface AuditItem {
  id: string
  at: Date
  type: string
  source: string
  subject: string
  by: string
  /** State the subject was in afterwards, where it has one. */
  status: string
  /** Its place in the log is proven by this. */
  leaf: string
}

export const itemOf = ({ id, at, type, source, subject, by, data, leaf }: AuditRow): AuditItem =>
  ({ id, at, type, source, subject, by, status: typeof data['status'] === 'string' ? data['status'] : '', leaf })

/** Names as staff may read them; absent ones are shown by id. */
export interface AuditNames { people: ReadonlyMap<string, string>; needs: ReadonlyMap<string, string> }

/** Decisions on everything but the competition itself. */
const OTHER_EVENTS = [
  'achievement-drafted', 'achievement-edited', 'achievement-published', 'achievement-retired', 'team-created',
  'team-edited', 'import-confirmed', 'import-discarded', 'import-finished', 'organisation-registered',
  'organisation-edited', 'organisation-verified', 'organisation-refused', 'organisation-founded',
  'person-registered', 'member-invited', 'invitation-withdrawn', 'registration-confirmed', 'member-accepted',
  'member-declined', 'roles-changed', 'roles-proposed', 'roles-declined', 'personal-data-erased', 'erasure-asked', 'erasure-decided', 'erasure-refused',
  'erasure-withdrawn', 'erasure-done', 'person-deactivated', 'person-reactivated', 'profile-changed', 'preferences-changed', 'password-set',
  'password-reset-asked', 'signed-out-everywhere', 'second-factor-enrolled', 'second-factor-removed', 'second-factor-reset',
  'recovery-code-used', 'recovery-codes-renewed', 'policy-notice-published', 'policy-notice-withdrawn', 'park-entered', 'park-edited', 'park-left', 'park-assessed',
  'track-added', 'track-changed', 'policy-proposed', 'policy-approved', 'policy-declined',
  'policy-withdrawn', 'policy-overtaken', 'policy-version-added', 'match-approve', 'match-pin', 'match-veto',
  'match-not-for-me', 'match-cleared', 'weights-learned', 'weights-restored', 'weights-released', 'invitation-plan-made', 'invitations-approved',
] as const

const NAMED: readonly string[] = [...NEED_EVENTS, ...BID_EVENTS, ...QUESTION_EVENTS, ...EXPERT_EVENTS, ...OTHER_EVENTS]

export function auditPage(
  parts: { items: readonly AuditItem[]; names: AuditNames; next: string | null; asked: { subject: string; type: string; before: string } }, { words }: Reader,
): Page {
  const { items, names, next, asked } = parts
  return {
    template: 'audit/trail', title: words('audit.title'),
    model: {
      asked, filtered: asked.subject !== '' || asked.type !== '',
      types: NAMED.map((value) => ({ value, label: words(`audit.event.${value}`) })),
      items: items.map((one) => ({
        at: one.at, what: labelOf(one.type, words), who: whoOf(one.by, names, words), subject: names.needs.get(one.subject) ?? one.subject,
        only: addressOf({ ...asked, subject: one.subject, before: '' }), hash: one.leaf.slice(0, 12), status: statusOf(one, words),
      })),
      next: next && addressOf({ ...asked, before: next }),
      first: asked.before ? addressOf({ ...asked, before: '' }) : undefined,
    },
  }
}

const labelOf = (type: string, words: Reader['words']): string => (NAMED.includes(type) ? words(`audit.event.${type}`) : type)
const whoOf = (by: string, { people }: AuditNames, words: Reader['words']): string => people.get(by) ?? NOBODY[by]?.(words) ?? by
const NOBODY: Record<string, (words: Reader['words']) => string> = { clock: (words) => words('audit.clock'), [ANONYMOUS]: (words) => words('audit.anonymous') }
const statusOf = ({ source, status }: AuditItem, words: Reader['words']): string =>
  status && (source === 'needs' || source === 'bids') ? words(`state.${source === 'needs' ? 'need' : 'bid'}.${status}`) : ''

function addressOf(asked: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  return `/staff/audit${query.size > 0 ? `?${query.toString()}` : ''}`
}
