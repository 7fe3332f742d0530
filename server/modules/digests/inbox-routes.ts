import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { type InboxItem, inboxItems, inboxPage } from './inbox-pages.ts'

/** Older ones are a matter of the need's own page. */
const SHOWN = 100

const Read = Type.Object({ until: Type.String({ format: 'date-time' }) }, { additionalProperties: false })
const ByNotice = Type.Object({ id: Type.String({ minLength: 1, maxLength: 240 }) }, { additionalProperties: false })
const Item = Type.Object({
  id: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), unread: Type.Boolean(), subject: Type.String(),
  text: Type.String(), href: Type.String(), action: Type.String(), need: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
})
const Inbox = Type.Object({ items: Type.Array(Item), next: Type.Unsafe<null>({ type: 'null' }) })
const Unread = Type.Object({ unread: Type.Integer() })

/** What somebody was told, again in words of today's permissions. */
export function inboxRoutes(web: Web, services: Services): void {
  web.page({
    path: '/my/notices', access: 'signed-in', summary: 'Notices to the signed-in person',
    load: (context) => page(services, context),
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
    again: (context) => page(services, context),
  })
  web.action({
    path: '/my/notices/:id/read', access: 'signed-in', params: ByNotice, summary: 'Mark one notice as read', tag: 'notices', body: NOTHING,
    response: Unread, refusals: {},
    async run({ actor, params, now }) {
      return (await services.notices.read(actor.id, params.id, now)) ? done(await services.notices.unread(actor.id)) : undefined
    },
    answer: (unread) => ({ unread }),
    then: () => ({ to: '/my/notices' }),
    again: (context) => page(services, context),
  })
  web.read({
    path: '/my/notices/unread', access: 'signed-in', summary: 'How many notices are unread', tag: 'notices', response: Unread,
    load: async ({ actor }) => ({ unread: await services.notices.unread(actor.id) }),
  })
}

async function page(services: Services, context: Context): Promise<Page> {
  const [items, unread] = await Promise.all([itemsFor(services, context), services.notices.unread(context.actor.id)])
  return inboxPage(items, unread, context)
}

async function itemsFor({ notices, needs, organisations }: Services, context: Context): Promise<InboxItem[]> {
  const kept = await notices.of(context.actor.id, SHOWN)
  const ids = (of: 'need' | 'organisation'): string[] => [...new Set(kept.flatMap((one) => one[of] ?? []))]
  const [about, homes] = await Promise.all([needs.findMany(ids('need')), organisations.findMany(ids('organisation'))])
  const [byNeed, byHome] = [new Map(about.map((one) => [one.id, one])), new Map(homes.map((one) => [one.id, one]))]
  return inboxItems(kept, ({ need, organisation }) => ({ need: byNeed.get(need ?? ''), organisation: byHome.get(organisation ?? '') }), context)
}
