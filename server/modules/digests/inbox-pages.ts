import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { KeptNotice } from './notice-store.ts'
import { noticeText, type Subjects } from './notice-text.ts'

type Reader = Pick<Context, 'actor' | 'locale' | 'words'>

/** What the API answers, and what the page is made of. */
export interface InboxItem { id: string; at: Date; unread: boolean; subject: string; text: string; href: string; action: string; need: string | null }

/** Notices about what the reader may no longer see are left out. */
export function inboxItems(notices: readonly KeptNotice[], subjectsOf: (notice: KeptNotice) => Subjects, reader: Reader): InboxItem[] {
  return notices.flatMap((notice) => {
    const text = noticeText(notice, subjectsOf(notice), reader)
    if (!text) return []
    const { subject, text: sentence, path, action } = text
    return [{ id: notice.id, at: notice.at, unread: notice.readAt === null, subject, text: sentence, href: path, action, need: notice.need }]
  })
}

/** `unread` counts also what is not shown any more, so that marking all as read empties the count in the navigation. */
export function inboxPage(items: readonly InboxItem[], unread: number, { words, now }: Reader & Pick<Context, 'now'>): Page {
  return {
    template: 'digests/inbox', title: words('digests.inboxTitle'),
    model: { items, until: (items[0]?.at ?? now).toISOString(), unread },
  }
}
