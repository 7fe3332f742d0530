import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { PreferencesAnswer } from '../accounts/account-schemas.ts'
import { changePreferences, type PreferencesRefusal } from '../accounts/own-account.ts'
import type { Person } from '../accounts/person.ts'
import { DIGEST_TOPICS, type Preferences, type Rhythm, RHYTHMS } from '../accounts/preferences.ts'
import { preferencesFromForm, preferencesPage } from './preferences-pages.ts'
import { personOfToken } from './unsubscribe-link.ts'

const CLOSED = { additionalProperties: false }
const rhythm = Type.Unsafe<Rhythm>({ type: 'string', enum: [...RHYTHMS] })
const orNull = (schema: object) => Type.Unsafe<string | null>({ anyOf: [schema, { type: 'null' }] })
const Body = Type.Object({
  locale: Type.Unsafe<Preferences['locale']>({ type: 'string', enum: ['zh-CN', 'en'] }),
  digest: Type.Optional(rhythm),
  topics: Type.Unsafe<NonNullable<Preferences['topics']>>({
    type: 'object', properties: Object.fromEntries(DIGEST_TOPICS.map((topic) => [topic, rhythm])), additionalProperties: false, default: {},
  }),
  pausedUntil: orNull({ type: 'string', format: 'date' }),
  timeZone: orNull({ type: 'string', maxLength: 60 }),
}, CLOSED)
type Body = Static<typeof Body>
export const BY_TOKEN = Type.Object({ token: Type.String({ minLength: 1, maxLength: 400 }) }, CLOSED)
const REFUSALS: Record<PreferencesRefusal, number> = { 'unknown-time-zone': 422 }

/** Which mail somebody gets: topics and rhythms, a pause, language, clock; signed in, or by the link in every message. */
export function preferencesRoutes(web: Web, services: Services): void {
  web.page({
    path: '/my/preferences', access: 'signed-in', params: NOTHING, summary: 'Which mail one gets',
    async load(context) { const me = await services.people.find(context.actor.id); return me && preferencesPage(me, '/people/me/preferences', context) },
  })
  web.read({
    path: '/people/me/preferences', access: 'signed-in', summary: 'The caller’s mail preferences', tag: 'people', response: PreferencesAnswer,
    load: async ({ actor }) => (await services.people.find(actor.id))?.preferences,
  })
  web.action({
    path: '/people/me/preferences', access: 'signed-in', summary: 'Choose which mail one gets', tag: 'people', body: Body, response: PreferencesAnswer,
    refusals: REFUSALS, fromForm: preferencesFromForm,
    run: ({ actor, body, now }) => choose(services, actor.id, body, now),
    answer: ({ preferences }) => preferences,
    then: ({ preferences }) => ({ to: `/my/preferences?lang=${preferences.locale}`, flash: 'digests.changed' }),
    async again(context) { const me = await services.people.find(context.actor.id); return me && preferencesPage(me, '/people/me/preferences', context) },
  })
  byLink(web, services)
}

/** The link is what allows it; a session is neither needed nor looked at. */
function byLink(web: Web, services: Services): void {
  const page = async (context: Context<Static<typeof BY_TOKEN>>) => {
    const person = await readerOf(services, context.params.token)
    return person && preferencesPage(person, `/preferences/${context.params.token}`, context)
  }
  web.page({ path: '/preferences/:token', access: 'anyone', params: BY_TOKEN, summary: 'Which mail one gets, without signing in', load: page })
  web.read({
    path: '/preferences/:token', access: 'anyone', params: BY_TOKEN, summary: 'Mail preferences, by the link in a message', tag: 'people', response: PreferencesAnswer,
    load: async ({ params }) => (await readerOf(services, params.token))?.preferences,
  })
  web.action({
    path: '/preferences/:token', access: 'anyone', params: BY_TOKEN, summary: 'Choose which mail one gets, by the link in a message', tag: 'people', body: Body,
    response: PreferencesAnswer, refusals: REFUSALS, fromForm: preferencesFromForm,
    async run({ params, body, now }) {
      const person = await readerOf(services, params.token)
      return person && choose(services, person.id, body, now)
    },
    answer: ({ preferences }) => preferences,
    then: ({ preferences }, { params }) => ({ to: `/preferences/${params.token}?lang=${preferences.locale}`, flash: 'digests.changed' }),
    again: page,
  })
}

/** What was not asked stays as it is. */
function choose({ people }: Services, id: string, { topics, ...chosen }: Body, now: Date): Promise<Outcome<Person, PreferencesRefusal | 'conflict'> | undefined> {
  return people.decide(id, (person) => changePreferences(person, { ...person.preferences, ...chosen, topics: { ...person.preferences.topics, ...topics } }, now))
}

/** Whoever the link was made for, as long as they have an account. */
export async function readerOf({ people, config }: Services, token: string): Promise<Person | undefined> {
  const id = personOfToken(token, config.jwtSecret)
  const person = id === undefined ? undefined : await people.find(id)
  return person?.active ? person : undefined
}
