import type { MailModels, Recipient } from '../../mail/mailer-parts.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Locale } from '../../http/page.ts'
import type { Words } from '../../kernel/words.ts'
import type { Need } from '../competition/need.ts'
import type { Organisation } from '../accounts/organisation.ts'
import type { KeptNotice, NoticeStore } from './notice-store.ts'
import { noticeText, type Subjects } from './notice-text.ts'

export interface NoticeMailParts {
  notices: NoticeStore
  needs: { find(id: string): Promise<Need | undefined> }
  organisations: { find(id: string): Promise<Organisation | undefined> }
  words(locale: Locale): Words
  publicUrl: string
}

/** The mail of a notice, written when it is sent: by then a need may have been taken out of somebody's sight. */
export function noticeMailModel(parts: NoticeMailParts): MailModels[string] {
  return async (stored, to) => {
    const notice = await parts.notices.find(String(stored['notice']))
    const text = notice && noticeText(notice, await subjectsOf(parts, notice), { actor: actorOf(to), locale: to.locale, words: parts.words(to.locale) })
    return text && { ...text, reason: text.because, href: parts.publicUrl + text.path }
  }
}

async function subjectsOf({ needs, organisations }: NoticeMailParts, { need, organisation }: KeptNotice): Promise<Subjects> {
  return { need: need ? await needs.find(need) : undefined, organisation: organisation ? await organisations.find(organisation) : undefined }
}

/** Who the recipient is when signed in. */
export function actorOf({ person, organisation }: Pick<Recipient, 'person' | 'organisation'>): Actor {
  const { id, roles } = person
  return { id, organisation: organisation.id, kind: organisation.kind, roles, verified: organisation.verification === 'verified' }
}
