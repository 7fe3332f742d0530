import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { Person } from '../accounts/person.ts'
import { RHYTHMS, rhythmOf, topicsOf } from '../accounts/preferences.ts'
import type { Digest, DigestPart } from './digest.ts'
import { digestModel } from './digest-mail.ts'
import { asIfDue, proposalsFor } from './digest-plan.ts'
import { mailLinks } from './unsubscribe-link.ts'

const OFFICER = ['officer'] as const
const READERS = 20
const RUNS = 50
/** The rest is one click away. */
const SHOWN_REASONS = 2
const MEMBERS = { organisation: undefined, membership: 'member', text: '', addresses: false } as const
const After = Type.Object({ after: Type.Optional(Type.String({ maxLength: 80 })) }, { additionalProperties: false })
const Item = Type.Object({ topic: Type.String(), need: Type.String(), score: Type.Number(), reason: Type.String() })
const NeedItem = Type.Object({ id: Type.String(), score: Type.Number(), reason: Type.String() })
/** `needs`: those that fit the person; `items`: everything, by topic. */
const Row = Type.Object({ person: Type.String(), rhythm: Type.String(), needs: Type.Array(NeedItem), items: Type.Array(Item) })
const Preview = Type.Object({
  person: Type.String(), subject: Type.String(),
  sections: Type.Array(Type.Object({ heading: Type.String(), items: Type.Array(Type.Object({ title: Type.String(), href: Type.String(), facts: Type.String(), why: Type.String() })) })),
})

/** A look ahead and back: what digests would say now, and what they said. Nothing here sends anything. */
export function digestDeskRoutes(web: Web, services: Services): void {
  web.page({
    path: '/staff/digests', access: OFFICER, query: After, summary: 'Dry run of the digests, and the last ones sent',
    load: (context) => desk(services, context),
  })
  web.read({
    path: '/digests', access: OFFICER, query: After, summary: 'Dry run: who would get what now, and why', tag: 'digests',
    response: Type.Object({ items: Type.Array(Row), next: Type.Union([Type.String(), Type.Null()]) }),
    async load(context) {
      const { rows, next } = await ahead(services, context)
      return { items: rows.map(({ person, rhythm, parts }) => ({ person: person.id, rhythm, ...answerOf(parts) })), next }
    },
  })
  web.page({
    path: '/staff/digests/:id', access: OFFICER, params: BY_ID, summary: 'What one person’s digest would say now',
    load: (context) => previewPage(services, context),
  })
  web.read({
    path: '/digests/:id', access: OFFICER, params: BY_ID, summary: 'What one person’s digest would say now', tag: 'digests', response: Preview,
    async load(context) {
      const found = await preview(services, context)
      return found && { person: context.params.id, subject: String(found.model?.['subjectLine'] ?? ''), sections: (found.model?.['sections'] ?? []) as [] }
    },
  })
}

function answerOf(parts: readonly DigestPart[]) {
  const items = parts.flatMap(answersOf)
  return { items, needs: items.filter((one) => one.topic === 'needs').map(({ need: id, score, reason }) => ({ id, score, reason })) }
}

const answersOf = ({ topic, items }: DigestPart) =>
  items.map(({ need, score, reason, pairs }) => ({ topic, need, score: Math.round(score * 100) / 100, reason: [reason.kind, reason.text, pairs?.[0]?.need].filter(Boolean).join(': ') }))

interface Ahead { person: Person; rhythm: string; parts: DigestPart[] }

/** The next few readers in the order of their ids, and what each would be told. */
async function ahead(services: Services, { query: { after = '' }, now }: Context<unknown, { after?: string }>): Promise<{ rows: Ahead[]; next: string | null }> {
  const people = await services.people.page(MEMBERS, after, READERS)
  const readers = people.filter((one) => one.active && rhythmsOf(one) !== 'off' && topicsOf(one.roles).length > 0)
  const proposals = await proposalsFor(services, await asIfDue(services, readers, now), now)
  const rows = proposals.map(({ person, parts }) => ({ person, parts, rhythm: rhythmsOf(person) }))
  return { rows, next: people.length === READERS ? (people.at(-1)?.id ?? null) : null }
}

/** One word for all topics, where one will do. */
function rhythmsOf({ preferences, roles }: Person): string {
  const rhythms = new Set(topicsOf(roles).map((topic) => rhythmOf(preferences, topic)))
  return rhythms.size > 1 ? 'mixed' : (RHYTHMS.find((one) => rhythms.has(one)) ?? 'off')
}

async function desk(services: Services, context: Context<unknown, { after?: string }>): Promise<Page> {
  const { words, query } = context
  const [{ rows, next }, runs] = await Promise.all([ahead(services, context), services.digests.recent(RUNS)])
  const names = await services.people.names(runs.map((one) => one.person))
  return {
    template: 'digests/desk', title: words('digests.deskTitle'),
    model: {
      rows: rows.map(({ person, rhythm, parts }) => ({
        name: person.name, href: `/staff/digests/${person.id}`, rhythm: words(`digests.rhythm.${rhythm}`),
        reasons: parts.flatMap((part) => part.items.flatMap((item) => item.pairs?.[0] ?? [])).slice(0, SHOWN_REASONS).map((pair) => words('digests.reasonPair', { need: pair.need, offer: pair.achievement })),
        counts: parts.map(({ topic, items, more }) => words(`emails.digest.short.${topic}`, { count: items.length + more })),
      })),
      next: next && `/staff/digests?after=${encodeURIComponent(next)}`, first: query.after ? '/staff/digests' : undefined,
      runs: runs.map((one) => runOf(one, names)),
    },
  }
}

const runOf = ({ person, period, parts, at }: Digest, names: ReadonlyMap<string, string>) =>
  ({ name: names.get(person) ?? person, period, count: parts.reduce((sum, part) => sum + part.items.length, 0), at })

interface Previewed { person: Person; model: Record<string, unknown> | undefined }

async function preview(services: Services, { params, words, now }: Context<{ id: string }>): Promise<Previewed | undefined> {
  const person = await services.people.find(params.id)
  const organisation = person && (await services.organisations.find(person.organisation))
  if (!person?.active || !organisation) return undefined
  const [proposal] = await proposalsFor(services, await asIfDue(services, [person], now), now)
  const { publicUrl } = services.config
  const parts = { ...services, ...mailLinks(services.config), publicUrl, words: () => words }
  return { person, model: await digestModel(parts, proposal?.parts ?? [], { person, organisation, locale: person.preferences.locale }) }
}

/** As its reader would see it, but for the links that are theirs alone. */
async function previewPage(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const { words } = context
  const found = await preview(services, context)
  return found && {
    template: 'digests/preview', title: words('digests.previewTitle', { name: found.person.name }),
    model: {
      subject: found.model?.['subjectLine'], sections: found.model?.['sections'] ?? [], reason: found.model?.['reason'],
      crumbs: [{ href: '/staff', label: words('nav.staff') }, { href: '/staff/digests', label: words('digests.deskTitle') }],
    },
  }
}
