import type { Actor } from '../../kernel/actor.ts'
import { formatDate, formatDateTime } from '../../kernel/format.ts'
import type { Locale } from '../../http/page.ts'
import type { Words } from '../../kernel/words.ts'
import { viewOrganisation } from '../accounts/account-views.ts'
import type { Organisation } from '../accounts/organisation.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import type { Need } from '../competition/need.ts'
import type { KeptNotice } from './notice-store.ts'
import { PLACES } from './notice-rule.ts'

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

export interface Subjects { need: Need | undefined; organisation: Organisation | undefined }

/** A notice in words, as this reader may see what it is about now; undefined when it is no longer theirs to see. */
export function noticeText(notice: KeptNotice, { need, organisation }: Subjects, reader: Reader): NoticeText | undefined {
  const { words, actor } = reader
  const view = need && viewNeed(need, actor)
  const home = organisation && viewOrganisation(organisation, actor)
  if (notice.need ? !view : !home) return undefined
  const key = `emails.notice.${notice.event}.${notice.to}`
  const values = { ...NO_NEED, ...(view ? needValues(notice, view, reader) : {}), ...commonValues(notice, reader), organisation: home?.name ?? '' }
  return {
    subject: words(`${key}.subject`, values), text: words(`${key}.text`, values),
    action: words(`emails.notice.action.${notice.place}`), path: PLACES[notice.place](notice.need ?? ''),
    because: words(`emails.notice.because.${notice.to}`, values),
  }
}

/** Every sentence may use any of these; what does not apply is empty. */
const NO_NEED = { title: '', number: '', deadline: '', publicityEnds: '', signingEnds: '', publishAt: '', reason: '', version: '' }

function needValues(notice: KeptNotice, view: NeedView, { locale, words }: Reader): Record<string, string> {
  const { reason = view.reason } = notice.facts
  return {
    title: view.title, number: view.number, version: String(view.contentVersion),
    deadline: formatDateTime(view.deadline, locale), publicityEnds: formatDateTime(view.winner?.publicityEnds, locale),
    signingEnds: formatDate(view.signingEnds, locale), publishAt: formatDate(view.publishAt, locale),
    reason: RULED.includes(reason) ? words(`needs.reason.${reason}`) : reason,
  }
}

function commonValues({ facts, at, need }: KeptNotice, { locale, words }: Reader): Record<string, string> {
  const { hash = '', step, reason = '' } = facts
  return { hash, at: formatDateTime(at, locale), step: step ? words(`next.${step}`) : '', ...(need ? {} : { reason }) }
}
