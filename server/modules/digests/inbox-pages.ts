import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Need } from '../competition/need.ts'
import type { KeptNotice } from './notice-store.ts'
import { noticeText } from './notice-text.ts'

type Reader = Pick<Context, 'actor' | 'locale' | 'words'>

/** What the API answers, and what the page is made of. */
export interface InboxItem { id: string; at: Date; unread: boolean; subject: string; text: string; href: string; action: string; need: string }

/** Notices about needs the reader may no longer see are left out. */
export function inboxItems(notices: readonly KeptNotice[], needs: ReadonlyMap<string, Need>, reader: Reader): InboxItem[] {
  return notices.flatMap((notice) => {
    const need = needs.get(notice.need)
    const text = need && noticeText(notice, need, reader)
    if (!text) return []
    const { subject, text: sentence, path, action } = text
    return [{ id: notice.id, at: notice.at, unread: notice.readAt === null, subject, text: sentence, href: path, action, need: notice.need }]
  })
}

export function inboxPage(items: readonly InboxItem[], { words }: Reader): Page {
  const newest = items[0]?.at.toISOString()
  return {
    template: 'digests/inbox', title: words('digests.inboxTitle'),
    model: { items, until: newest, unread: items.filter((one) => one.unread).length },
  }
}
