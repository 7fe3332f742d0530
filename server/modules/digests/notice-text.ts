import type { Actor } from '../../kernel/actor.ts'
import { formatDate, formatDateTime } from '../../kernel/format.ts'
import type { Locale } from '../../http/page.ts'
import type { Words } from '../../kernel/words.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import type { Need } from '../competition/need.ts'
import type { KeptNotice } from './notice-store.ts'
import { PLACES } from './notices.ts'

export interface NoticeText {
  subject: string
  text: string
  action: string
  /** Path on this site. */
  path: string
  because: string
}

interface Reader { actor: Actor; locale: Locale; words: Words }

/** Reasons the rules give themselves; what people wrote stays as they wrote it. */
const RULED = ['too-few-bids', 'no-winner-left', 'objection-upheld']

/** A notice in words, as this reader may see the need now; undefined when it is no longer theirs to see. */
export function noticeText(notice: KeptNotice, need: Need, reader: Reader): NoticeText | undefined {
  const view = viewNeed(need, reader.actor)
  if (!view) return undefined
  const { words } = reader
  const key = `emails.notice.${notice.event}.${notice.to}`
  const values = valuesOf(notice, view, reader)
  return {
    subject: words(`${key}.subject`, values), text: words(`${key}.text`, values),
    action: words(`emails.notice.action.${notice.place}`), path: PLACES[notice.place](need.id),
    because: words(`emails.notice.because.${notice.to}`, values),
  }
}

/** Every sentence may use any of these; what does not apply is empty. */
function valuesOf(notice: KeptNotice, view: NeedView, { locale, words }: Reader): Record<string, string> {
  const { reason = view.reason, hash = '' } = notice.facts
  return {
    title: view.title, number: view.number,
    deadline: formatDateTime(view.deadline, locale), publicityEnds: formatDateTime(view.winner?.publicityEnds, locale),
    signingEnds: formatDate(view.signingEnds, locale), publishAt: formatDate(view.publishAt, locale),
    reason: RULED.includes(reason) ? words(`needs.reason.${reason}`) : reason, hash, at: formatDateTime(notice.at, locale),
  }
}
