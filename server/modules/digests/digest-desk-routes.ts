import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { Digest } from './digest.ts'
import { type Proposal, proposalFor } from './digest-chore.ts'
import { digestItems } from './digest-mail.ts'

const OFFICER = ['officer'] as const
/** Each reader takes a ranking of all open needs. */
const READERS = 20
const RUNS = 50
const After = Type.Object({ after: Type.Optional(Type.String({ maxLength: 80 })) }, { additionalProperties: false })
const Row = Type.Object({
  person: Type.String(), rhythm: Type.String(), needs: Type.Array(Type.Object({ id: Type.String(), score: Type.Number(), reason: Type.String() })),
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
      const { proposals, next } = await proposals20(services, context)
      const items = await Promise.all(proposals.map(async (one) => ({ person: one.person.id, rhythm: one.rhythm, needs: await reasonsOf(services, one, context) })))
      return { items, next }
    },
  })
}

async function desk(services: Services, context: Context<unknown, { after?: string }>): Promise<Page> {
  const { words } = context
  const [{ proposals, next }, runs] = await Promise.all([proposals20(services, context), services.digests.recent(RUNS)])
  const names = await services.people.names(runs.map((one) => one.person))
  const rows = await Promise.all(proposals.map(async (one) => ({
    name: one.person.name, rhythm: words(`digests.rhythm.${one.rhythm}`), needs: await reasonsOf(services, one, context),
  })))
  return {
    template: 'digests/desk', title: words('digests.deskTitle'),
    model: { rows, next: next && `/staff/digests?after=${encodeURIComponent(next)}`, first: context.query.after ? '/staff/digests' : undefined, runs: runs.map((one) => runOf(one, names)) },
  }
}

const runOf = (one: Digest, names: ReadonlyMap<string, string>) =>
  ({ name: names.get(one.person) ?? one.person, period: one.period, count: one.needs.length, at: one.at })

async function proposals20(services: Services, { query, now }: Context<unknown, { after?: string }>): Promise<{ proposals: Proposal[]; next: string | null }> {
  const { after = '' } = query
  const readers = (await services.people.withRole('researcher')).filter((one) => one.preferences.digest !== 'off')
  const ahead = readers.filter((one) => one.id > after).sort((a, b) => (a.id < b.id ? -1 : 1))
  const proposals: Proposal[] = []
  for (const person of ahead.slice(0, READERS)) proposals.push(await proposalFor(services, person, now))
  return { proposals, next: ahead.length > READERS ? (ahead[READERS - 1]?.id ?? null) : null }
}

/** The needs of a proposal as its reader would see them, each with the reason it is there. */
async function reasonsOf(services: Services, { person, matches }: Proposal, { locale, words }: Context) {
  const organisation = await services.organisations.find(person.organisation)
  if (!organisation) return []
  const region = await services.regionNames()
  return matches.flatMap((match) => {
    const [item] = digestItems([match], { person, organisation, locale }, region, { words: () => words, publicUrl: '' })
    if (!item) return []
    const [pair] = item.pairs
    const reason = pair ? words('digests.reasonPair', { need: pair.need, offer: pair.achievement }) : words('digests.reasonTracks', { tracks: item.tracks })
    return [{ id: match.need.id, title: item.title, href: item.href, score: Math.round(match.match.score * 100), reason }]
  })
}
