import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Web } from '../../http/web.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { type InboxItem, inboxItems, inboxPage } from './inbox-pages.ts'

/** Older ones are a matter of the need's own page. */
const SHOWN = 100

const Read = Type.Object({ until: Type.String({ format: 'date-time' }) }, { additionalProperties: false })
const Item = Type.Object({
  id: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), unread: Type.Boolean(), subject: Type.String(),
  text: Type.String(), href: Type.String(), action: Type.String(), need: Type.String(),
})
const Inbox = Type.Object({ items: Type.Array(Item), next: Type.Unsafe<null>({ type: 'null' }) })
const Unread = Type.Object({ unread: Type.Integer() })

/** What somebody was told, again in words of today's permissions. */
export function inboxRoutes(web: Web, services: Services): void {
  web.page({
    path: '/my/notices', access: 'signed-in', summary: 'Notices to the signed-in person',
    load: async (context) => inboxPage(await itemsFor(services, context), context),
  })
  web.read({
    path: '/my/notices', access: 'signed-in', summary: 'Notices to the caller, newest first', tag: 'notices', response: Inbox,
    load: async (context) => ({ items: await itemsFor(services, context), next: null }),
  })
  web.action({
    path: '/my/notices/read', access: 'own-account', summary: 'Mark notices up to a moment as read', tag: 'notices', body: Read,
    response: Unread, refusals: {},
    async run({ actor, body, now }) {
      await services.notices.readAll(actor.id, new Date(body.until), now)
      return done(await services.notices.unread(actor.id))
    },
    answer: (unread) => ({ unread }),
    then: () => ({ to: '/my/notices', flash: 'digests.inboxRead' }),
    again: async (context) => inboxPage(await itemsFor(services, context), context),
  })
}

async function itemsFor({ notices, needs }: Services, context: Context): Promise<InboxItem[]> {
  const kept = await notices.of(context.actor.id, SHOWN)
  const about = await needs.findMany([...new Set(kept.map((one) => one.need))])
  return inboxItems(kept, new Map(about.map((need) => [need.id, need])), context)
}
