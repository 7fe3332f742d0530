import Type from 'typebox'
import { STAFF } from '../../http/access.ts'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import { done, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { viewNeed } from '../competition/need-view.ts'
import { type AuditItem, type AuditNames, auditPage, itemOf } from './audit-pages.ts'
import { verifyLog } from './log-reader.ts'

const SHOWN = 50
const asked = (maxLength: number) => Type.String({ maxLength, default: '' })
const Query = Type.Object({ subject: asked(80), type: asked(80), before: asked(120) }, { additionalProperties: false })
interface Asked { subject: string; type: string; before: string }
const Item = Type.Object({
  id: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), type: Type.String(), source: Type.String(),
  subject: Type.String(), by: Type.String(), status: Type.String(), leaf: Type.String(),
})
const Intact = Type.Object({ intact: Type.Literal(true) })

/** Every decision, for those who have to answer for them. */
export function auditRoutes(web: Web, services: Services): void {
  web.page({ path: '/staff/audit', access: STAFF, query: Query, summary: 'Audit trail', load: (context) => trail(services, context) })
  web.read({
    path: '/audit', access: STAFF, query: Query, summary: 'Audit trail, newest first', tag: 'audit',
    response: Type.Object({ items: Type.Array(Item), next: Type.Union([Type.String(), Type.Null()]) }),
    load: ({ query }) => entriesFor(services, query),
  })
  web.action({
    path: '/staff/audit/verification', access: STAFF, summary: 'Verify the audit trail', tag: 'audit', body: NOTHING, response: Intact,
    refusals: { 'trail-broken': 409 },
    async run() {
      // How many entries there are and what the last hash is would tell of hidden ones; the command says both.
      const { faults } = await verifyLog(services)
      return faults.length > 0 ? refused('trail-broken' as const) : done({ intact: true as const })
    },
    answer: (result) => result,
    then: () => ({ to: '/staff/audit', flash: 'audit.intact' }),
    again: (context) => trail(services, { ...context, query: { subject: '', type: '', before: '' } }),
  })
}

async function entriesFor({ audit, auditSealer }: Services, { subject, type, before }: Asked): Promise<{ items: AuditItem[]; next: string | null }> {
  const from = before === '' ? undefined : await audit.find(before)
  if (before !== '' && !from) return { items: [], next: null }
  const found = await audit.visible({ subject, type }, from, SHOWN + 1)
  const items = (await Promise.all(found.slice(0, SHOWN).map(auditSealer.opened))).map(itemOf)
  return { items, next: found.length > SHOWN ? (items.at(-1)?.id ?? null) : null }
}

async function trail(services: Services, context: Pick<Context<unknown, Asked>, 'query' | 'viewer' | 'words'>): Promise<Page> {
  const { items, next } = await entriesFor(services, context.query)
  return auditPage({ items, next, names: await namesFor(services, items, context.viewer), asked: context.query }, context)
}

/** Needs go by number and title where this reader may see them. */
async function namesFor({ people, needs }: Services, items: readonly AuditItem[], viewer: Context['viewer']): Promise<AuditNames> {
  const about = [...new Set(items.filter((one) => one.source === 'needs').map((one) => one.subject))]
  const [names, found] = await Promise.all([people.names(items.map((one) => one.by)), needs.findMany(about)])
  const seen = found.flatMap((need) => viewNeed(need, viewer) ?? [])
  return { people: names, needs: new Map(seen.map((view) => [view.id, `${view.number} ${view.title}`])) }
}
